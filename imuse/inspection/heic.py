"""The photograph of an iPhone, which browsers other than its own do not show."""

import io

import pillow_heif
from PIL import Image

from imuse.inspection.findings import RefusedError

pillow_heif.options.DECODE_THREADS = 1  # each would want memory of its own
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.AUX_IMAGES = False
pillow_heif.options.DEPTH_IMAGES = False


def opened(content: bytes, *, most_bytes: int) -> Image.Image:
    """Upright already: the format keeps that apart from EXIF."""
    file = pillow_heif.open_heif(io.BytesIO(content))
    pixels = file.size[0] * file.size[1]
    if 4 * pixels > most_bytes:
        raise RefusedError("image_too_large", pixels=round(pixels / 1_000_000))
    image = file.to_pillow()
    image.info = {"icc_profile": image.info["icc_profile"]} if image.info.get("icc_profile") else {}
    return image
