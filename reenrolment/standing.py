"""How a student's re-enrolment stands for one household: what is sent, what is only drafted, until when it may act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families.models import Family
from imuse.components import Text
from imuse.templatetags.times import full_day, full_moment
from reenrolment.models import Campaign, Draft, Extension, Reenrolment
from students.models import Student

Status = Reenrolment.Status


class State(NamedTuple):
    shape: str
    words: Text


TO_DO = State("todo", gettext_lazy("À faire"))
DRAFTED = State("waiting", gettext_lazy("Brouillon, pas encore envoyée"))
WITHDRAWN = State("todo", gettext_lazy("Retirée, à refaire"))
LEAVES = State("done", gettext_lazy("Ne reviendra pas, c’est noté"))
OF_STATUS = {
    Status.SENT: State("waiting", gettext_lazy("En attente de validation")),
    Status.MORE_ASKED: State("refused", gettext_lazy("Complément demandé")),
    Status.VALIDATED: State("done", gettext_lazy("Validée")),
    Status.REFUSED: State("refused", gettext_lazy("Refusée")),
}


@dataclass(frozen=True)
class Standing:
    campaign: Campaign
    student: Student
    family: Family
    reenrolment: Reenrolment | None
    draft: Draft | None
    until: datetime

    @property
    def token(self) -> str:
        """What a page shows travels with it: who sends the page has seen no more than this."""
        sent, draft = self.reenrolment, self.draft
        of_sent = f"{sent.version}{sent.status}" if sent else ""
        of_draft = f"{draft.pk}-{draft.version}" if draft else ""
        return f"{of_sent}.{of_draft}"

    @property
    def state(self) -> State:
        sent = self.reenrolment
        if sent is None or sent.status == Status.WITHDRAWN:
            return DRAFTED if self.draft else WITHDRAWN if sent else TO_DO
        if sent.is_leaving and sent.status == Status.VALIDATED:
            return LEAVES
        return OF_STATUS[Status(sent.status)]

    @property
    def takes_words(self) -> bool:
        """«Demandes complémentaires»: where they are offered, and of whom something was asked."""
        sent = self.reenrolment
        return self.campaign.offers_comment or (sent is not None and bool(sent.question))

    @property
    def is_done(self) -> bool:
        """Nothing more is expected of the family."""
        return self.reenrolment is not None and self.reenrolment.is_done

    @property
    def ends_at(self) -> datetime:
        """The last moment for this household: its own, or the end of the day until which it may answer."""
        if not self.is_asked_for_more:
            return self.until
        next_day = self.reenrolment.answer_until + timedelta(days=1)
        return max(self.until, timezone.make_aware(datetime.combine(next_day, time())))

    @property
    def ends_in_words(self) -> str:
        if self.ends_at == self.until:
            return full_moment(self.until)
        return _("%(day)s inclus") % {"day": full_day(self.reenrolment.answer_until)}

    @property
    def is_open(self) -> bool:
        return self.campaign.opens_at <= timezone.now() < self.ends_at

    @property
    def may_still_answer(self) -> bool:
        return self.is_asked_for_more and timezone.localdate() <= self.reenrolment.answer_until

    @property
    def is_asked_for_more(self) -> bool:
        return self.reenrolment is not None and self.reenrolment.question_stands

    @property
    def is_too_late(self) -> bool:
        """Nothing came, or no answer, and the household can do no more by itself."""
        return timezone.now() >= self.ends_at and not self.is_done


def standing_of(campaign: Campaign, family: Family, student: Student) -> Standing:
    return standings_of(campaign, family, [student])[0]


def standings_of(campaign: Campaign, family: Family, students: Sequence[Student]) -> list[Standing]:
    """In a handful of queries, however many students."""
    of_them = {"campaign": campaign, "student__in": students}
    sent = Reenrolment.objects.filter(**of_them).select_related("decided_by", "sent_by", "family")
    sent_of = {row.student_id: row for row in sent.prefetch_related("choices").order_by("pk")}
    drafts = Draft.objects.filter(**of_them, family=family).select_related("saved_by")
    draft_of = {row.student_id: row for row in drafts.order_by("pk")}
    until = last_moment(campaign, family)
    return [
        Standing(campaign, student, family, sent_of.get(student.pk), draft_of.get(student.pk), until)
        for student in students
    ]


def last_moment(campaign: Campaign, family: Family) -> datetime:
    given = Extension.objects.filter(campaign=campaign, family=family).first()
    return max(campaign.closes_at, given.until) if given else campaign.closes_at
