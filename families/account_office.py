"""Accounts at work, on the lists of families, of guardians and of accounts: opened, told of, closed, let in again."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import keeping
from accounts.models import FamilyAccount
from families import opening
from families.identifiers_page import IdentifiersPage
from families.models import Guardian

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

OPEN, KEEP, FREE = "accounts.add_familyaccount", "accounts.change_familyaccount", "accounts.delete_throttle"


NAMED = 10  # in a sentence


def way_to_tell(account_id: int) -> tuple[Any, str]:
    return _("Envoyer l’identifiant"), reverse("identifier_of_account", args=[account_id])


class AccountFilter(admin.SimpleListFilter):
    """`column` leads to the account."""

    title = _("compte")
    parameter_name = "compte"
    column = "user"

    def lookups(self, _request: "HttpRequest", _page: Any) -> list[tuple[str, Any]]:
        return [("sans", _("sans compte")), ("avec", _("avec un compte"))]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        without = {f"{self.column}__isnull": True}
        if self.value() == "sans":
            return self.without(rows, without)
        return (
            rows.exclude(pk__in=self.without(rows, without).values("pk")) if self.value() == "avec" else rows
        )

    def without(self, rows: "QuerySet", without: dict[str, bool]) -> "QuerySet":
        return rows.filter(**without)


class AccountOfFamilyFilter(AccountFilter):
    """Nobody of the family has one."""

    def without(self, rows: "QuerySet", _without: dict[str, bool]) -> "QuerySet":
        served = Guardian.objects.for_user(self.reader).filter(user__isnull=False)
        return rows.exclude(pk__in=served.order_by().values("family"))

    def __init__(self, request: "HttpRequest", *args: Any) -> None:
        self.reader = request.user
        super().__init__(request, *args)


class ToldFilter(admin.SimpleListFilter):
    title = _("identifiant")
    parameter_name = "identifiant"

    def lookups(self, _request: "HttpRequest", _page: Any) -> list[tuple[str, Any]]:
        return [("non", _("pas encore envoyé")), ("oui", _("envoyé"))]

    def queryset(self, _request: "HttpRequest", rows: "QuerySet") -> "QuerySet":
        told = self.value()
        return rows.filter(identifier_told_at__isnull=told == "non") if told in {"oui", "non"} else rows


class TellsIdentifiers:
    """A list from which identifiers are sent. `accounts_of` says whose they are."""

    def accounts_of(self, chosen: "QuerySet", kept: "QuerySet[FamilyAccount]") -> "QuerySet[FamilyAccount]":
        """Each list says it: of those that the person may keep, the ones that the chosen rows stand for."""
        raise NotImplementedError

    def has_tell_permission(self, request: "HttpRequest") -> bool:
        return request.user.is_superuser or request.user.holds(KEEP)

    def has_open_permission(self, request: "HttpRequest") -> bool:
        return request.user.is_superuser or request.user.holds(OPEN)

    @admin.action(description=_("Envoyer l’identifiant"), permissions=["tell"])
    def tell_identifiers(self, request: "HttpRequest", chosen: "QuerySet") -> "HttpResponse | None":
        """Asked first: what becomes of each. The same form comes back with what is to be done."""
        kept = FamilyAccount.objects.for_user(request.user, KEEP)
        page = IdentifiersPage(request, self.accounts_of(chosen, kept).select_related("site"))
        return page.act() if page.acts() else self._asked(request, page)

    def _asked(self, request: "HttpRequest", page: IdentifiersPage) -> "HttpResponse":
        carried = [(ACTION_CHECKBOX_NAME, pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)]
        across = request.POST.get("select_across", "0")
        carried += [("action", "tell_identifiers"), ("select_across", across)]
        context = {"page": page, "carried": carried, "title": _("Envoyer l’identifiant"), "opts": self.opts}
        template = "admin/families/identifiers.html"
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context)

    def say_opened(self, request: "HttpRequest", opened: list[FamilyAccount]) -> None:
        done = ngettext(
            "%(n)s compte est créé : %(names)s.", "%(n)s comptes sont créés : %(names)s.", len(opened)
        )
        names = ", ".join(account.identifier for account in opened[:NAMED])
        if len(opened) > NAMED:
            names += "…"
        if opened:
            messages.success(request, done % {"n": len(opened), "names": names})
        else:
            messages.warning(request, _("Aucun compte à créer : il y en a déjà un partout."))


class OpensAccountsOfFamilies(TellsIdentifiers):
    def accounts_of(self, chosen: "QuerySet", kept: "QuerySet[FamilyAccount]") -> "QuerySet[FamilyAccount]":
        return kept.filter(guardian__family__in=chosen.order_by().values("pk"))

    @admin.action(description=_("Créer le compte des familles qui n’en ont pas"), permissions=["open"])
    def open_accounts(self, request: "HttpRequest", chosen: "QuerySet") -> None:
        """For «responsable de la famille»."""
        theirs = Guardian.objects.for_user(request.user, OPEN).filter(
            family__in=chosen.order_by().values("pk")
        )
        self.say_opened(request, opening.open_for_families(theirs.order_by("family", "order")))


class OpensAccountsOfGuardians(TellsIdentifiers):
    def accounts_of(self, chosen: "QuerySet", kept: "QuerySet[FamilyAccount]") -> "QuerySet[FamilyAccount]":
        return kept.filter(guardian__in=chosen.order_by().values("pk"))

    @admin.action(description=_("Créer leur compte"), permissions=["open"])
    def open_accounts(self, request: "HttpRequest", chosen: "QuerySet") -> None:
        theirs = Guardian.objects.for_user(request.user, OPEN).filter(pk__in=chosen.order_by().values("pk"))
        self.say_opened(request, opening.open_for(theirs.order_by("pk")))


class KeepsAccounts(TellsIdentifiers):
    def accounts_of(self, chosen: "QuerySet", kept: "QuerySet[FamilyAccount]") -> "QuerySet[FamilyAccount]":
        return kept.filter(pk__in=chosen.order_by().values("pk"))

    def has_free_permission(self, request: "HttpRequest") -> bool:
        return request.user.is_superuser or request.user.holds(FREE)

    @admin.action(description=_("Désactiver"), permissions=["change"])
    def deactivate(self, request: "HttpRequest", chosen: "QuerySet[FamilyAccount]") -> None:
        done = len(keeping.deactivate(list(chosen.for_user(request.user, KEEP))))
        told = ngettext("%(n)s compte est désactivé.", "%(n)s comptes sont désactivés.", done)
        messages.success(request, told % {"n": done})

    @admin.action(description=_("Réactiver"), permissions=["change"])
    def reactivate(self, request: "HttpRequest", chosen: "QuerySet[FamilyAccount]") -> None:
        done = len(keeping.reactivate(list(chosen.for_user(request.user, KEEP))))
        told = ngettext("%(n)s compte est réactivé.", "%(n)s comptes sont réactivés.", done)
        messages.success(request, told % {"n": done})

    @admin.action(description=_("Lever le blocage"), permissions=["free"])
    def unblock(self, request: "HttpRequest", chosen: "QuerySet[FamilyAccount]") -> None:
        done = len(keeping.unblock(list(chosen.for_user(request.user, FREE))))
        told = ngettext("%(n)s compte n’est plus bloqué.", "%(n)s comptes ne sont plus bloqués.", done)
        messages.success(request, told % {"n": done})
