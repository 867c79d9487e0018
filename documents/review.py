"""One document before the office: its picture, the decision, the one that comes next."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.office import may_at
from documents import deciding
from documents.forms import DecisionForm
from documents.handing_in import others
from documents.models import Document
from imuse.components import Pager, PagerWords
from imuse.policies import Denied
from imuse.walking import place_among

DOCUMENTS = PagerWords(
    title=gettext_lazy("Documents à valider"),
    first=gettext_lazy("Premier document"),
    previous=gettext_lazy("Document précédent"),
    next=gettext_lazy("Document suivant"),
    last=gettext_lazy("Dernier document"),
)
LATEST = 12
TOLD_AT = {deciding.ReasonMissing: "words", deciding.EndIsPast: "valid_until"}


class Entry(NamedTuple):
    at: datetime
    who: str
    what: str


class Review:
    """`asked` is the page of the file that the address names."""

    def __init__(self, document: Document, by: User, *, data: Any = None, asked: str = "") -> None:
        self.document, self.by = document, by
        self.page = _page(asked, document.pages)
        self.denied = ""
        until = document.type.valid_until(timezone.localdate())
        self.form = DecisionForm(data, initial={"valid_until": until})

    @cached_property
    def may_open(self) -> bool:
        """The file: some kinds are not the secrétariat's to read."""
        return Document.objects.filter(pk=self.document.pk).openable_by(self.by).exists()

    @property
    def may_decide(self) -> bool:
        is_waiting = self.document.status == Document.Status.WAITING
        site = self.document.type.site_id
        return is_waiting and may_at(self.by, "documents.change_document", site) and self.may_open

    @property
    def pages(self) -> range:
        return range(1, self.document.pages + 1)

    def decide(self) -> str | None:
        """What to tell; nothing where the page is to be shown again, with the reason why."""
        if not self.form.is_valid():
            return None
        try:
            return self._refused() if self.form.data.get("decision") == "refuse" else self._validated()
        except Denied as denied:
            self._show_again(denied)
            return None

    def _validated(self) -> str:
        until = self.form.cleaned_data["valid_until"]
        deciding.validate(self.document, valid_until=until, by=self.by)
        return _("%(name)s : validé.") % {"name": self.document}

    def _refused(self) -> str:
        deciding.refuse(self.document, reason=self.form.reason, by=self.by)
        return _("%(name)s : refusé. La famille est prévenue.") % {"name": self.document}

    def _show_again(self, denied: Denied) -> None:
        if type(denied) in TOLD_AT:
            self.form.add_error(TOLD_AT[type(denied)], denied.reason)
            return
        self.denied = denied.reason
        self.document.refresh_from_db()

    @cached_property
    def pager(self) -> Pager | None:
        numbers = list(queue_of(self.by).values_list("pk", flat=True))
        return place_among(numbers, self.document.pk, review_page, DOCUMENTS)

    @property
    def previous_page(self) -> str:
        return self.pager.previous if self.pager else ""

    @property
    def following_page(self) -> str:
        following = next_after(self.document, self.by)
        return review_page(following.pk) if following else ""

    def journal(self) -> list[Entry]:
        """The newest first."""
        entries = sorted([*self._handed_in(), *self._looked_at()], key=lambda entry: entry.at, reverse=True)
        return entries[:LATEST]

    def _handed_in(self) -> Iterator[Entry]:
        """This one, and those before it that it took the place of."""
        same = others(self.document) | Document.objects.filter(pk=self.document.pk)
        for each in same.select_related("sent_by", "decided_by").order_by("-sent_at")[:LATEST]:
            name = each.file_name if self.may_open else ""  # it may tell what is inside
            given = _("Donné : %(answer)s") % {"answer": name or each.get_answer_display()}
            yield Entry(each.sent_at, _name(each.sent_by), given)
            if each.decided_at:
                verdict = (
                    _("Refusé : « %(reason)s »") % {"reason": each.reason} if each.reason else _("Validé")
                )
                yield Entry(each.decided_at, _name(each.decided_by), verdict)

    def _looked_at(self) -> Iterator[Entry]:
        for look in self.document.looks.select_related("user")[:LATEST]:
            page = _("Page %(page)s regardée") % {"page": look.page} if look.page else _("Fichier ouvert")
            yield Entry(look.looked_at, _name(look.user), page)


def queue_of(user: User) -> QuerySet[Document]:
    """What waits and one may open, the oldest first."""
    return Document.objects.for_user(user, "documents.change_document").openable_by(user).waiting()


def next_after(document: Document, user: User) -> Document | None:
    """The one that came in next, else the oldest."""
    rest = queue_of(user).exclude(pk=document.pk)
    return rest.filter(sent_at__gte=document.sent_at).first() or rest.first()


def review_page(number: int) -> str:
    return reverse("admin:documents_document_change", args=[number])


def _page(asked: str, pages: int) -> int:
    """A number that is none is the first."""
    return int(asked) if asked.isdecimal() and len(asked) < 5 and 1 <= int(asked) <= pages else 1


def _name(user: User | None) -> str:
    return user.get_full_name() if user else _("compte supprimé")
