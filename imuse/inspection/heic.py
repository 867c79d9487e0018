"""The photograph of an iPhone, which browsers other than its own do not show."""

import io

import pillow_heif
from PIL import Image

from imuse.inspection.findings import RefusedError

pillow_heif.options.DECODE_THREADS = 1  # each would want memory of its own
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.AUX_IMAGES = False
pillow_heif.options.DEPTH_IMAGES = False


MOST_PIXELS = 25_000_000  # libheif decodes them all at once
WHOLE = 8_000_000  # beyond, a half of each side still shows what is written, and takes half the time
STRIP = 256  # rows


def opened(content: bytes) -> Image.Image:
    """Upright already: the format keeps that apart from EXIF."""
    file = pillow_heif.open_heif(io.BytesIO(content))
    photo = file[file.primary_index]
    pixels = photo.size[0] * photo.size[1]
    if pixels > MOST_PIXELS or not _is_decoded(photo):
        raise RefusedError("image_too_large", pixels=round(pixels / 1_000_000))
    image = photo.to_pillow() if pixels <= WHOLE else _halved(photo)
    profile = photo.info.get("icc_profile")
    image.info = {"icc_profile": profile} if profile else {}
    return image


def _is_decoded(photo: pillow_heif.HeifImage) -> bool:
    """How much memory it takes depends on how it is laid out: an iPhone's, in tiles, little for its size."""
    try:
        photo.load()
    except RuntimeError as fault:
        if "Memory allocation" not in str(fault):
            raise
        return False
    return True


def _halved(photo: pillow_heif.HeifImage) -> Image.Image:
    width, height = photo.size
    halved = Image.new(photo.mode, (-(-width // 2), -(-height // 2)))
    for top in range(0, height, STRIP):
        rows = photo.data[top * photo.stride : (top + STRIP) * photo.stride]
        size = (width, len(rows) // photo.stride)
        strip = Image.frombuffer(photo.mode, size, rows, "raw", photo.mode, photo.stride, 1)
        halved.paste(strip.reduce(2), (0, top // 2))
    return halved
