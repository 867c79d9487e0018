"""An image is drawn anew: upright, in sRGB, without what came with it, and light enough to keep."""

import io
import struct
import zlib

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from imuse.inspection.findings import HEIC, JPEG, MAX_KEPT, PNG, RefusedError

# What Pillow raises for an image whose inside is not what its head says.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
    EOFError,
)
# Long side and quality, from the best on: the text of a photographed page is read at any of the first three.
TRIES = ((3200, 85), (3200, 75), (2400, 75), (1800, 70), (1200, 60))


def redraw(content: bytes, kind: str) -> tuple[bytes, str]:
    """The new bytes and their kind."""
    try:
        image = _opened(content, kind)
        if kind == PNG and len(content) <= 2 * MAX_KEPT:
            kept = _as_png(image)
            if len(kept) <= MAX_KEPT:
                return kept, PNG
        return _as_jpeg(image), JPEG
    except BROKEN as fault:
        raise RefusedError("image_broken") from fault


def _opened(content: bytes, kind: str) -> Image.Image:
    if kind == HEIC:
        raise RefusedError("unknown")
    image = {JPEG: JpegImageFile, PNG: PngImageFile}[kind](io.BytesIO(content))
    if image.width * image.height > 40_000_000:
        raise RefusedError("image_too_large", pixels=image.width * image.height)
    image.draft("RGB", (TRIES[0][0], TRIES[0][0]))
    ImageOps.exif_transpose(image, in_place=True)
    return image


def _as_png(image: Image.Image) -> bytes:
    bare = image.convert("RGBA" if image.has_transparency_data else "RGB")
    bare.info.clear()
    return _written(bare, "PNG", compress_level=3)


def _as_jpeg(image: Image.Image) -> bytes:
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(layered, mask=layered.getchannel("A"))
    image = image.convert("RGB")
    for side, quality in TRIES:
        image.thumbnail((side, side))
        kept = _written(image, "JPEG", quality=quality)
        if len(kept) <= MAX_KEPT:
            break
    return kept


def _written(image: Image.Image, format_: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()
