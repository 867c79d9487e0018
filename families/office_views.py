"""What the office opens beside Django's own pages: the portal, as a family sees it."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import seeing_as
from accounts.too_late import give_back
from accounts.views import form_page
from families.models import Family
from families.office import address_of
from families.visits import SeeAsForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def see_as_family(request: "HttpRequest", family_id: int) -> "HttpResponse":
    """«Voir comme cette famille»: as which of its accounts, and why."""
    family = get_object_or_404(Family.objects.for_user(request.user, seeing_as.PERMISSION), pk=family_id)
    form = SeeAsForm(family, request.user, request.POST or None)
    if form.is_valid():
        seeing_as.begin(request, **form.cleaned_data, way_back=address_of(family))
        return redirect("home")
    context = admin.site.each_context(request) | {
        "title": _("Voir comme cette famille"),
        "opts": Family._meta,  # noqa: SLF001 - Django's documented name
        "family": family,
        "form": give_back(request, form),
    }
    return render(request, "admin/families/see_as.html", context)
