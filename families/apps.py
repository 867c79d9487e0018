from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Families(AppConfig):
    name = "families"
    verbose_name = _("Familles")
