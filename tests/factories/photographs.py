"""What a telephone sends: twelve megapixels on their side, with the place where they were taken."""

import io
from functools import cache

from PIL import Image, ImageDraw

LYING, QUARTER_TURN, GPS = (4000, 3000), 6, 0x8825


@cache
def of_a_telephone() -> bytes:
    """8 MB: a page with a red head, lying on its side as the sensor saw it; grain, as of an evening's light."""
    grain = Image.effect_noise((2000, 1500), 90).resize(LYING).convert("RGB")
    page = Image.new("RGB", LYING, "#f4f0e6")
    ImageDraw.Draw(page).rectangle((0, 0, 600, LYING[1]), fill="#c02020")
    exif = Image.Exif()
    exif[0x0112] = QUARTER_TURN
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 29.6)
    written = io.BytesIO()
    Image.blend(page, grain, 0.47).save(written, "JPEG", quality=97, exif=exif)
    return written.getvalue()
