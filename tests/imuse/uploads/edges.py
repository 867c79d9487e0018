"""Files that just pass, or just do not: the dearest that the limits allow."""

import zlib
from collections.abc import Callable

from PIL import Image

from tests.factories.files import a_page, a_pdf_by_hand, a_photo, a_stream, written
from tests.imuse.uploads.hostile import a_png, claiming

FILES: dict[str, Callable[[], bytes]] = {}


def edge(make: Callable[[], bytes]) -> Callable[[], bytes]:
    FILES[make.__name__.replace("_", " ")] = make
    return make


@edge
def photo_of_109_megapixels() -> bytes:
    return written(Image.new("L", (12_060, 9_040), 200), "JPEG", quality=50)


@edge
def photo_in_scans_of_26_megapixels() -> bytes:
    return written(Image.new("RGB", (5_900, 4_400), "grey"), "JPEG", progressive=True)


@edge
def photo_in_sixty_scans() -> bytes:
    photo = a_photo(5_900, 4_400, progressive=True, exif=b"")
    last = photo.rindex(b"\xff\xda")
    return photo[:-2] + photo[last:-2] * 50 + b"\xff\xd9"


@edge
def photo_of_twenty_megabytes() -> bytes:
    noise = Image.effect_noise((1050, 1120), 250)
    whole = Image.new("L", (4_200, 3_360))
    for place in range(12):
        whole.paste(noise, (place % 4 * 1050, place // 4 * 1120))
    return written(Image.merge("RGB", [whole] * 3), "JPEG", quality=98, subsampling=0)


@edge
def photo_that_claims_more_than_it_holds() -> bytes:
    return claiming(a_photo(), 12_000, 9_000)


@edge
def drawing_of_18_megapixels() -> bytes:
    return written(a_page(5_000, 3_600), "PNG")


@edge
def drawing_of_9_megapixels_on_nothing() -> bytes:
    page = a_page(3_400, 2_700).convert("RGBA")
    page.putalpha(Image.linear_gradient("L").resize(page.size))
    return written(page, "PNG")


@edge
def drawing_in_grey_of_70_megapixels() -> bytes:
    return a_png(width=10_000, height=7_000)


@edge
def drawing_of_noise() -> bytes:
    noise = [Image.effect_noise((1400, 1300), 250) for _colour in range(3)]
    return written(Image.merge("RGB", noise), "PNG", compress_level=1)


@edge
def pdf_of_a_hundred_thousand_parts() -> bytes:
    return a_pdf_by_hand(b"[" + b"<</S/URI/A[1 2 3]>>" * 100_000 + b"]")


@edge
def pdf_of_names_to_look_into() -> bytes:
    return a_pdf_by_hand(*(b"[" + b"<</A/JS/B/AA>>" * 70 + b"]" for _object in range(1_900)))


@edge
def pdf_whose_page_unfolds() -> bytes:
    drawn = zlib.compress(b"0 0 m 595 842 l S\n" * 3_000_000, 9)
    return a_pdf_by_hand(a_stream(drawn, b"/Filter/FlateDecode"), page=b"/Contents 4 0 R")


@edge
def pdf_whose_image_unfolds() -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(bytes(2**24)) for _time in range(40)) + packer.flush()
    return a_pdf_by_hand(
        a_stream(pixels, head),
        a_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q"),
        page=b"/Contents 5 0 R/Resources<</XObject<</Im0 4 0 R>>>>",
    )
