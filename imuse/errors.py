"""The portal's own error pages. They read no database: they must work when it does not."""

import sys
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imuse import display
from imuse.stored_files import StoreDown

if TYPE_CHECKING:
    from django.http import HttpRequest


class Sentence(NamedTuple):
    title: str | Promise
    what_to_do: str | Promise


EXPIRED = Sentence(
    _("Cette page a expiré"),
    _(
        "Par sécurité, le formulaire n’est plus accepté. Revenez à la page précédente, rechargez-la et envoyez de nouveau."
    ),
)

CLOSED = Sentence(
    _("Cette page ne vous est pas ouverte"),
    _("Votre fonction ne le permet pas. Demandez-le à l’administrateur de l’installation."),
)

PAGES = {
    400: Sentence(
        _("Cette demande n’est pas comprise"),
        _("L’adresse ou le formulaire est arrivé incomplet. Revenez à la page précédente et recommencez."),
    ),
    404: Sentence(
        _("Cette page n’existe pas"),
        _("L’adresse est peut-être incomplète, ou la page a été retirée."),
    ),
    405: Sentence(
        _("Cette page ne s’ouvre pas ainsi"),
        _("Elle attend l’envoi d’un formulaire. Repassez par l’accueil du portail."),
    ),
    413: Sentence(
        _("Cet envoi est trop lourd"),
        _(
            "Le portail reçoit 20 Mo au plus en une fois. Envoyez vos fichiers un par un, ou choisissez-en de plus légers."
        ),
    ),
    429: Sentence(
        _("Trop de demandes"),
        _("Attendez quelques minutes, puis recommencez."),
    ),
    500: Sentence(
        _("Le portail a rencontré une erreur"),
        _(
            "Elle est enregistrée. Rien de ce qui vous a été confirmé n’est perdu. Réessayez dans quelques minutes ; si l’erreur persiste, appelez votre établissement."
        ),
    ),
    503: Sentence(
        _("Le portail est indisponible un moment"),
        _("Rien de ce qui vous a été confirmé n’est perdu. Réessayez dans quelques minutes."),
    ),
}


def error_page(request: "HttpRequest", status: int, *, sentence: Sentence | None = None) -> HttpResponse:
    """Without the request in its context: what every template may read asks the database."""
    context = {
        "status": status,
        "sentence": sentence or PAGES[status],
        "display_attributes": display.attributes(request),
        "is_office": request.path.startswith(f"/{settings.OFFICE_PATH}"),
        "office": f"/{settings.OFFICE_PATH}",
    }
    page = render_to_string("errors/page.html", context)
    response = HttpResponse(page, status=status)
    if status == 503:
        response["Retry-After"] = "120"
    return response


def bad_request(request: "HttpRequest", exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: "HttpRequest", exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Not found, as what is of another site: what a post opens is in the table of rights, and there is nothing else."""
    return error_page(request, 404, sentence=CLOSED)


def page_not_found(request: "HttpRequest", exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 404)


def server_error(request: "HttpRequest") -> HttpResponse:
    """Called while the exception is handled: a database or a store that does not answer is no fault of the portal's."""
    down = isinstance(sys.exception(), OperationalError | InterfaceError | StoreDown)
    return error_page(request, 503 if down else 500)
