"""A campaign: its dates and what it asks for, and how far it is."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.office import may_at
from families.office import OfficeAdmin, each_field, to_read
from families.office_filters import SiteFilter
from families.office_forms import OfficeForm
from imuse import parts
from imuse.school_year import named, school_year_of
from reenrolment import acts
from reenrolment.models import Campaign
from reenrolment.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import ManyToManyField
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Site


class CampaignForm(OfficeForm):
    told_at: ClassVar[dict[str, str]] = {
        "campaign_once_a_year": "year",
        "campaign_closes_after_it_opens": "closes_at",
        "campaign_reminders_in_order": "last_reminder_days",
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opening, closing = cleaned.get("opens_at"), cleaned.get("closes_at")
        if closing and self._is_moved(closing):
            self._check_closing(closing, cleaned)
        if opening and closing and closing > opening and closing > timezone.now():
            self._check_reminders(opening, closing)
        return cleaned

    def _is_moved(self, closing: "datetime") -> bool:
        """To the minute: one that was closed by hand has seconds."""
        former = self.instance.closes_at
        return former is None or closing != former.replace(second=0, microsecond=0)

    def _check_closing(self, closing: "datetime", cleaned: dict[str, Any]) -> None:
        site = cleaned.get("site") or getattr(self.instance, "site", None)
        year = cleaned.get("year") or self.instance.year
        if closing <= timezone.now():
            self.add_error("closes_at", _("Ce moment est passé : donnez une clôture à venir."))
        elif site and year and site.school_year() < year <= _year_of(closing, site):
            words = _("L’année %(year)s aura commencé : la clôture vient avant elle.")
            self.add_error("closes_at", words % {"year": named(year)})

    def _check_reminders(self, opening: "datetime", closing: "datetime") -> None:
        for name in ("reminder_days", "last_reminder_days"):
            days = self.cleaned_data.get(name)
            if days and closing - timedelta(days=days) < opening:
                self.add_error(name, _("Ce rappel partirait avant l’ouverture."))


def _year_of(moment: "datetime", site: "Site") -> int:
    return school_year_of(timezone.localdate(moment), site.year_starts_in)


@admin.register(Campaign)
class CampaignAdmin(OfficeAdmin):
    part = parts.REENROLMENTS
    rank = 10
    form = CampaignForm
    list_display = ["year_named", "site", "phase", "opens_at", "closes_at"]
    list_filter = [SiteFilter]
    list_select_related: ClassVar[list[str]] = ["site"]
    fixed: ClassVar[list[str]] = ["site", "year_named"]
    once_saved: ClassVar[dict[str, str]] = {"year": "year_named"}
    kept_while = [lambda campaign: campaign.reenrolments.exists()]
    change_form_template = "admin/reenrolment/campaign.html"

    def get_fieldsets(self, request: "HttpRequest", obj: Campaign | None = None) -> list:
        """Documents are chosen once the site is known."""
        only = None if obj else self.only_site(request)
        site = [] if only else ["site"]
        types = ["types"] if obj or only else []
        year = "year_named" if obj else "year"
        parts = [
            (None, {"fields": [*site, year, "mode"]}),
            (_("Dates"), {"fields": [("opens_at", "closes_at"), "announced_days", *self._announced(obj)]}),
            (_("Rappels"), {"fields": [("reminder_days", "last_reminder_days")]}),
            (_("Ce que lisent les familles"), {"fields": ["introduction", "offers_comment"]}),
            (_("Documents"), {"fields": [*types, "documents_first"]}),
        ]
        return parts if obj is None or self.has_change_permission(request, obj) else self.in_words(parts)

    def in_words(self, fieldsets: list) -> list:
        """Days keep their hours, and documents their list."""
        return each_field(fieldsets, lambda name: to_read(Campaign, name) if name == "site" else name)

    def get_readonly_fields(self, request: "HttpRequest", obj: Campaign | None = None) -> list:
        """The boxes that families have ticked stay those of the page."""
        given = [*super().get_readonly_fields(request, obj), *self._announced(obj)]
        begun = obj and (obj.reenrolments.exists() or obj.drafts.exists())
        return [*given, "mode"] if begun else given

    def get_changeform_initial_data(self, request: "HttpRequest") -> dict[str, Any]:
        site = self.only_site(request)
        year = {"year": site.school_year() + 1} if site else {}
        return year | super().get_changeform_initial_data(request)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField", request: "HttpRequest", **options: Any
    ) -> Any:
        """Boxes: nothing to hold a key for."""
        options["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **options)

    def page_after(self, obj: Campaign, *, is_new: bool) -> Campaign | None:
        return obj if is_new else None

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        campaign = context["original"]
        if campaign:
            context["progress"] = Progress(campaign)
            context["entries"] = list(self._entries(request, campaign))
        return super().render_change_form(request, context, *args, **options)

    def _announced(self, obj: Campaign | None) -> list[str]:
        return ["announced_at"] if obj and obj.announced_at else []

    def _entries(self, request: "HttpRequest", campaign: Campaign) -> "Iterator[tuple[Any, str]]":
        """What is done with it, for who may: now and not by the clock, for some families, for what follows."""
        pages = [
            (gettext_lazy("Familles à relancer"), "campaign_families", "reenrolment.add_reenrolment"),
            (gettext_lazy("Suites prévues"), "next_steps", "reenrolment.change_nextstep"),
            (gettext_lazy("Élèves à placer"), "to_place", "students.change_enrolment"),
            (gettext_lazy("Lettres, formulaires, export"), "campaign_papers", "reenrolment.change_campaign"),
        ]
        for label, route, permission in pages:
            if may_at(request.user, permission, campaign.site_id):
                yield label, reverse(route, args=[campaign.pk])
        if self.has_change_permission(request, campaign):
            for act in acts.possible_now(campaign):
                yield act.label, reverse("campaign_act", args=[campaign.pk, act.slug])

    @admin.display(description=gettext_lazy("année préparée"), ordering="year")
    def year_named(self, obj: Campaign) -> str:
        return named(obj.year)

    @admin.display(description=gettext_lazy("état"))
    def phase(self, obj: Campaign) -> str:
        return obj.phase().label
