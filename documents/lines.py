"""A line of «Documents fournis»: a document that is asked for, what was given of it, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document, DocumentType
from families.models import Family
from imuse.components import Text
from students.models import Student

Answer, Status = Document.Answer, Document.Status

# A family is asked for the next one so long before the end.
SOON = timedelta(days=30)


class State(NamedTuple):
    shape: str
    words: Text


TO_GIVE = State("todo", _("À fournir"))
TO_BRING = State("in-person", _("À remettre sur place"))
BROUGHT = State("done", _("Remis"))
WAITING = State("waiting", _("En attente de validation"))
VALIDATED = State("done", _("Validé"))
REFUSED = State("refused", _("Refusé"))
EXPIRED = State("expired", _("Expiré"))
SAID_NOT_CONCERNED = State("waiting", _("Non concerné, en attente de validation"))
NOT_CONCERNED = State("done", _("Non concerné"))


def state_of(kind: DocumentType, document: Document | None, today: date) -> State:
    if document is None:
        return TO_BRING if kind.in_person else TO_GIVE
    if document.status == Status.REFUSED:
        return REFUSED
    if document.status == Status.WAITING:
        return SAID_NOT_CONCERNED if document.answer == Answer.NOT_CONCERNED else WAITING
    if document.is_expired(today):
        return EXPIRED
    return {Answer.NOT_CONCERNED: NOT_CONCERNED, Answer.IN_PERSON: BROUGHT}.get(document.answer, VALIDATED)


@dataclass(frozen=True)
class Line:
    """`given` by this family, `elsewhere` by the other household of the student: the oldest first."""

    kind: DocumentType
    family: Family
    student: Student | None
    given: Sequence[Document]
    elsewhere: Sequence[Document]
    is_asked: bool
    today: date

    @property
    def document(self) -> Document | None:
        """The one that is told of: the newest."""
        return self.given[-1] if self.given else None

    @property
    def standing(self) -> Document | None:
        """What counts while a newer one is looked at, or was refused."""
        good = [each for each in self.given[:-1] if each.is_good(self.today)]
        return good[-1] if good else None

    @property
    def state(self) -> State:
        if self.document is None and self.elsewhere:
            return state_of(self.kind, self.elsewhere[-1], self.today)
        return state_of(self.kind, self.document, self.today)

    @property
    def is_of_other_household(self) -> bool:
        """What is told is not one's own."""
        return self.document is None and bool(self.elsewhere)

    @property
    def given_at(self) -> datetime | None:
        return timezone.localtime(self.document.sent_at) if self.document else None

    @property
    def is_good(self) -> bool:
        """Nothing more is asked for, by whichever household it was given."""
        return any(each.is_good(self.today) for each in (*self.given, *self.elsewhere))

    @property
    def waits(self) -> bool:
        """For the school."""
        return any(each.status == Status.WAITING for each in (*self.given, *self.elsewhere))

    @property
    def is_missing(self) -> bool:
        """Required, and neither there nor on its way."""
        return self.is_asked and self.kind.is_required and not self.is_good and not self.waits

    @property
    def is_refused(self) -> bool:
        return self.document is not None and self.document.status == Status.REFUSED

    @property
    def ends_soon(self) -> date | None:
        """The day until which it is valid, where the next one should come."""
        ends = [each.valid_until for each in self.given if each.is_good(self.today) and each.valid_until]
        soon = self.is_asked and not self.waits and ends and ends[-1] <= self.today + SOON
        return ends[-1] if soon else None

    @property
    def may_import(self) -> bool:
        return self.is_asked and not self.kind.in_person

    @property
    def replaces(self) -> bool:
        """«Remplacer» rather than «Importer»: there is something to be replaced."""
        return self.document is not None and self.state is not EXPIRED

    @property
    def may_say_not_concerned(self) -> bool:
        """Anew each time: who was not concerned last year may not be this year either."""
        stands = any(each.is_good(self.today) or each.status == Status.WAITING for each in self.given)
        return self.is_asked and bool(self.kind.condition) and not stands

    @property
    def may_take_back(self) -> bool:
        return self.document is not None and self.document.status in {Status.WAITING, Status.REFUSED}
