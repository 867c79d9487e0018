from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, nav, waiting


class Accounts(AppConfig):
    name = "accounts"
    verbose_name = _("Sites et comptes")

    def ready(self) -> None:
        from accounts import emails  # noqa: F401 - registers what this app writes
        from accounts.demonstration import fill
        from accounts.upkeep import register as register_upkeep
        from accounts.waiting import lines

        register_upkeep()
        demonstration.register(10, fill)
        waiting.register(lines)
        nav.register(
            nav.Entry(10, _("Accueil"), "home", icon="house"),
            nav.Entry(50, _("Accessibilité"), "accessibility"),
            nav.Entry(60, _("Mot de passe"), "change_password"),
        )


class Office(AdminConfig):
    """Django's admin, as «Gestion»."""

    default_site = "accounts.office.OfficeSite"
