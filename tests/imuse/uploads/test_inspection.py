"""What the process would answer, asked without it: word for word, and what an image becomes, pixel by pixel."""

import pytest
from PIL import Image, ImageCms

from imuse.inspection import heic, tasks
from imuse.inspection.findings import RefusedError
from tests.factories.files import a_page, a_pdf, a_photo, written
from tests.imuse.uploads import honest, hostile, strangers

# They must be held back while they are looked at.
DEAR = {
    "photo of 48 megapixels",
    "photo of 12 megapixels and 8 megabytes",
    "invoice of our own",
    "drawing too heavy to stay one",
}
BOMBS = {"object stream that unfolds to gigabytes", "pdf of two hundred thousand objects"}


@pytest.mark.parametrize("name", [name for name in hostile.FILES if name not in BOMBS])
def test_word_for_a_hostile_file(name: str) -> None:
    make, word = hostile.FILES[name]
    with pytest.raises(RefusedError) as refused:
        tasks.look(make())
    assert refused.value.word == word


@pytest.mark.parametrize("name", strangers.FILES)
def test_word_for_a_file_of_another_kind(name: str) -> None:
    content, word = strangers.FILES[name]
    with pytest.raises(RefusedError) as refused:
        tasks.look(content)
    assert refused.value.word == word


@pytest.mark.parametrize("name", [name for name in honest.FILES if name not in DEAR])
def test_kind_of_an_honest_file(name: str) -> None:
    make, kind = honest.FILES[name]
    assert tasks.look(make())[0]["kind"] == kind


def redrawn(content: bytes) -> Image.Image:
    return honest.opened(tasks.look(content)[1])


def test_photograph_is_made_to_fit() -> None:
    photo = redrawn(a_photo(4000, 2000))
    assert photo.size == (2800, 1400)


def test_large_photograph_of_an_iphone_is_halved(monkeypatch) -> None:
    monkeypatch.setattr(heic, "WHOLE", 1000)
    photo = redrawn(honest.FILES["photo of an iphone"][0]())
    marked, bare = photo.getpixel((40, 40)), photo.getpixel((260, 40))
    assert (photo.size, marked[1] < 80, bare[1] > 200) == ((300, 400), True, True)


def test_iphone_photograph_of_too_many_pixels_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(heic, "MOST_PIXELS", 1000)
    with pytest.raises(RefusedError, match="image_too_large"):
        tasks.look(honest.FILES["photo of an iphone"][0]())


def test_noise_is_made_to_fit_as_well() -> None:
    noise = [Image.effect_noise((2000, 1500), 250) for _colour in range(3)]
    kept = tasks.look(written(Image.merge("RGB", noise), "JPEG", quality=95, subsampling=0))[1]
    assert len(kept) <= 2 * 1024 * 1024


def test_small_photograph_is_not_enlarged() -> None:
    assert redrawn(a_photo(40, 30)).size == (40, 30)


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"], ids=lambda mode: mode.replace(";", "-")
)
def test_drawing_keeps_its_greys(mode: str) -> None:
    grey = Image.linear_gradient("L").resize((64, 64))
    shade = grey.point(lambda value: value * 257, "I") if mode == "I;16" else grey
    drawing = redrawn(written(shade.convert(mode), "PNG")).convert("L")
    ends = drawing.getpixel((32, 1)), drawing.getpixel((32, 62))
    assert (ends[0] < 40, ends[1] > 215) == (True, True)


def test_drawing_too_heavy_to_stay_one_goes_on_white() -> None:
    noise = [Image.effect_noise((1500, 1200), 250) for _colour in range(3)]
    drawing = Image.merge("RGB", noise).convert("RGBA")
    drawing.paste((0, 0, 0, 0), (0, 0, 200, 200))
    kept = redrawn(written(drawing, "PNG", compress_level=1))
    assert (kept.format, min(kept.getpixel((100, 100))) > 245) == ("JPEG", True)


def swapped_profile() -> bytes:
    """sRGB with red and green in each other's place, as no camera has it: what is converted shows."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = content.index(b"rXYZ"), content.index(b"gXYZ")
    content[red : red + 1], content[green : green + 1] = b"g", b"r"
    return (
        bytes(content)
        .replace(b"sRGB", b"aRGB")
        .replace("sRGB".encode("utf-16-be"), "aRGB".encode("utf-16-be"))
    )


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_colours_are_those_of_the_profile(format_: str) -> None:
    red = Image.new("RGB", (64, 64), (250, 10, 10))
    shown = redrawn(written(red, format_, icc_profile=swapped_profile())).convert("RGB").getpixel((30, 30))
    assert (shown[0] < 60, shown[1] > 200) == (True, True)


def test_picture_of_a_page_is_as_large_as_is_looked_at() -> None:
    pictures = [tasks.page(a_pdf(), honest.PDF, "1")[1], tasks.page(a_photo(3000, 2000), honest.JPEG, "1")[1]]
    assert [max(honest.opened(picture).size) for picture in pictures] == [1600, 1600]


@pytest.mark.parametrize(
    ("content", "kind", "page"),
    [(b"%PDF-", honest.PDF, "1"), (a_pdf(), honest.PDF, "2"), (written(a_page())[:500], honest.JPEG, "1")],
)
def test_page_that_cannot_be_drawn(content: bytes, kind: str, page: str) -> None:
    with pytest.raises(RefusedError, match="no_such_page"):
        tasks.page(content, kind, page)
