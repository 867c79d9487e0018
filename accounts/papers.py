"""What a school prints or issues: a template becomes a PDF with the school's name, logo and colour."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Site
from imuse import colours, stored_files

FRENCH = "fr"  # it speaks the school's language, whatever the reader's


def html_of(template: str, *, site: Site, **facts: Any) -> str:
    with translation.override(FRENCH):
        return render_to_string(template, {"site": site, **facts})


def paper(
    template: str, *, site: Site, given: Mapping[str, bytes] = MappingProxyType({}), **facts: Any
) -> bytes:
    """`given` are the pictures that it shows besides the school's logo, by their names there."""
    from imuse import pdf  # half a second and 40 MB, for who draws something

    ink = colours.derive(site.accent, colours.LIGHT)["accent-ink"].hex
    logo = {"logo": stored_files.read(site.logo.name)} if site.logo else {}
    return pdf.render(
        html_of(template, site=site, **facts),
        stylesheet="papers.css",
        rules=f".head {{ border-color: {ink} }} h1, .mark {{ color: {ink} }}",
        given={**logo, **given},
    )


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
