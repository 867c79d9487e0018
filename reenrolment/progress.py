"""How far a campaign is: the stage that each student concerned has reached, counted for the school, by department and
by day."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imuse.keys import key
from reenrolment.concerned import students_concerned
from reenrolment.models import Campaign, Draft, Reenrolment
from students.models import Enrolment

Status = Reenrolment.Status


class Stage(TextChoices):
    NOTHING = "nothing", gettext_lazy("Rien encore")
    DRAFTED = "drafted", gettext_lazy("Brouillon")
    SENT = "sent", gettext_lazy("À valider")
    MORE_ASKED = "more_asked", gettext_lazy("Complément demandé")
    VALIDATED = "validated", gettext_lazy("Validée")
    REFUSED = "refused", gettext_lazy("Refusée")
    LEAVING = "leaving", gettext_lazy("Ne revient pas")


ANSWERED = (Stage.SENT, Stage.VALIDATED, Stage.REFUSED, Stage.LEAVING)


class Answer(NamedTuple):
    """What was sent for a student."""

    student: int
    status: str
    is_leaving: bool
    sent_at: datetime
    decided_at: datetime | None


class Tally(NamedTuple):
    name: str
    concerned: int
    counts: list[tuple[str, int]]  # a stage by its label, and how many


class Day(NamedTuple):
    day: date
    sent: int
    decided: int


class Progress:
    """In four questions to the database, however many students."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    @cached_property
    def answers(self) -> dict[int, Answer]:
        columns = (
            Reenrolment.objects.filter(campaign=self.campaign).order_by("pk").values_list(*Answer._fields)
        )
        return {answer.student: answer for answer in map(Answer._make, columns)}

    @cached_property
    def stage_of(self) -> dict[int, Stage]:
        """By student."""
        numbers = students_concerned(self.campaign).order_by("pk").values_list("pk", flat=True)
        drafts = Draft.objects.filter(campaign=self.campaign).order_by("pk")
        drafted = set(drafts.values_list("student", flat=True))
        return {number: _stage(self.answers.get(number), number in drafted) for number in numbers}

    @cached_property
    def total(self) -> Tally:
        return _tally("", self.stage_of.values())

    @property
    def answered(self) -> int:
        return sum(stage in ANSWERED for stage in self.stage_of.values())

    @cached_property
    def by_department(self) -> list[Tally]:
        """A student counts in each department where they follow something; who follows nothing comes last."""
        students_of: dict[str, list[int]] = {}
        for name, student in self._places():
            if student in self.stage_of:
                students_of.setdefault(name, []).append(student)
        placed = {student for several in students_of.values() for student in several}
        without = [stage for student, stage in self.stage_of.items() if student not in placed]
        found = [
            _tally(name or _("Sans département"), [self.stage_of[student] for student in students_of[name]])
            for name in sorted(students_of, key=lambda name: (not name, key(name)))
        ]
        return [*found, _tally(_("Sans cours"), without)] if without else found

    def _places(self) -> Iterable[tuple[str, int]]:
        """Department and student, each pair once."""
        here = Enrolment.objects.of_year(self.campaign.current_year).filter(
            is_active=True, student__person__site=self.campaign.site_id
        )
        columns = ("department_name", "student")
        return here.order_by(*columns).values_list(*columns).distinct()

    @cached_property
    def by_day(self) -> list[Day]:
        """The latest first; of what was sent anew, the last time counts."""
        standing = [answer for answer in self.answers.values() if answer.status != Status.WITHDRAWN]
        sent = Counter(timezone.localdate(answer.sent_at) for answer in standing)
        decided = Counter(timezone.localdate(answer.decided_at) for answer in standing if answer.decided_at)
        return [Day(day, sent[day], decided[day]) for day in sorted(sent | decided, reverse=True)]


def _stage(answer: Answer | None, is_drafted: bool) -> Stage:
    if answer is None or answer.status == Status.WITHDRAWN:
        return Stage.DRAFTED if is_drafted else Stage.NOTHING
    if answer.is_leaving and answer.status in {Status.SENT, Status.VALIDATED}:
        return Stage.LEAVING
    return Stage(answer.status)


def _tally(name: str, stages: Iterable[Stage]) -> Tally:
    counted = Counter(stages)
    return Tally(name, counted.total(), [(stage.label, counted[stage]) for stage in Stage])
