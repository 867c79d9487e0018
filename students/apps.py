from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Students(AppConfig):
    name = "students"
    verbose_name = _("Élèves et cours")
