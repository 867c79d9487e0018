"""What a family gives is taken or refused by the process that looks at it."""

import pytest
from django.utils import translation

from imuse import uploads
from imuse.policies import Denied
from imuse.uploads.sentences import denied
from tests.factories.files import a_page, a_pdf, a_photo, sent, written
from tests.imuse.uploads import honest, hostile, strangers

TENTHS = {"pdf_too_heavy": {"megabytes": 3.1}, "pdf_too_many_pages": {"pages": 201}}
MILLIONS = {
    "drawing of gigabytes": 2500,
    "drawing of a hundred million pixels": 100,
    "photo that claims four thousand million pixels": 4290,
    "photo in scans that claims a hundred million pixels": 100,
}


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def refusal(content: bytes, name: str = "document.pdf") -> str:
    with pytest.raises(Denied) as refused:
        uploads.accept_file(sent(content, name))
    return refused.value.reason


@pytest.mark.parametrize("name", hostile.FILES)
def test_hostile_file_is_refused(name: str) -> None:
    make, word = hostile.FILES[name]
    figures = {"pixels": MILLIONS[name]} if name in MILLIONS else TENTHS.get(word, {})
    assert refusal(make()) == denied(word, **figures).reason


def test_the_hostile_are_forty_at_least_and_the_honest_twenty() -> None:
    assert (len(hostile.FILES) >= 40, len(honest.FILES) >= 20) == (True, True)


def test_file_of_another_kind_is_refused_with_what_to_do() -> None:
    content, _word = strangers.FILES["word"]
    assert refusal(content, "certificat.pdf") == (
        "Ce fichier est un document Word. Enregistrez-le en PDF, ou photographiez la page."
    )


@pytest.mark.parametrize("word", sorted({word for _content, word in strangers.FILES.values()}))
def test_every_other_kind_has_a_sentence_that_ends_with_what_to_do(word: str) -> None:
    sentence = denied(word).reason
    assert (sentence.count(". ") >= 1, sentence.endswith(".")) == (True, True)


@pytest.mark.parametrize("name", honest.FILES)
def test_honest_file_is_taken(name: str) -> None:
    make, kind = honest.FILES[name]
    content = make()
    taken = uploads.accept_file(sent(content, "carte d’identité.doc"))
    assert (taken.content_type, taken.pages > 0, taken.size <= uploads.MAX_BYTES) == (kind, True, True)
    if kind == honest.PDF:
        assert taken.content == content
    else:
        assert_redrawn(taken.content)


def assert_redrawn(content: bytes) -> None:
    """Upright, with the pixels alone."""
    image = honest.opened(content)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "transparency"}
    assert not any(word in content for word in (b"Exif", b"Leroy", b"ICC_PROFILE", b"ftyp"))
    shown = image.convert("RGB")
    marked, bare = (
        shown.getpixel((shown.width * x // 40, shown.height * y // 40)) for x, y in ((5, 6), (35, 6))
    )
    assert brightness(bare) - brightness(marked) > 80


def brightness(pixel: tuple[int, int, int]) -> float:
    return sum(pixel) / 3


def test_pdf_over_the_limit_is_told_what_to_do() -> None:
    assert refusal(hostile.FILES["pdf of three megabytes"][0]()) == (
        "Ce PDF pèse 3,1\u00a0Mo, la limite est de 2\u00a0Mo. Photographiez la page plutôt que de la numériser, "
        "ou demandez à l’accueil."
    )


def test_file_over_what_a_request_may_weigh_is_not_even_read(settings) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    assert refusal(a_photo()).endswith(
        "la limite est de 20\u00a0Mo. Photographiez la page, puis envoyez la photo."
    )


def test_same_file_has_the_same_digest() -> None:
    one, other = (uploads.accept_file(sent(a_photo(), "a.jpg")) for _time in range(2))
    assert (one, one.digest, len(one.digest)) == (other, other.digest, 64)


def test_file_that_a_form_has_read_is_read_again() -> None:
    file = sent(a_pdf(), "a.pdf")
    file.read()
    assert uploads.accept_file(file).pages == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [(a_pdf(2), honest.PDF), (a_photo(), honest.JPEG), (written(a_page().quantize(8), "PNG"), honest.PNG)],
    ids=["pdf", "jpeg", "png"],
)
def test_preview_is_a_picture(content: bytes, kind: str) -> None:
    picture = honest.opened(uploads.preview(content, kind))
    assert (picture.format, max(picture.size) <= 1600) == ("JPEG", True)
    assert len(picture.convert("L").getcolors()) > 1


def test_preview_shows_the_page_that_is_asked_for() -> None:
    first, second = (uploads.preview(a_pdf(2), honest.PDF, page) for page in (1, 2))
    assert first != second


@pytest.mark.parametrize("page", [0, 3])
def test_page_that_is_not_there_has_no_preview(page: int) -> None:
    with pytest.raises(Denied, match="ne peut pas être montrée"):
        uploads.preview(a_pdf(2), honest.PDF, page)


def test_preview_draws_what_was_typed_into_a_form() -> None:
    picture = honest.opened(uploads.preview(honest.FILES["filled form"][0](), honest.PDF)).convert("L")
    left, top, right, bottom = (round(place * 1600 / 842) for place in (72, 842 - 730, 300, 842 - 700))
    assert picture.crop((left, top, right, bottom)).getextrema()[0] < 100
