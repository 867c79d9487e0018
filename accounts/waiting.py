"""What of the account itself waits for its person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from imuse.components import Waiting

if TYPE_CHECKING:
    from django.http import HttpRequest


def lines(request: "HttpRequest") -> Iterator[Waiting]:
    if not request.user.email:
        yield Waiting(
            shape="todo",
            title=_("Votre adresse e-mail manque"),
            url="#contact",
            text=_(
                "Sans elle, ni message ni nouveau mot de passe ne peuvent vous être envoyés. Donnez-la à l’accueil."
            ),
            due=_("à donner"),
        )
