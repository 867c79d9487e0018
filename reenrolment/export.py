"""What became of a campaign, as a table: a row for each student and each of their disciplines.

Two hundred students at a time, in as many queries as for one.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from accounts.papers import FRENCH
from families.models import Family
from imuse import spreadsheets
from imuse.school_year import named
from imuse.spreadsheets import Row
from reenrolment.concerned import students_concerned
from reenrolment.households import Asked, Household, households
from reenrolment.models import Campaign, Choice, Draft, Reenrolment
from reenrolment.options import Followed, followed_by
from reenrolment.standing import Standing, Status
from students.models import Membership, Student

AT_ONCE = 200
HEAD = [
    "Année",
    "Nom",
    "Prénom",
    "Date de naissance",
    "Famille",
    "Référence",
    "Autre foyer",
    "Discipline",
    "Cursus",
    "Cycle",
    "Enseignant",
    "Choix",
    "L’an prochain",
    "État",
    "Envoyée le",
    "Envoyée par",
    "Décidée le",
    "Décidée par",
    "Réponse de l’établissement",
    "Motif du départ",
    "Demandes complémentaires",
    "Documents manquants",
]
CONTINUES, GIVES_UP = "Continue", "Ne continue pas"


class Place(NamedTuple):
    """A discipline, and what is to become of it; its fields are columns."""

    name: str = ""
    cursus: str = ""
    cycle: str = ""
    teachers: str = ""
    decision: str = ""
    words: str = ""


def rows(campaign: Campaign) -> Iterator[Row]:
    """By the students' names."""
    numbers = list(_students(campaign).order_by("person__name_key", "pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), AT_ONCE):
        with translation.override(FRENCH):
            batch = list(_Batch(campaign, numbers[first : first + AT_ONCE]).rows())
        yield from batch


def write(campaign: Campaign, path: Path) -> int:
    """As the name of the file says; tell how many rows."""
    return spreadsheets.write(path, HEAD, rows(campaign))


def _students(campaign: Campaign) -> QuerySet[Student]:
    """Whom the campaign is about, and whoever sent something and has left since."""
    sent = Exists(Reenrolment.objects.filter(campaign=campaign, student=OuterRef("pk")))
    return Student.objects.filter(sent | Q(pk__in=students_concerned(campaign).order_by().values("pk")))


class _Batch:
    def __init__(self, campaign: Campaign, numbers: list[int]) -> None:
        self.campaign = campaign
        several = Student.objects.filter(pk__in=numbers).select_related("person")
        self.students = list(several.order_by("person__name_key", "pk"))
        sent = Reenrolment.objects.filter(campaign=campaign, student__in=numbers)
        related = sent.select_related("sent_by", "decided_by").prefetch_related("choices", "remarks__family")
        self.sent = {each.student_id: each for each in related.order_by("pk")}
        drafts = Draft.objects.filter(campaign=campaign, student__in=numbers).order_by("pk")
        self.drafts = {(each.student_id, each.family_id): each for each in drafts}
        self.followed = followed_by(campaign, self.students)

    def rows(self) -> Iterator[Row]:
        for student in self.students:
            who, what = self._who(student), self._state(student)
            for place in self._places(student):
                yield [*who, *place, *what]

    @cached_property
    def families(self) -> dict[int, list[Family]]:
        """Of each student, the one that pays first."""
        places = Membership.objects.filter(student__in=self.students).select_related("family")
        found: dict[int, list[Family]] = defaultdict(list)
        for place in places.order_by("-pays", "pk"):
            found[place.student_id].append(place.family)
        return found

    @cached_property
    def households(self) -> dict[int, Household]:
        wanted = {family.pk for family in chain.from_iterable(self.families.values())}
        return {each.family.pk: each for each in households(self.campaign, wanted)}

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.campaign, list(self.households.values()))

    def _who(self, student: Student) -> list:
        person, (own, others) = student.person, self._families_of(student)
        family = [own.name, own.reference] if own else ["", ""]
        elsewhere = ", ".join(map(str, others))
        birth = person.birth_date
        return [named(self.campaign.year), person.last_name, person.first_name, birth, *family, elsewhere]

    def _families_of(self, student: Student) -> tuple[Family | None, list[Family]]:
        """Who sent it, or else who pays; and the other household."""
        several, sent = self.families[student.pk], self.sent.get(student.pk)
        senders = [each for each in several if sent and each.pk == sent.family_id]
        own = next(iter([*senders, *several]), None)
        return own, [each for each in several if each != own]

    def _places(self, student: Student) -> list[Place]:
        """As they were read when it was sent; else, what is followed now."""
        sent = self.sent.get(student.pk)
        chosen = [_chosen(choice) for choice in sent.choices.all()] if sent else []
        decision = CONTINUES if sent and sent.is_administrative else ""
        now = [_followed(each, decision) for each in self.followed.get(student.pk, [])]
        return chosen or now or [Place(decision=decision)]

    def _state(self, student: Student) -> Row:
        sent, (own, _others) = self.sent.get(student.pk), self._families_of(student)
        draft = self.drafts.get((student.pk, own.pk)) if own else None
        until = self.campaign.closes_at
        state = Standing(self.campaign, student, own, sent, draft, until).state
        missing = self.asked.missing(self.households[own.pk], student) if own else []
        return [str(state.words), *_sent(sent), ", ".join(missing)]


def _chosen(choice: Choice) -> Place:
    decision = CONTINUES if choice.is_continued else GIVES_UP
    return Place(choice.name, choice.cursus_name, choice.cycle, choice.teacher_name, decision, choice.words)


def _followed(each: Followed, decision: str) -> Place:
    return Place(each.name, "", each.cycle, each.teachers, decision, each.words)


def _sent(sent: Reenrolment | None) -> list:
    if sent is None:
        return [None] * 7
    answer = {Status.REFUSED: sent.reason, Status.MORE_ASKED: sent.question}.get(sent.status, "")
    decided_by = sent.decided_by.get_full_name() if sent.decided_by else ""
    sent_by = sent.sent_by.get_full_name() if sent.sent_by else ""
    told = [sent.sent_at, sent_by, sent.decided_at, decided_by, answer, sent.leaving_reason]
    return [*told, _remarks(sent)]


def _remarks(sent: Reenrolment) -> str:
    """Either household's."""
    return "\n".join(f"{each.family.name}\u00a0: {each.text}" for each in sent.remarks.all())
