"""HTML becomes a PDF that a screen reader can follow (PDF/UA-1), the same bytes each time. The only WeasyPrint here.

Nothing is fetched: a page may use the portal's own static files by `static:` addresses, one weight of a typeface
by `face:`, and what it is given with it by `given:`.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(settings.STATICFILES_DIRS[0])
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
GIVEN_TYPE, FACE_TYPE = "image/webp", "font/ttf"

# WeasyPrint turns it on for the whole process, and a photograph that was cut off would then be taken for whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# Pango is not made for several threads at once.
_one_at_a_time = Lock()


class StrangeAddressError(FatalURLFetchingError):
    """An address that is none of ours: a mistake in a template, or somebody's words taken for one."""


class OwnFiles(URLFetcher):
    def __init__(self, given: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=[])
        self.given = given

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - its signature
        scheme, _colon, name = url.partition(":")
        if scheme == "given" and name in self.given:
            kind = TYPES.get(Path(name).suffix, GIVEN_TYPE)
            return URLFetcherResponse(url, self.given[name], {"Content-Type": kind})
        file, _at, weight = name.partition("@")
        path = (STATIC / file).resolve()
        if path.is_relative_to(STATIC) and path.suffix in TYPES:
            if scheme == "static":
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})
            if scheme == "face":
                return URLFetcherResponse(url, face(path, int(weight)), {"Content-Type": FACE_TYPE})
        raise StrangeAddressError(url)


def face(path: Path, weight: int) -> bytes:
    """One weight of a variable typeface. WeasyPrint would take it out anew for each PDF, which took as long as the
    rest, and would write the time into it: other bytes each second."""
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    written = BytesIO()
    font.save(written)
    return written.getvalue()


@cache
def _sheet(name: str) -> tuple[CSS, FontConfiguration]:
    """Read once a process: opening the typefaces took as long as a page."""
    fonts = FontConfiguration()
    return CSS(url=f"static:{name}", font_config=fonts, url_fetcher=OwnFiles({})), fonts


def render(html: str, *, stylesheet: str, rules: str = "", given: Mapping[str, bytes] | None = None) -> bytes:
    """`rules` are added to the stylesheet's, for what differs from one school to the next."""
    with _one_at_a_time:
        sheet, fonts = _sheet(stylesheet)
        page = HTML(string=html, base_url="static:", url_fetcher=OwnFiles(given or {}))
        sheets = [sheet, CSS(string=rules, font_config=fonts)]
        return page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
