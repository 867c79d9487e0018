from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from imuse.gallery.examples import examples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def gallery(request: "HttpRequest") -> "HttpResponse":
    """Every component in every state, for the staff who write the pages and those who judge them."""
    return render(request, "gallery/page.html", examples())
