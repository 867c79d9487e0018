"""What every template may read."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from imuse import display

if TYPE_CHECKING:
    from django.http import HttpRequest


def portal(request: "HttpRequest") -> dict[str, Any]:
    """`site` is the school of the family that is signed in, None before and for staff."""
    user = getattr(request, "user", None)
    return {
        "site": getattr(user, "site", None),
        "demonstration": settings.DEMONSTRATION,
        "languages": settings.LANGUAGES,
        "display_attributes": display.attributes(request),
    }
