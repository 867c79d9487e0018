"""One colour is given, ten are drawn from it, and words stay readable whatever it was."""

import itertools
import math
from pathlib import Path

import pytest

from imuse import colours
from imuse.colours import DEFAULT, LIGHT, LOOKS, Colour, check_contrast, contrast, derive, nearest_readable

STYLESHEET = Path(__file__).parents[2] / "static" / "portal.css"
DARK = LOOKS[1]

GREYS = [f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 15)]
WHEEL = [
    Colour.of_lch(lightness, chroma, math.radians(hue)).hex
    for lightness, chroma, hue in itertools.product(
        (0.1, 0.3, 0.45, 0.53, 0.6, 0.63, 0.64, 0.75, 0.9, 0.97), (0.03, 0.1, 0.2, 0.35), range(0, 360, 15)
    )
]
EDGES = [f"#{red}{green}{blue}" for red, green, blue in itertools.product(("00", "80", "ff"), repeat=3)]
ACCENTS = sorted({*GREYS, *WHEEL, *EDGES})


def test_words_keep_their_contrast_whatever_the_colour() -> None:
    assert len(ACCENTS) > 900
    assert {accent: found for accent in ACCENTS if (found := check_contrast(accent))} == {}


def test_the_default_colour_is_that_of_the_stylesheet() -> None:
    assert f"--accent: {DEFAULT};" in STYLESHEET.read_text()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#8a1c4a", "#8a1c4a", 1)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    pair = Colour.of_hex(one), Colour.of_hex(other)
    assert round(contrast(*pair), 2) == round(contrast(*reversed(pair)), 2) == ratio


def test_colours_come_back_as_they_went() -> None:
    assert [Colour.of_hex(accent).hex for accent in ACCENTS] == ACCENTS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("#0f766e", "#0f766e"),
        (" #0F766E ", "#0f766e"),
        ("0f766e", "#0f766e"),
        ("#1E7", "#11ee77"),
        ("teal", "teal"),
        ("#0f766", "#0f766"),
        ("", ""),
    ],
)
def test_colours_are_kept_in_one_way(typed: str, kept: str) -> None:
    assert colours.spelt_out(typed) == kept


def test_dark_colour_fills_the_button_as_it_is_and_lends_it_light_words() -> None:
    tokens = derive("#8a1c4a", LIGHT)
    assert (tokens["accent-fill"].hex, tokens["accent-ink"].hex) == ("#8a1c4a", "#8a1c4a")
    assert tokens["on-accent"].luminance > 0.95


def test_pale_colour_fills_the_button_as_it_is_and_lends_it_dark_words() -> None:
    tokens = derive("#f2b134", LIGHT)
    assert tokens["accent-fill"].hex == "#f2b134"
    assert tokens["on-accent"].luminance < 0.02
    assert tokens["accent-ink"].luminance < 0.12


def test_links_are_light_in_the_dark() -> None:
    assert derive("#8a1c4a", DARK)["accent-ink"].luminance > 0.4


@pytest.fixture
def stricter(monkeypatch) -> None:
    """No colour is refused by the contrast that the guidelines ask for: these ask for a little more."""
    monkeypatch.setitem(colours.FOR_WORDS, False, 4.6)


def test_what_is_too_low_is_told_by_look_and_by_pair(stricter) -> None:
    found = check_contrast("#ff00ff")
    assert [(low.look, low.pair.name, low.needed) for low in found] == [
        (look, "les mots d’un bouton sous la souris", 4.6) for look in LOOKS[:2]
    ]
    assert all(4.5 <= low.ratio < 4.6 for low in found)


def test_nearest_readable_colour_is_a_little_darker_or_lighter(stricter) -> None:
    proposed = nearest_readable("#ff00ff")
    assert check_contrast(proposed) == []
    assert abs(Colour.of_hex(proposed).lightness - Colour.of_hex("#ff00ff").lightness) < 0.05


def test_the_default_is_proposed_where_nothing_near_is_readable(monkeypatch) -> None:
    monkeypatch.setitem(colours.FOR_WORDS, False, 22)
    assert nearest_readable("#808080") == DEFAULT
