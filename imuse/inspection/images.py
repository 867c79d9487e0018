"""An image is drawn anew: upright, in sRGB, without what came with it, and light enough to keep."""

import io
import struct
import zlib

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from imuse.inspection import layout
from imuse.inspection.colours import to_srgb
from imuse.inspection.findings import HEIC, JPEG, MAX_KEPT, MEGABYTE, PNG, RefusedError

# What Pillow raises for an image whose inside is not what its head says.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
# Long side and quality, from the best on: the text of a photographed page is read at any of the first three.
TRIES = ((2800, 85), (2800, 75), (2100, 75), (1600, 70), (1200, 60))
MOST_PIXELS = 110_000_000  # the largest sensors of telephones
MOST_SCANS = 60
# Of memory: a decoded image, the coefficients of one that comes in several scans, and both.
DECODED, COEFFICIENTS, BOTH = 54 * MEGABYTE, 80 * MEGABYTE, 100 * MEGABYTE
# For each pixel in memory, until it stands on white in three colours.
WEIGHTS = {"L": 1, "1": 2, "I;16": 3, "RGB": 4, "CMYK": 4, "P": 5}
HEAVIEST = 8
PNG_MODES = {"1", "L", "P", "RGB", "RGBA", "LA"}
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def redraw(content: bytes, kind: str) -> tuple[bytes, str]:
    """The new bytes and their kind."""
    try:
        image = opened(content, kind)
        kept = _as_png(image) if kind == PNG and len(content) <= 2 * MAX_KEPT else b""
        if kept and len(kept) <= MAX_KEPT:
            return kept, PNG
        return _as_jpeg(image), JPEG
    except BROKEN as fault:
        raise RefusedError("image_broken") from fault


def opened(content: bytes, kind: str) -> Image.Image:
    """Decoded no larger than memory allows; Pillow would look at a size only after its own idea of a bomb."""
    return {JPEG: _open_jpeg, PNG: _open_png, HEIC: _open_heic}[kind](content)


def _open_jpeg(content: bytes) -> Image.Image:
    image = JpegImageFile(io.BytesIO(content))
    scans, coefficients = layout.scans_and_coefficients(content)
    if scans > MOST_SCANS:
        raise RefusedError("too_complicated")
    room = min(DECODED, BOTH - coefficients)
    pixels = image.width * image.height
    fraction = next((each for each in (1, 2, 4, 8) if 4 * pixels <= room * each * each), None)
    if fraction is None or pixels > MOST_PIXELS or coefficients > COEFFICIENTS:
        raise _too_large(pixels)
    if fraction > 1:
        image.draft(None, (max(1, image.width // fraction), max(1, image.height // fraction)))
    image.load()
    return image


def _open_png(content: bytes) -> Image.Image:
    image = PngImageFile(io.BytesIO(content))
    pixels = image.width * image.height
    weight = HEAVIEST if image.has_transparency_data else WEIGHTS.get(image.mode, HEAVIEST)
    if pixels * weight > 72 * MEGABYTE:
        raise _too_large(pixels)
    image.load()
    if image.mode.startswith("I"):  # sixteen bits, of which Pillow would clip what is above 255 to white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    return image


def _open_heic(content: bytes) -> Image.Image:
    from imuse.inspection import heic

    return heic.opened(content)


def _too_large(pixels: int) -> RefusedError:
    return RefusedError("image_too_large", pixels=round(pixels / 1_000_000))


def _as_png(image: Image.Image) -> bytes:
    upright = _upright(to_srgb(image))
    if upright.mode not in PNG_MODES:
        upright = upright.convert("RGB")
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    return _written(upright, "PNG", compress_level=3)


def _as_jpeg(image: Image.Image) -> bytes:
    flat = _upright(to_srgb(fitted(on_white(image), TRIES[0][0]))).convert("RGB")
    for side, quality in TRIES:
        flat = fitted(flat, side)
        flat.info = {}
        kept = _written(flat, "JPEG", quality=quality)
        if len(kept) <= MAX_KEPT:
            break
    return kept


def fitted(image: Image.Image, side: int) -> Image.Image:
    """Never enlarged."""
    if image.mode in {"1", "P"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    if max(image.size) > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image


def on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    layered = image if image.mode == "RGBA" else image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(layered, mask=layered)
    ground.info = {name: image.info[name] for name in ("icc_profile", "exif") if name in image.info}
    return ground


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = TURNS.get(image.getexif().get(ORIENTATION))
    except BROKEN:  # a note that cannot be read is no reason to refuse the photograph
        return image
    return image if turn is None else image.transpose(turn)


def _written(image: Image.Image, format_: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()
