"""The parts of «Gestion», in the order and words of a school: the pages of Django's admin name theirs with `part`.

The front page shows each with what the reader's role opens in it; the menu has the first page of the parts with an icon.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imuse.nav import Line

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise


class Part(NamedTuple):
    slug: str
    label: "Promise"
    icon: str = ""


FAMILIES = Part("familles", _("Familles"), "users-round")
STUDENTS = Part("eleves", _("Élèves"), "graduation-cap")
COURSES = Part("cours", _("Cours"), "clock")
REENROLMENTS = Part("reinscriptions", _("Réinscriptions"), "circle-check")
DOCUMENTS = Part("documents", _("Documents"), "file-text")
BILLING = Part("facturation", _("Facturation"), "receipt-euro")
ACCOUNTS = Part("comptes", _("Comptes et envois"))
SCHOOL = Part("etablissement", _("L’établissement"))
INSTALLATION = Part("installation", _("L’installation"))
OTHERS = Part("autres", _("Le reste"))

IN_ORDER = (
    FAMILIES,
    STUDENTS,
    COURSES,
    REENROLMENTS,
    DOCUMENTS,
    BILLING,
    ACCOUNTS,
    SCHOOL,
    INSTALLATION,
    OTHERS,
)


def sorted_into_parts(pages: Iterable[tuple[Any, dict[str, Any]]]) -> list[dict[str, Any]]:
    """What Django lists of each page, with the page itself, as its front page takes it: what one works with most
    comes first in its part."""
    parts: dict[Part, list] = {part: [] for part in IN_ORDER}
    for page, listed in sorted(pages, key=lambda pair: getattr(pair[0], "rank", 50)):
        parts[getattr(page, "part", OTHERS)].append(listed)
    return [
        {"name": part.label, "app_label": part.slug, "icon": part.icon, "models": models}
        for part, models in parts.items()
        if models
    ]


def menu_of(parts: Iterable[dict[str, Any]], request: "HttpRequest") -> Iterator[Line]:
    """What waits, then the first page of each part that has an icon."""
    home = reverse("admin:index")
    yield Line(_("À traiter"), home, "waiting", request.path == home)
    for part in parts:
        ways = [model["admin_url"] for model in part["models"] if model["admin_url"]]
        if part["icon"] and ways:
            is_here = any(request.path.startswith(way) for way in ways)
            yield Line(part["name"], ways[0], part["icon"], is_here)
