"""An image that somebody sends is drawn anew, or refused with what to do."""

import io
import random
import struct
import zlib
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image, ImageDraw

from imuse import uploads
from imuse.policies import Denied
from imuse.uploads import SafeImage, accept_image

SIDE = 176
PLUM, WHITE, YELLOW = (138, 28, 74), (255, 255, 255), (242, 177, 52)

NOT_AN_IMAGE = (
    "Ce fichier n’est pas une image PNG, JPEG ou WebP. Enregistrez votre image dans l’un de ces formats."
)
DRAWING = (
    "Un dessin SVG ne peut pas être repris tel quel. Exportez-le en PNG, de 176 pixels de côté au moins."
)
TOO_LARGE = "Cette image a plus de 40 millions de pixels. Enregistrez-la plus petite\u00a0: 176 pixels de côté suffisent."
DAMAGED = "Cette image est incomplète ou abîmée. Exportez-la de nouveau."


def written(image: Image.Image, format_: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def accept(content: bytes, name: str = "logo.png") -> Image.Image:
    accepted = accept_image(ContentFile(content, name=name), square=SIDE)
    image = Image.open(io.BytesIO(accepted.content))
    assert (image.format, image.size) == ("WEBP", (SIDE, SIDE))
    return image.convert("RGB")


def refusal(content: bytes, name: str = "logo.png") -> str:
    with translation.override("fr"), pytest.raises(Denied) as denied:
        accept_image(ContentFile(content, name=name), square=SIDE)
    return denied.value.reason


def near(one: tuple, other: tuple, by: int = 6) -> bool:
    return all(abs(mine - its) <= by for mine, its in zip(one, other, strict=True))


def corners(image: Image.Image) -> list:
    """Reading order."""
    far = SIDE - 6
    return [image.getpixel(place) for place in ((5, 5), (far, 5), (5, far), (far, far))]


@pytest.fixture
def marked() -> Image.Image:
    """Plum, with its upper left corner white."""
    image = Image.new("RGB", (400, 400), PLUM)
    image.paste(WHITE, (0, 0, 200, 200))
    return image


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_formats_of_the_web_are_taken(marked, format_: str) -> None:
    seen = corners(accept(written(marked, format_), name="whatever.bin"))
    assert all(map(near, seen, [WHITE, PLUM, PLUM, PLUM]))


@pytest.mark.parametrize(
    ("orientation", "white"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2)]
)
def test_photograph_stands_upright(marked, orientation: int, white: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    seen = corners(accept(written(marked, "JPEG", exif=exif)))
    assert [near(pixel, WHITE) for pixel in seen] == [place == white for place in range(4)]


def test_nothing_that_came_with_it_is_kept(marked) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Inès Leroy"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
    sent = written(marked, "JPEG", exif=exif, comment=b"chez nous", icc_profile=b"profil")
    assert b"Leroy" in sent
    accepted = accept_image(ContentFile(sent, name="logo.jpg"), square=SIDE).content
    kept = Image.open(io.BytesIO(accepted))
    assert (dict(kept.getexif()), set(kept.info)) == ({}, {"loop", "background"})
    assert not any(word in accepted for word in (b"EXIF", b"ICCP", b"XMP", b"chez nous"))


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"], ids=lambda mode: mode.replace(";", "-")
)
def test_every_kind_of_pixel_is_understood(mode: str) -> None:
    level = {"1": 1, "L": 255, "LA": (255, 255), "RGBA": (*WHITE, 255), "I;16": 65535, "CMYK": (0, 0, 0, 0)}
    image = Image.new(mode, (50, 50), level.get(mode, WHITE))
    assert near(accept(written(image, "JPEG" if mode == "CMYK" else "PNG")).getpixel((88, 88)), WHITE)


def test_sixteen_bits_keep_their_greys() -> None:
    grey = accept(written(Image.new("I;16", (50, 50), 128 * 257))).getpixel((88, 88))
    assert near(grey, (128, 128, 128))


def drawing(colour: tuple, size: tuple[int, int] = (200, 200), mode: str = "RGBA") -> Image.Image:
    """A disc on nothing."""
    image = Image.new("RGBA", size)
    ImageDraw.Draw(image).ellipse((50, 50, 150, 150), fill=(*colour, 255))
    return image.quantize() if mode == "P" else image


@pytest.mark.parametrize("mode", ["RGBA", "P"])
@pytest.mark.parametrize(
    ("colour", "ground"), [(PLUM, WHITE), ((0, 0, 0), WHITE), (WHITE, (0, 0, 0)), (YELLOW, (0, 0, 0))]
)
def test_transparent_drawing_gets_a_ground_on_which_it_shows(mode: str, colour: tuple, ground: tuple) -> None:
    image = accept(written(drawing(colour, mode=mode)))
    assert near(image.getpixel((88, 88)), colour)
    assert all(near(corner, ground) for corner in corners(image))


@pytest.mark.parametrize(("size", "margin"), [((400, 100), (88, 5)), ((100, 400), (5, 88))])
def test_image_that_is_no_square_goes_on_with_its_own_colour(size: tuple, margin: tuple) -> None:
    image = Image.new("RGB", size, PLUM)
    image.paste(YELLOW, (size[0] // 2 - 20, size[1] // 2 - 20, size[0] // 2 + 20, size[1] // 2 + 20))
    fitted = accept(written(image))
    assert near(fitted.getpixel(margin), PLUM)
    assert near(fitted.getpixel((88, 88)), YELLOW)


def test_small_image_fills_the_square() -> None:
    assert all(near(corner, PLUM) for corner in corners(accept(written(Image.new("RGB", (8, 8), PLUM)))))


def test_moving_image_stands_still_at_its_first_moment() -> None:
    moments = [Image.new("RGB", (40, 40), colour) for colour in (PLUM, YELLOW)]
    sent = written(moments[0], "WEBP", save_all=True, append_images=moments[1:], lossless=True)
    assert near(accept(sent).getpixel((88, 88)), PLUM)


def test_drawing_is_kept_without_loss_and_photograph_small() -> None:
    flat = accept_image(ContentFile(written(drawing(PLUM))), square=SIDE)
    noise = accept_image(ContentFile(written(Image.effect_noise((300, 300), 90))), square=SIDE)
    assert len(flat.content) < 2_000
    assert len(noise.content) <= 14 * 1024


def test_same_image_has_the_same_name() -> None:
    one, other = (accept_image(ContentFile(written(drawing(PLUM))), square=SIDE) for _time in range(2))
    assert one == other
    assert one.digest == other.digest != SafeImage(b"").digest


def png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 10_000), (8_000, 5_001)], ids=str)
def test_bomb_is_refused_before_it_goes_off(size: tuple[int, int], monkeypatch) -> None:
    decoded = []
    monkeypatch.setattr(Image.Image, "draft", lambda *_what: decoded.append("draft"))
    assert refusal(png_of(*size)) == TOO_LARGE
    assert decoded == []


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, DRAWING),
        (b"<!DOCTYPE html><script>alert(1)</script>", NOT_AN_IMAGE),
        (written(Image.new("RGB", (9, 9)), "GIF"), NOT_AN_IMAGE),
        (written(Image.new("RGB", (9, 9)), "BMP"), NOT_AN_IMAGE),
        (b"%PDF-1.7", NOT_AN_IMAGE),
        (b"x", NOT_AN_IMAGE),
        (png_of(300, 300), DAMAGED),
        (written(Image.effect_noise((300, 300), 90), "JPEG")[:9_000], DAMAGED),
    ],
    ids=["SVG", "HTML", "GIF", "BMP", "PDF", "a letter", "too few pixels", "cut off"],
)
def test_what_is_no_image_of_ours_is_refused_whatever_its_name(content: bytes, sentence: str) -> None:
    assert refusal(content, name="logo.png") == sentence


@pytest.mark.parametrize(
    ("surplus", "told"), [(1, "2,1"), (uploads.MEGABYTE, "3,0")], ids=["a byte", "a megabyte"]
)
def test_heavy_file_is_refused_with_its_weight(surplus: int, told: str) -> None:
    assert refusal(written(Image.new("RGB", (9, 9))).ljust(uploads.MAX_BYTES + surplus)) == (
        f"Cette image pèse {told} Mo, la limite est de 2 Mo. Enregistrez-la plus petite."
    )


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of what it leaves out
@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_damaged_file_is_taken_or_refused_and_nothing_else(format_: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sound = written(Image.effect_noise((60, 40), 90).convert("RGB"), format_, exif=exif)
    chance = random.Random(format_)
    for _attempt in range(100):
        damaged = bytearray(sound)
        for _place in range(chance.randrange(1, 8)):
            damaged[chance.randrange(chance.choice([40, 200, len(damaged)]))] = chance.randrange(256)
        with suppress(Denied):
            accept(bytes(damaged))
