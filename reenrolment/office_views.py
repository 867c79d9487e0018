"""What the office does around a campaign beside Django's own pages: asks families, gives time, prepares, places."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.too_late import give_back
from accounts.views import form_page
from families.models import Family
from imuse.policies import Denied, reason_against
from imuse.walking import page_of
from reenrolment import campaign as verbs
from reenrolment import following_up, placing, preparing, reminding
from reenrolment.acts import ACTS
from reenrolment.models import Campaign, Extension
from reenrolment.office_forms import ExtensionForm, PlaceForm
from reenrolment.preparing_forms import NextSteps
from students.models import Course

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHANGE, ENTER = "reenrolment.change_campaign", "reenrolment.add_reenrolment"
PREPARE = "reenrolment.change_nextstep"
A_WEEK = timedelta(days=7)


def campaign_of(request: "HttpRequest", campaign_id: int, permission: str) -> Campaign:
    """For who may do that at its site; for anyone else there is no such page."""
    seen = Campaign.objects.for_user(request.user, permission)
    return get_object_or_404(seen.select_related("site"), pk=campaign_id)


def page(request: "HttpRequest", template: str, **context: Any) -> "HttpResponse":
    facts = admin.site.each_context(request) | context
    return render(request, f"admin/reenrolment/{template}", facts)


@form_page
def campaign_act(request: "HttpRequest", campaign_id: int, act: str) -> "HttpResponse":
    """Announced, opened or closed by hand, asked once more."""
    campaign = campaign_of(request, campaign_id, CHANGE)
    if act not in ACTS:
        raise Http404
    asked = ACTS[act]
    if request.method == "POST":
        try:
            asked.do(campaign)
            messages.success(request, asked.told)
        except Denied as denied:
            messages.warning(request, denied.reason)
        return redirect("admin:reenrolment_campaign_change", campaign.pk)
    denied = reason_against(asked.check, campaign=campaign)
    return page(request, "act.html", campaign=campaign, act=asked, denied=denied, title=asked.label)


@form_page
def campaign_families(request: "HttpRequest", campaign_id: int) -> "HttpResponse":
    """Of whom an answer is expected; chosen or all, they are written to."""
    campaign = campaign_of(request, campaign_id, ENTER)
    if request.method == "POST":
        _remind(request, campaign)
        return redirect(request.get_full_path())
    named = request.GET.get("nom", "")
    shown = page_of(request, following_up.families_expected(campaign, named))
    late = following_up.late_of(campaign, shown.object_list)
    denied = reason_against(reminding.check_can_remind, campaign=campaign)
    context = {"campaign": campaign, "page": shown, "late": late, "named": named, "denied": denied}
    return page(request, "families.html", **context, title=_("Familles à relancer"))


def _remind(request: "HttpRequest", campaign: Campaign) -> None:
    chosen = [int(number) for number in request.POST.getlist("family") if number.isdecimal()]
    try:
        if "everybody" in request.POST:
            written = reminding.remind_everybody(campaign)
        else:
            written = reminding.remind_families(campaign, chosen)
    except Denied as denied:
        messages.warning(request, denied.reason)
        return
    words = ngettext("Le rappel part à %(n)s compte.", "Le rappel part à %(n)s comptes.", written)
    none = _("Personne à qui écrire : sans e-mail, ou déjà prévenu aujourd’hui.")
    messages.success(request, words % {"n": written}) if written else messages.warning(request, none)


@form_page
def extend_campaign(request: "HttpRequest", campaign_id: int, family_id: int) -> "HttpResponse":
    """«Prolonger pour cette famille»."""
    campaign = campaign_of(request, campaign_id, "reenrolment.add_extension")
    family = get_object_or_404(Family.objects.for_user(request.user), pk=family_id, site=campaign.site_id)
    given = Extension.objects.for_user(request.user).filter(campaign=campaign, family=family).first()
    until = given.until if given else campaign.closes_at + A_WEEK
    form = ExtensionForm(request.POST or None, initial={"until": until})
    if form.is_valid():
        try:
            verbs.extend(campaign=campaign, family=family, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("%(family)s : prolongé, la famille est prévenue.") % {"family": family}
            )
            return redirect("campaign_families", campaign.pk)
        except Denied as denied:
            form.add_error("until", denied.reason)
    context = {"campaign": campaign, "family": family, "form": give_back(request, form)}
    return page(request, "extend.html", **context, title=_("Prolonger pour cette famille"))


@require_safe
def next_steps(request: "HttpRequest", campaign_id: int) -> "HttpResponse":
    campaign = campaign_of(request, campaign_id, PREPARE)
    courses = preparing.courses_to_continue(campaign, request.user)
    return page(request, "next_steps.html", campaign=campaign, courses=courses, title=_("Suites prévues"))


@form_page
def next_steps_of_course(request: "HttpRequest", campaign_id: int, course_id: int) -> "HttpResponse":
    campaign = campaign_of(request, campaign_id, PREPARE)
    of_year = Course.objects.for_user(request.user).filter(site=campaign.site_id, year=campaign.current_year)
    course = get_object_or_404(of_year.select_related("teacher"), pk=course_id)
    entry = NextSteps(campaign, course, request.user, request.POST or None)
    if entry.record():
        messages.success(
            request, _("Les suites de « %(course)s » sont enregistrées.") % {"course": course.name}
        )
        return redirect("next_steps", campaign.pk)
    for form in entry.both():
        give_back(request, form)
    context = {"campaign": campaign, "course": course, "entry": entry}
    return page(request, "next_steps_of_course.html", **context, title=_("Suites prévues"))


@form_page
def to_place(request: "HttpRequest", campaign_id: int) -> "HttpResponse":
    """Those who come back and have no course yet."""
    campaign = campaign_of(request, campaign_id, placing.CHANGE)
    form = PlaceForm(campaign, request.user, request.POST or None)
    if form.is_valid():
        _place(request, campaign, **form.cleaned_data)
        return redirect(request.get_full_path())
    groups = placing.groups(campaign, request.user)
    context = {"campaign": campaign, "form": form, "groups": groups}
    return page(request, "to_place.html", **context, title=_("Élèves à placer"))


def _place(request: "HttpRequest", campaign: Campaign, **chosen: Any) -> None:
    placed = placing.place(campaign=campaign, **chosen, by=request.user)
    if placed:
        words = ngettext("%(n)s élève est placé.", "%(n)s élèves sont placés.", placed)
        messages.success(request, words % {"n": placed})
    else:
        messages.warning(request, _("Rien n’a changé : ces élèves sont déjà placés."))
