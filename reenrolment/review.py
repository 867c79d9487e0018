"""One re-enrolment before the office: what is asked, each household's words and documents, the decision, the next one."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.office import may_at
from documents import deciding as on_documents
from documents.lines import Line
from documents.models import Document
from families.journal import Entry
from families.models import Family
from imuse.components import Pager, PagerWords
from imuse.policies import Denied
from imuse.walking import place_among
from reenrolment import deciding
from reenrolment.asked import lines_of
from reenrolment.codes import code_of
from reenrolment.life import LIFE
from reenrolment.models import Reenrolment, Remark
from reenrolment.office_forms import DecisionForm
from reenrolment.options import Option, options_of
from reenrolment.standing import standing_of

REENROLMENTS = PagerWords(
    title=gettext_lazy("Réinscriptions à valider"),
    first=gettext_lazy("Première réinscription"),
    previous=gettext_lazy("Réinscription précédente"),
    next=gettext_lazy("Réinscription suivante"),
    last=gettext_lazy("Dernière réinscription"),
)


class Household(NamedTuple):
    family: Family
    lines: list[Line]


class Paper(NamedTuple):
    """A document that waits, beside the re-enrolment that it belongs to."""

    document: Document
    may_open: bool
    may_decide: bool


class Review:
    def __init__(self, reenrolment: Reenrolment, by: User, data: Any = None) -> None:
        self.reenrolment, self.by = reenrolment, by
        self.campaign, self.student = reenrolment.campaign, reenrolment.student
        self.denied = ""
        self.form = DecisionForm(reenrolment, data)

    def may(self, permission: str) -> bool:
        return may_at(self.by, permission, self.campaign.site_id)

    @property
    def may_decide(self) -> bool:
        return LIFE.allows("validate", self.reenrolment.status) and self.may("reenrolment.change_reenrolment")

    @property
    def may_reconsider(self) -> bool:
        return LIFE.allows("reconsider", self.reenrolment.status) and self.may(
            "reenrolment.change_reenrolment"
        )

    @property
    def may_enter(self) -> bool:
        return self.may("reenrolment.add_reenrolment")

    @property
    def reads_families(self) -> bool:
        return self.may("families.view_family")

    @property
    def code(self) -> str:
        return code_of(self.campaign.pk, self.student.pk)

    @cached_property
    def followed(self) -> list[Option]:
        """In administrative mode, what is followed at the moment of the decision counts."""
        return options_of(self.campaign, self.student) if self.reenrolment.is_administrative else []

    @cached_property
    def remarks(self) -> list[Remark]:
        return list(self.reenrolment.remarks.select_related("family"))

    @cached_property
    def households(self) -> list[Household]:
        """Who pays first. Of the one that sent, all that is asked; of the other, what it gave."""
        families = Family.objects.filter(memberships__student=self.student).select_related("site")
        reads = self.may("documents.view_document") and not self.reenrolment.is_leaving
        return [
            Household(family, self._lines(family) if reads else [])
            for family in families.order_by("-memberships__pays", "search_key")
        ]

    def _lines(self, family: Family) -> list[Line]:
        lines = lines_of(standing_of(self.campaign, family, self.student))
        is_sender = family.pk == (self.reenrolment.family_id or family.pk)
        return lines if is_sender else [line for line in lines if line.document]

    @cached_property
    def papers(self) -> list[Paper]:
        """Those that wait, each once; some kinds are not the secrétariat's to open."""
        found = [line.document for household in self.households for line in household.lines if line.document]
        waiting = {each.pk: each for each in found if each.status == Document.Status.WAITING}
        openable = Document.objects.filter(pk__in=waiting).openable_by(self.by).order_by("pk")
        opened = set(openable.values_list("pk", flat=True)) if waiting else set()
        decides = self.may("documents.change_document")
        return [Paper(each, pk in opened, decides and pk in opened) for pk, each in waiting.items()]

    def decide(self) -> str | None:
        """What to tell; nothing where the page is to be shown again, with the reason why."""
        if not self.form.is_valid():
            return None
        verbs = {"ask": self._asked, "refuse": self._refused}
        try:
            return verbs.get(self.form.data.get("decision"), self._validated)()
        except Denied as denied:
            self._show_again(denied)
            return None

    def validate_paper(self, number: str) -> str | None:
        """With the end that its kind has; to refuse it, or for another end, it has a page of its own."""
        paper = next((each for each in self.papers if str(each.document.pk) == number), None)
        if paper is None or not paper.may_decide:
            return None
        document = paper.document
        until = document.type.valid_until(timezone.localdate())
        try:
            on_documents.validate(document, valid_until=until, by=self.by)
        except Denied as denied:
            self.denied = denied.reason
            return None
        return _("%(name)s : validé.") % {"name": document}

    def reconsider(self) -> str | None:
        """What to tell; nothing where a colleague, or a first click, was faster."""
        try:
            deciding.reconsider(reenrolment=self.reenrolment)
        except Denied as denied:
            self.denied = denied.reason
            return None
        return _("%(name)s : le refus est retiré, la réinscription attend de nouveau.") % {
            "name": self.student
        }

    def _seen(self) -> dict[str, Any]:
        version = self.form.cleaned_data["version"]
        return {"reenrolment": self.reenrolment, "version": version, "by": self.by}

    def _validated(self) -> str:
        deciding.validate(**self._seen())
        if self.reenrolment.is_leaving:
            return _("%(name)s : départ noté. La famille est prévenue.") % {"name": self.student}
        return _("%(name)s : réinscription validée. La famille est prévenue.") % {"name": self.student}

    def _asked(self) -> str | None:
        until = self.form.cleaned_data["answer_until"]
        if until is None:
            self.form.add_error("answer_until", _("Donnez un dernier jour pour répondre, à venir."))
            return None
        deciding.ask_more(**self._seen(), question=self.form.cleaned_data["words"], until=until)
        return _("%(name)s : complément demandé. La famille est prévenue.") % {"name": self.student}

    def _refused(self) -> str:
        deciding.refuse(**self._seen(), reason=self.form.cleaned_data["words"])
        return _("%(name)s : réinscription refusée. La famille est prévenue.") % {"name": self.student}

    def _show_again(self, denied: Denied) -> None:
        """As it is by now."""
        if isinstance(denied, deciding.WordsMissingError):
            self.form.add_error("words", denied.reason)
            return
        if isinstance(denied, deciding.DayError):
            self.form.add_error("answer_until", denied.reason)
            return
        self.denied = denied.reason
        self.reenrolment = related().get(pk=self.reenrolment.pk)
        self.form.has_seen(self.reenrolment.version)

    @cached_property
    def pager(self) -> Pager | None:
        numbers = list(queue_of(self.by).values_list("pk", flat=True))
        return place_among(numbers, self.reenrolment.pk, review_page, REENROLMENTS)

    @property
    def previous_page(self) -> str:
        return self.pager.previous if self.pager else ""

    @property
    def following_page(self) -> str:
        following = next_after(self.reenrolment, self.by)
        return review_page(following.pk) if following else ""

    def journal(self) -> list[Entry]:
        """The newest first."""
        return sorted(self._entries(), key=lambda entry: entry.at, reverse=True)

    def _entries(self) -> Iterator[Entry]:
        sent = self.reenrolment
        family = sent.family.name if sent.family else ""
        at_desk = sent.sent_by and sent.sent_by.is_staff
        words = (
            _("Enregistrée à l’accueil pour la famille %(family)s")
            if at_desk
            else _("Envoyée (famille %(family)s)")
        )
        yield Entry(sent.sent_at, _name(sent.sent_by), words % {"family": family})
        if sent.decided_at:
            yield Entry(sent.decided_at, _name(sent.decided_by), sent.get_status_display().capitalize())


def related() -> QuerySet[Reenrolment]:
    return Reenrolment.objects.select_related(
        "campaign__site", "student__person", "family", "sent_by", "decided_by"
    ).prefetch_related("choices")


def queue_of(user: User) -> QuerySet[Reenrolment]:
    """The oldest first."""
    return Reenrolment.objects.for_user(user, "reenrolment.change_reenrolment").waiting()


def unanswered_of(user: User) -> QuerySet[Reenrolment]:
    return Reenrolment.objects.for_user(user, "reenrolment.change_reenrolment").unanswered()


def next_after(reenrolment: Reenrolment, user: User) -> Reenrolment | None:
    """The one that came in next, else the oldest."""
    rest = queue_of(user).exclude(pk=reenrolment.pk)
    return rest.filter(sent_at__gte=reenrolment.sent_at).first() or rest.first()


def review_page(number: int) -> str:
    return reverse("admin:reenrolment_reenrolment_change", args=[number])


def _name(user: User | None) -> str:
    return user.get_full_name() if user else _("compte supprimé")
