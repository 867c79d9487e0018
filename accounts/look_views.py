"""A school's colour and logo, for whoever comes: the sign-in page shows them before anyone is known."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.models import Site
from imuse import colours, stored_files
from imuse.public_files import public_file

if TYPE_CHECKING:
    from django.http import HttpRequest

CSS = "text/css; charset=utf-8"


@login_not_required
@require_safe
def site_stylesheet(_request: "HttpRequest", site_id: int, accent: str) -> "HttpResponse":
    """A page that was opened before the colour changed is led to the new one."""
    site = get_object_or_404(Site.objects.looks(), pk=site_id)
    if site.accent != f"#{accent}":
        return redirect("site_stylesheet", site.pk, site.accent.removeprefix("#"))
    return public_file(f":root {{ --accent: {site.accent}; }}\n", content_type=CSS)


@login_not_required
@require_safe
def site_logo(_request: "HttpRequest", site_id: int, digest: str) -> "HttpResponse":
    site = get_object_or_404(Site.objects.looks(), pk=site_id)
    if not site.logo:
        raise Http404
    if site.logo.digest != digest:
        return redirect(site.logo.url)
    try:
        return public_file(stored_files.read(site.logo.name), content_type="image/webp")
    except FileNotFoundError as missing:
        raise Http404 from missing


@require_safe
def accent_preview(request: "HttpRequest") -> "HttpResponse":
    """For the office, of a colour that is not saved yet."""
    accent = request.GET.get("accent", "")
    if not colours.HEX.fullmatch(accent):
        raise Http404
    return HttpResponse(f".accent-preview {{ --accent: {accent}; }}\n", content_type=CSS)
