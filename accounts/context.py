"""What every template may read of the installation."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from accounts.models import Installation

if TYPE_CHECKING:
    from django.http import HttpRequest


def installation(_request: "HttpRequest") -> dict[str, Any]:
    """Read when a template first asks, and once for page and footer together."""
    return {"installation": SimpleLazyObject(Installation.current)}
