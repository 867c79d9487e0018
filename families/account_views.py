"""The page of one account from which its identifier is sent."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import FamilyAccount
from accounts.views import form_page
from families.account_office import KEEP
from families.identifiers_page import IdentifiersPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def identifier_of_account(request: "HttpRequest", account_id: int) -> "HttpResponse":
    account = get_object_or_404(
        FamilyAccount.objects.for_user(request.user, KEEP).select_related("site"), pk=account_id
    )
    page = IdentifiersPage(request, [account], is_one=True)
    if page.acts():
        return page.act() or redirect("admin:accounts_familyaccount_change", account.pk)
    facts = {"page": page, "account": account, "title": _("Envoyer l’identifiant")}
    return render(request, "admin/families/identifiers.html", admin.site.each_context(request) | facts)
