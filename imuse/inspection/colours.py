"""A telephone's wide colours, a printer's four: shown by any browser as they were meant."""

import io
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from PIL.ImageCms import ImageCmsProfile

# Pixels of these are told by a profile of that colour space.
SPACES = {"RGB": "RGB", "RGBA": "RGB", "CMYK": "CMYK"}


def to_srgb(image: Image.Image) -> Image.Image:
    written = image.info.get("icc_profile")
    if not written or image.mode not in SPACES:
        return image
    from PIL import ImageCms

    profile = _read(written)
    if not profile or profile.profile.xcolor_space.strip() != SPACES[image.mode] or _is_srgb(profile):
        return image
    try:
        mode = "RGB" if image.mode == "CMYK" else image.mode
        info = image.info
        changed = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:  # the photograph is worth more than its shades
        return image
    changed.info = info
    return changed


def _read(written: bytes) -> "ImageCmsProfile | None":
    from PIL import ImageCms

    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(written))
    except (OSError, TypeError, ValueError):
        return None


def _is_srgb(profile: "ImageCmsProfile") -> bool:
    return "srgb" in (profile.profile.profile_description or "").casefold()
