"""A school’s logo, drawn anew as a small square."""

import hashlib
import io
import math
import struct
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from imuse.colours import Colour, contrast
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.core.files import File

MEGABYTE = 1024 * 1024
MAX_BYTES = 2 * MEGABYTE
MAX_PIXELS = 40_000_000  # looked at before any is decoded
NARROW = 20  # times as long as wide: nothing of it would be seen
FORMATS = ("PNG", "JPEG", "WEBP")
# What Pillow raises for an image whose inside is not what its head says.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, struct.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# The best that stays small: drawings are smallest without loss, photographs with some.
ENCODINGS = ({"lossless": True}, {"quality": 85}, {"quality": 60})
SMALL = 12 * 1024


class SafeImage(NamedTuple):
    """A WebP of our own making."""

    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def accept_image(file: "File", *, square: int) -> SafeImage:
    """The image upright in the middle of a square of so many pixels; what came with it (place, author) is left out."""
    check_weight(file)
    try:
        image = _open(file, square)
        # A photograph is decoded at a fraction of its size, where that is enough.
        image.draft(None, (2 * square, 2 * square))
        ImageOps.exif_transpose(image, in_place=True)
        return SafeImage(_encode(_fit(_with_alpha(image), square)))
    except BROKEN as fault:
        raise Denied(_("Cette image est incomplète ou abîmée. Exportez-la de nouveau.")) from fault


def check_weight(file: "File") -> None:
    if file.size > MAX_BYTES:
        megabytes = math.ceil(10 * file.size / MEGABYTE) / 10
        raise Denied(
            _("Cette image pèse %(size)s Mo, la limite est de 2 Mo. Enregistrez-la plus petite.")
            % {"size": number_format(megabytes, 1)}
        )


def _open(file: "File", square: int) -> Image.Image:
    too_large = Denied(
        _(
            "Cette image a plus de 40 millions de pixels. Enregistrez-la plus petite : "
            "%(side)s pixels de côté suffisent."
        )
        % {"side": square}
    )
    try:
        image = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as unknown:
        raise Denied(_what_to_send(file, square)) from unknown
    except BOMBS as bomb:
        raise too_large from bomb
    if image.width * image.height > MAX_PIXELS:
        raise too_large
    if max(image.size) > NARROW * min(image.size):
        raise Denied(_("Cette image est trop étroite pour se voir dans un carré."))
    return image


def _what_to_send(file: "File", square: int) -> str:
    file.seek(0)
    if b"<svg" in file.read(1024).lower():
        return _(
            "Un dessin SVG ne peut pas être repris tel quel. Exportez-le en PNG, de %(side)s pixels de côté au moins."
        ) % {"side": square}
    return _(
        "Ce fichier n’est pas une image PNG, JPEG ou WebP. Enregistrez votre image dans l’un de ces formats."
    )


def _with_alpha(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):  # Pillow would clip what is above 255 to white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA")


def _fit(image: Image.Image, square: int) -> Image.Image:
    drawing = ImageOps.contain(image, (square, square))
    fitted = Image.new("RGB", (square, square), _ground_of(drawing))
    fitted.paste(drawing, ((square - drawing.width) // 2, (square - drawing.height) // 2), drawing)
    return fitted


def _ground_of(drawing: Image.Image) -> str:
    """An opaque image goes on with the colour of its corner; a transparent one gets white or black, whichever shows
    it better: it must be seen on a light page and on a dark one."""
    is_opaque = drawing.getchannel("A").getextrema()[0] == 255
    if is_opaque:
        return _hex(drawing.getpixel((0, 0)))
    mean = Colour.of_hex(_hex(drawing.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))))
    return max("#ffffff", "#000000", key=lambda ground: contrast(mean, Colour.of_hex(ground)))


def _hex(pixel: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*pixel)


def _encode(image: Image.Image) -> bytes:
    for encoding in ENCODINGS:
        written = io.BytesIO()
        image.save(written, "WEBP", method=6, **encoding)
        if written.tell() <= SMALL:
            break
    return written.getvalue()
