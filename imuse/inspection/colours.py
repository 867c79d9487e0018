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
    srgb = ImageCms.createProfile("sRGB")
    try:
        if image.mode == "CMYK":
            changed = ImageCms.profileToProfile(image, profile, srgb, outputMode="RGB")
            changed.info = image.info
            return changed
        ImageCms.profileToProfile(image, profile, srgb, inPlace=True)
    except ImageCms.PyCMSError:  # the photograph is worth more than its shades
        pass
    return image


def _read(written: bytes) -> "ImageCmsProfile | None":
    from PIL import ImageCms

    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(written))
    except (OSError, TypeError, ValueError):
        return None


def _is_srgb(profile: "ImageCmsProfile") -> bool:
    return "srgb" in (profile.profile.profile_description or "").casefold()
