"""Online payments: what became of each, and those that somebody has to look into."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.office_queue import NextAfterNext
from billing import asking
from billing.admin.common import WrittenOnceAdmin, money_column
from billing.models import OnlinePayment, OnlineShare
from billing.online import to_look_into
from families.office import link_to
from families.office_filters import OfferedFilter, SiteFilter
from families.office_inlines import LinkedInline
from imuse.components import PagerWords

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

PAYMENTS = PagerWords(
    title=_("Paiements en ligne à regarder"),
    first=_("Premier paiement"),
    previous=_("Paiement précédent"),
    next=_("Paiement suivant"),
    last=_("Dernier paiement"),
)
AMOUNT = money_column("amount", _("montant"))


def moments(*names: str) -> list:
    """With their hours: a payment is a matter of minutes."""
    return [moment(name) for name in names]


def moment(name: str) -> "Callable[[OnlinePayment], str]":
    @admin.display(description=OnlinePayment._meta.get_field(name).verbose_name)  # noqa: SLF001 - Django's documented name
    def shown(obj: OnlinePayment) -> str:
        value = getattr(obj, name)
        return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else "–"

    shown.__name__ = f"{name}_shown"
    return shown


class LookFilter(admin.SimpleListFilter):
    title = _("à regarder")
    parameter_name = "regarder"

    def lookups(self, _request: "HttpRequest", _page: Any) -> list[tuple[str, Any]]:
        return [("oui", _("oui"))]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        return rows.to_look_into() if self.value() == "oui" else rows


class StatusFilter(OfferedFilter):
    title = _("état")
    parameter_name = "etat"
    column = "status"

    def label(self, value: str, *_words: str) -> str:
        return str(OnlinePayment.Status(value).label)


class Shares(LinkedInline):
    model = OnlineShare
    verbose_name_plural = _("factures")
    fields = readonly_fields = ["invoice_link", AMOUNT]
    related = ["invoice"]
    ordering = ["pk"]
    show_change_link = False
    template = "admin/billing/rows_inline.html"

    @admin.display(description=_("facture"))
    def invoice_link(self, obj: OnlineShare) -> "SafeString":
        return link_to(obj.invoice)


@admin.register(OnlinePayment)
class OnlinePaymentAdmin(NextAfterNext, WrittenOnceAdmin):
    rank = 35
    list_display = ["reference", "family", AMOUNT, "status", "started_at", "alert"]
    list_filter = [LookFilter, StatusFilter, SiteFilter]
    list_select_related: ClassVar[list[str]] = ["family"]
    search_fields = ["reference", "family__search_key"]
    fieldsets: ClassVar[list] = [
        (None, {"fields": ["reference", "family", "regie", AMOUNT, "status", "payment_link", "started_by"]}),
        (_("Ce que dit PayFiP"), {"fields": ["mode", "outcome", "authorisation", *moments("decided_at")]}),
        (_("Les questions à PayFiP"), {"fields": moments("started_at", "asked_at", "next_ask")}),
        (_("À regarder"), {"fields": ["alert", "looked_into_by", *moments("looked_into_at")]}),
    ]
    inlines = [Shares]
    actions = ["ask_now", "mark_looked_into"]
    letters: ClassVar[dict[str, str]] = {"mark_looked_into": "v", "ask_now": "i"}
    words = PAYMENTS
    asked = "?regarder=oui"

    def get_readonly_fields(self, _request: "HttpRequest", _obj: Any = None) -> list:
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        return False

    def waiting(self, request: "HttpRequest") -> "QuerySet[OnlinePayment]":
        return to_look_into(request.user).order_by("started_at", "pk")

    @admin.display(description=_("règlement"))
    def payment_link(self, obj: OnlinePayment) -> "SafeString | str":
        return link_to(obj.payment) if obj.payment else "–"

    @admin.action(description=_("Interroger PayFiP maintenant"), permissions=["look_into"])
    def ask_now(self, request: "HttpRequest", chosen: "QuerySet[OnlinePayment]") -> None:
        """By the worker, as everybody: the Treasury may take its time."""
        asked = sum(asking.ask_soon(attempt) for attempt in chosen.order_by("pk"))
        told = ngettext(
            "PayFiP est interrogé sur %(count)s paiement : actualisez la page dans un instant.",
            "PayFiP est interrogé sur %(count)s paiements : actualisez la page dans un instant.",
            asked,
        )
        messages.info(
            request, told % {"count": asked} if asked else _("Ce choix n’a plus rien à demander à PayFiP.")
        )

    @admin.action(description=_("C’est regardé"), permissions=["look_into"])
    def mark_looked_into(self, request: "HttpRequest", chosen: "QuerySet[OnlinePayment]") -> None:
        done = chosen.to_look_into().update(looked_into_at=timezone.now(), looked_into_by=request.user)
        told = ngettext("%(count)s paiement est regardé.", "%(count)s paiements sont regardés.", done)
        messages.success(request, told % {"count": done})

    def has_look_into_permission(self, request: "HttpRequest") -> bool:
        return request.user.is_superuser or request.user.holds("billing.look_into_onlinepayment")
