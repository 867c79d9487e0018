"""A guide's picture is there, some guide shows each, and a story in the browser takes each of them."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "screenshots"
GUIDES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
SHOWN = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
TAKEN = re.compile(r'\bpicture\(page, "([a-z-]+)"\)')
LINKED = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+\.md)")
A_PICTURE = 60_000  # bytes


def in_guides(what: re.Pattern[str]) -> set[Path]:
    return {
        (guide.parent / name).resolve()
        for guide in GUIDES
        for name in what.findall(guide.read_text())
        if not name.startswith("http")
    }


def kept() -> set[Path]:
    return set(PICTURES.iterdir())


def taken() -> set[Path]:
    stories = [path.read_text() for path in (ROOT / "tests" / "browser").glob("test_*.py")]
    return {PICTURES / f"{name}.webp" for story in stories for name in TAKEN.findall(story)}


def test_every_picture_is_shown_and_there() -> None:
    assert in_guides(SHOWN) == kept()


def test_every_picture_is_taken_by_a_story() -> None:
    assert taken() == kept()


def test_pictures_are_small_and_say_what_they_show() -> None:
    assert [path.name for path in kept() if path.stat().st_size > A_PICTURE] == []
    assert [guide.name for guide in GUIDES if "![]" in guide.read_text()] == []


def test_guides_lead_to_pages_that_are_there() -> None:
    assert [path for path in in_guides(LINKED) if not path.is_file()] == []
