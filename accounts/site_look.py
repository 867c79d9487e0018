"""A school's logo, from the file that the office sends to the one that is shown; its colour in the mails."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from accounts.models import Site
from imuse import colours, stored_files
from imuse.integrity import fault_of_file
from imuse.stored_files import StoreDown
from imuse.uploads import accept_image

if TYPE_CHECKING:
    from django.core.files import File

SQUARE = 176  # 44 pixels on a page, on screens that have four for each


def store_logo(file: "File") -> str:
    """The name it is kept by, which is that of what it holds: the same logo sent twice is kept once.

    Called outside of the transaction that records the name, for it takes its time. Whatever keeps that one from
    ending leaves a file that no site shows, and no harm.
    """
    image = accept_image(file, square=SQUARE)
    return stored_files.put(f"logos/{image.digest}.webp", image.content)


def forget_logo(name: str) -> None:
    """After the commit that took it from a site: a store that is down keeps a file that no site shows."""
    if not Site.objects.filter(logo=name).exists():
        with suppress(StoreDown):
            stored_files.delete(name)


def lost_logos() -> Iterator[str]:
    """For `check_integrity`: the name of a logo is its digest."""
    for site in Site.objects.exclude(logo="").order_by("pk"):
        fault = fault_of_file(site.logo.name, PurePosixPath(site.logo.name).stem)
        if fault:
            yield f"site {site.pk}: {fault}"


def mail_colours(site: Site | None) -> dict[str, str]:
    """A mail's reader knows no stylesheet of ours, and most show a light page."""
    tokens = colours.derive(site.accent if site else colours.DEFAULT, colours.LIGHT)
    return {"fill": tokens["accent-fill"].hex, "ink": tokens["accent-ink"].hex}
