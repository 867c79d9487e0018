"""Files that look like what families give: a page of words, as a photograph or as a scan."""

import io
import unicodedata
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from imuse.uploads import SafeFile

WIDTH, HEIGHT, MARGIN = 900, 1270, 90
PAPER, INK, DESK = "#fdfcf7", "#26221f", "#8a7864"


@cache
def photograph(name: str, *lines: str) -> SafeFile:
    """The page on a table, a little turned."""
    page = _page(lines).rotate(1.2, expand=True, fillcolor=DESK)
    return SafeFile(_written(page, "JPEG", quality=60), name, "image/jpeg", 1)


@cache
def scan(name: str, *pages: tuple[str, ...]) -> SafeFile:
    first, *others = [_page(lines) for lines in pages]
    content = _written(first, "PDF", save_all=True, append_images=others, resolution=110)
    return SafeFile(content, name, "application/pdf", len(pages))


@cache
def line_art(name: str, *lines: str) -> SafeFile:
    """A few kilobytes: there may be thousands of it."""
    return SafeFile(
        _written(_page(lines).convert("1", dither=Image.Dither.NONE), "PNG"), name, "image/png", 1
    )


def _page(lines: tuple[str, ...]) -> Image.Image:
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, at = ImageDraw.Draw(page), MARGIN
    for place, line in enumerate(lines):
        size = 44 if place == 0 else 27
        pen.text((MARGIN, at), _bare(line), fill=INK, font=ImageFont.load_default(size))
        at += 2 * size
    pen.rectangle((MARGIN // 2, MARGIN // 2, WIDTH - MARGIN // 2, HEIGHT - MARGIN // 2), outline=INK, width=2)
    return page


def _bare(line: str) -> str:
    """The one typeface that Pillow brings along has no accents."""
    plain = line.replace("’", "'").replace("…", "...").replace("€", "EUR")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


def _written(page: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    page.save(written, kind, **options)
    return written.getvalue()
