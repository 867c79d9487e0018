from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from imuse import demonstration, finding, integrity, nav, queues, waiting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def is_unknown(user: "User | AnonymousUser") -> bool:
    return not user.is_authenticated


def in_demonstration(_user: "User | AnonymousUser") -> bool:
    return settings.DEMONSTRATION


def add_to_menus() -> None:
    nav.register(
        nav.Entry(10, _("Accueil"), "home", icon="house"),
        nav.Entry(50, _("Accessibilité"), "accessibility"),
        nav.Entry(60, _("Mot de passe"), "change_password"),
    )
    nav.register_public(
        nav.Entry(10, _("Extranet"), "entrance"),
        nav.Entry(20, _("Connexion"), "sign_in", shown=is_unknown),
        nav.Entry(30, _("Mot de passe perdu"), "lost_password", shown=is_unknown),
        nav.Entry(35, _("Code d’activation"), "activate", shown=is_unknown),
        nav.Entry(40, _("Accès enseignant"), "demonstration_teachers", shown=in_demonstration),
        nav.Entry(50, _("Pré-inscription"), "demonstration_preregistration", shown=in_demonstration),
        nav.Entry(60, _("Accessibilité"), "accessibility"),
        nav.Entry(70, _("Déclaration d’accessibilité"), "declaration"),
        nav.Entry(80, _("Plan du site"), "site_map"),
        nav.Entry(90, _("Mentions légales"), "legal_notice"),
        nav.Entry(100, _("Données personnelles"), "personal_data"),
    )


class Accounts(AppConfig):
    name = "accounts"
    verbose_name = _("Sites et comptes")

    def ready(self) -> None:
        from accounts import audited, checks, emails  # noqa: F401 - each registers its own
        from accounts.demonstration import fill
        from accounts.finding import SOURCES
        from accounts.population import populate
        from accounts.queues import QUEUES
        from accounts.site_look import lost_logos
        from accounts.upkeep import register as register_upkeep
        from accounts.waiting import lines

        audited.register()
        register_upkeep()
        integrity.register({"logos": lost_logos})
        demonstration.register(10, fill)
        demonstration.register_population(10, populate)
        waiting.register(lines)
        finding.register(*SOURCES)
        queues.register(*QUEUES)
        add_to_menus()


class Office(AdminConfig):
    """Django's admin, as «Gestion»."""

    default_site = "accounts.office.OfficeSite"
