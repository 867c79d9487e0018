"""What of the account itself waits for its person."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imuse.components import Waiting


def lines(user: User) -> Iterator[Waiting]:
    if not user.email:
        yield Waiting(
            shape="todo",
            title=_("Votre adresse e-mail manque"),
            url="#contact",
            text=_(
                "Sans elle, ni message ni nouveau mot de passe ne peuvent vous être envoyés. Donnez-la à l’accueil."
            ),
            due=_("à donner"),
        )
