from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from billing.models import Regie
from families.office import OfficeAdmin
from families.office_filters import SiteFilter


@admin.register(Regie)
class RegieAdmin(OfficeAdmin):
    rank = 70
    list_display = ["name", "site", "client_number", "telephone", "is_open"]
    list_filter = [SiteFilter]
    fieldsets = [
        (None, {"fields": ["site", "name", "collectivity", "client_number", "is_open"]}),
        (_("Coordonnées"), {"fields": ["telephone", "email", "address"]}),
        (_("Sur les documents"), {"fields": ["payment_means", "mentions", "recourse"]}),
    ]

    def get_fieldsets(self, request, obj=None) -> list:  # noqa: ANN001 - Django's signature
        given = super().get_fieldsets(request, obj)
        if obj is None and self.only_site(request):
            (title, part), *others = given
            return [(title, {**part, "fields": [name for name in part["fields"] if name != "site"]}), *others]
        return given
