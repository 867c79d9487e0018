"""Files as families send them, each with the kind that is kept of it."""

import io
from collections.abc import Callable
from functools import partial

import pikepdf
from PIL import Image, ImageCms

from tests.factories.files import ORIENTATION, a_page, a_pdf, a_pdf_by_hand, a_photo, a_stream, written

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    f"photo held {orientation}": (partial(a_photo, orientation=orientation), JPEG)
    for orientation in (1, 3, 6, 8)
}
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(range(256)) * 50


def taken(kind: str) -> Callable:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        FILES[make.__name__.replace("_", " ")] = (make, kind)
        return make

    return keep


def mirrored(orientation: int) -> bytes:
    """No camera holds itself so; some programs write it."""
    turned = {2: (0,), 4: (1,), 5: (5,), 7: (6,)}
    page = a_page()
    for step in turned[orientation]:
        page = page.transpose(Image.Transpose(step))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return written(page, "JPEG", exif=exif)


FILES |= {f"photo mirrored {number}": (partial(mirrored, number), JPEG) for number in (2, 4, 5, 7)}


def grain(width: int, height: int) -> Image.Image:
    """The page in the grain of a sensor, which is what makes a photograph weigh megabytes."""
    noise = Image.effect_noise((1008, 1008), 40)
    tiles = Image.new("L", (width, height))
    for left in range(0, width, 1008):
        for top in range(0, height, 1008):
            tiles.paste(noise, (left, top))
    page = a_page(1008, 756).resize((width, height))
    return Image.blend(page, Image.merge("RGB", [tiles] * 3), 0.25)


@taken(JPEG)
def photo_of_12_megapixels_and_8_megabytes() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    held = grain(3024, 4032).transpose(Image.Transpose.ROTATE_90)
    return written(held, "JPEG", quality=98, subsampling=0, exif=exif)


@taken(JPEG)
def photo_of_48_megapixels() -> bytes:
    return written(grain(8064, 6048), "JPEG", quality=80)


@taken(JPEG)
def photo_in_scans() -> bytes:
    return a_photo(4000, 3000, progressive=True)


@taken(JPEG)
def photo_in_grey() -> bytes:
    return written(a_page().convert("L"), "JPEG")


@taken(JPEG)
def photo_in_four_colours() -> bytes:
    return written(a_page().convert("CMYK"), "JPEG")


@taken(JPEG)
def photo_with_a_film_behind() -> bytes:
    return a_photo() + MP4


@taken(JPEG)
def photo_with_a_second_one_behind() -> bytes:
    return a_photo() + a_photo(200, 150)


@taken(JPEG)
def photo_of_several_images() -> bytes:
    return written(a_page(), "MPO", save_all=True, append_images=[a_page(200, 150)])


@taken(JPEG)
def photo_with_notes_of_the_maker_behind() -> bytes:
    return a_photo() + b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1700000000000SEFHk\0\0\0SEFT"


@taken(JPEG)
def photo_in_wide_colours() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return a_photo(icc_profile=profile.tobytes())


@taken(JPEG)
def photo_whose_profile_is_broken() -> bytes:
    return a_photo(icc_profile=b"nothing that a profile would be")


@taken(JPEG)
def photo_of_an_iphone() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    held = a_page(600, 800).transpose(Image.Transpose.ROTATE_90)
    held.info["exif"] = exif.tobytes()  # from here it becomes the turn that the format itself knows
    return written(held, "HEIF", quality=80)


@taken(PNG)
def drawing() -> bytes:
    return written(a_page(), "PNG")


@taken(PNG)
def drawing_with_nothing_behind_it() -> bytes:
    page = a_page().convert("RGBA")
    page.putalpha(
        Image.linear_gradient("L").resize(page.size).point(lambda value: 255 if value > 20 else value)
    )
    return written(page, "PNG")


@taken(PNG)
def drawing_of_few_colours() -> bytes:
    return written(a_page().quantize(16), "PNG")


@taken(PNG)
def drawing_in_grey() -> bytes:
    return written(a_page().convert("L"), "PNG")


@taken(PNG)
def drawing_in_sixteen_bits() -> bytes:
    return written(a_page().convert("I;16").point(lambda value: value * 257), "PNG")


@taken(PNG)
def drawing_in_black_and_white() -> bytes:
    return written(a_page().convert("1"), "PNG")


@taken(PNG)
def drawing_that_moves() -> bytes:
    return written(a_page(), "PNG", save_all=True, append_images=[Image.new("RGB", (400, 300))])


@taken(JPEG)
def drawing_too_heavy_to_stay_one() -> bytes:
    return written(grain(2000, 1500), "PNG")


FILES |= {
    f"pdf {version}": (partial(a_pdf_by_hand, version=version.encode()), PDF)
    for version in ("1.4", "1.7", "2.0")
}
FILES |= {
    "pdf of several pages": (partial(a_pdf, 200), PDF),
    "pdf for the web": (partial(a_pdf, 3, linearize=True), PDF),
    "pdf with packed objects": (partial(a_pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate), PDF),
    "pdf that opens at its page": (
        partial(a_pdf_by_hand, catalog=b"/OpenAction[3 0 R/XYZ null null 0]"),
        PDF,
    ),
    "pdf that goes to its page": (
        partial(a_pdf_by_hand, b"<</S/GoTo/D[3 0 R/Fit]>>", catalog=b"/OpenAction 4 0 R"),
        PDF,
    ),
    "pdf with a link": (
        partial(
            a_pdf_by_hand,
            b"<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/URI/URI(https://www.example.org/)>>>>",
            page=b"/Annots[4 0 R]",
        ),
        PDF,
    ),
    "pdf that speaks of scripts": (
        partial(a_pdf_by_hand, b"<</Title(/JS et /AA)>>", trailer=b"/Info 4 0 R"),
        PDF,
    ),
    "pdf whose typefaces have strange names": (
        partial(
            a_pdf_by_hand,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            page=b"/Resources<</Font<</AA 4 0 R/EF 4 0 R>>>>",
        ),
        PDF,
    ),
    "pdf with blank lines behind": (lambda: a_pdf() + b"\r\n\n\0", PDF),
}


@taken(PDF)
def filled_form() -> bytes:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nom)/V(Leroy)/Rect[72 700 300 730]/DA(/Helv 18 Tf 0 g)/AP<</N 5 0 R>>>>"
    font = b"/Resources<</Font<</Helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    look = a_stream(
        b"/Tx BMC BT /Helv 18 Tf 4 8 Td (Leroy) Tj ET EMC", b"/Subtype/Form/BBox[0 0 228 30]" + font
    )
    return a_pdf_by_hand(field, look, catalog=b"/AcroForm<</Fields[4 0 R]>>", page=b"/Annots[4 0 R]")


@taken(PDF)
def scanned_page() -> bytes:
    image = a_photo(1240, 1754, exif=b"")
    head = b"/Type/XObject/Subtype/Image/Width 1240/Height 1754/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode"
    return a_pdf_by_hand(
        a_stream(image, head),
        a_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q"),
        page=b"/Contents 5 0 R/Resources<</XObject<</Im0 4 0 R>>>>",
    )


@taken(PDF)
def invoice_of_our_own() -> bytes:
    from imuse import pdf

    return pdf.render("<html lang=fr><title>Attestation</title><h1>Attestation</h1>", stylesheet="papers.css")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))
