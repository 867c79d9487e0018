"""What of the account itself waits for its person, and what of the messages for the office."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Text
from imuse.components import Waiting

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from accounts.models import User

A_WEEK = timedelta(days=7)


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


def failed_texts(user: "User") -> "QuerySet[Text]":
    """For the office: given up within a week. Who was to be told is called, or sent it again."""
    since = timezone.now() - A_WEEK
    texts = Text.objects.for_user(user, "accounts.change_text")
    return texts.filter(status=Text.Status.FAILED, written_at__gt=since)
