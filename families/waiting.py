"""What of its requests waits for a family on «Accueil»."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from families.models import ChangeRequest
from imuse.components import Waiting

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

OPEN = Q(status=ChangeRequest.Status.WAITING) | Q(status__in=ChangeRequest.REFUSALS, read_at=None)


def is_kept_by(user: "User") -> Q:
    """Of oneself, and of the guardians of the family who cannot sign in."""
    return Q(person__guardian__user=user) | Q(
        person__guardian__family=F("family"), person__guardian__user=None
    )


def lines(request: "HttpRequest") -> Iterator[Waiting]:
    """Of the students, their own part tells."""
    user = request.user
    found = ChangeRequest.objects.filter(OPEN, is_kept_by(user), family__guardians__user=user)

    def address(change: ChangeRequest) -> str:
        guardian = change.person.guardian
        return reverse("family") if guardian.user_id == user.pk else reverse("guardian", args=[guardian.pk])

    return told(found.select_related("person__guardian"), address)


def told(changes: Iterable[ChangeRequest], address: Callable[[ChangeRequest], str]) -> Iterator[Waiting]:
    for change in changes:
        if change.status == ChangeRequest.Status.WAITING:
            title, shape, due = _("Modification envoyée : %(name)s"), "waiting", _("en attente de validation")
        else:
            title, shape, due = _("Modification refusée : %(name)s"), "refused", _("à lire")
        yield Waiting(shape=shape, title=title % {"name": change.person}, url=address(change), due=due)
