"""How a person wants to see the portal: kept in a cookie, and written on <html> of every page by the server.

Each preference stands alone, and absent means: as the device asks. The stylesheet's layer «modes» turns one switch
for each. The account's copy is accounts/display.py's.
"""

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

AS_THE_DEVICE = _("Comme mon appareil")


class Preference(NamedTuple):
    """`choices` by value; the empty one is what holds when nothing is chosen."""

    label: str | Promise
    choices: dict[str, str | Promise]


PREFERENCES = {
    "text": Preference(
        _("Taille du texte"),
        {"": AS_THE_DEVICE, "125": _("125 %"), "150": _("150 %"), "200": _("200 %")},
    ),
    "font": Preference(
        _("Police"),
        {
            "": _("Celle du portail, titres à empattements"),
            "plain": _("Atkinson Hyperlegible partout, titres compris"),
            "device": _("Celle de mon appareil"),
        },
    ),
    "spacing": Preference(
        _("Espacement"),
        {"": _("Celui du portail"), "wide": _("Large : lettres, mots et lignes plus écartés")},
    ),
    "theme": Preference(_("Thème"), {"": AS_THE_DEVICE, "light": _("Clair"), "dark": _("Sombre")}),
    "contrast": Preference(
        _("Contraste"), {"": AS_THE_DEVICE, "standard": _("Standard"), "more": _("Renforcé")}
    ),
    "links": Preference(_("Liens"), {"": AS_THE_DEVICE, "underlined": _("Tous soulignés")}),
    "motion": Preference(_("Mouvements"), {"": AS_THE_DEVICE, "reduced": _("Réduits")}),
}


def known(chosen: "Mapping[str, str]") -> dict[str, str]:
    """What is on the list; the rest, forged or of a former version, is left out."""
    return {
        name: chosen[name]
        for name, preference in PREFERENCES.items()
        if chosen.get(name) and chosen[name] in preference.choices
    }


def read(text: str) -> dict[str, str]:
    return known(dict(parse_qsl(text)))


def write(chosen: "Mapping[str, str]") -> str:
    """Short, for a cookie and a column: `text=150&theme=dark`."""
    return urlencode(known(chosen))


def chosen_by(request: "HttpRequest") -> dict[str, str]:
    return read(request.COOKIES.get(settings.DISPLAY_COOKIE_NAME, ""))


def attributes(request: "HttpRequest") -> "SafeString":
    """For <html>. The cookie suffices: an error page asks no database."""
    return format_html_join("", ' data-{}="{}"', chosen_by(request).items())
