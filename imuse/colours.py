"""What the pages make of a school's one colour: the derivation of static/portal.css, in numbers, and its contrasts.

Colours are kept in Oklab, as the stylesheet computes them. Those that no screen shows are clipped, channel by
channel, only when they are painted: so do browsers. A browser test compares what both make of many accents.
"""

import math
import re
from typing import NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFAULT = "#8a1c4a"  # the stylesheet's own
HEX = re.compile(r"#[0-9a-f]{6}")
TYPED = re.compile(r"#?(?:([0-9a-f])([0-9a-f])([0-9a-f])|([0-9a-f]{6}))", re.IGNORECASE)
# Below this chroma a colour is a grey, whose hue says nothing (CSS Color 4).
GREY = 4e-6


def spelt_out(typed: str) -> str:
    """«#0F766E», «0f766e» and «#17e» as they are kept: a hash and six figures. What is no colour stays as it is."""
    match = TYPED.fullmatch(typed.strip())
    if match is None:
        return typed
    *short, long = match.groups()
    return "#" + (long or "".join(2 * figure for figure in short)).lower()


class Colour(NamedTuple):
    lightness: float
    a: float
    b: float

    @classmethod
    def of_lch(cls, lightness: float, chroma: float, hue: float) -> Self:
        return cls(lightness, chroma * math.cos(hue), chroma * math.sin(hue))

    @classmethod
    def of_hex(cls, text: str) -> Self:
        red, green, blue = (_linear(int(text[place : place + 2], 16) / 255) for place in (1, 3, 5))
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        return cls(
            0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
            1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
            0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
        )

    @property
    def chroma(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def hue(self) -> float:
        return math.atan2(self.b, self.a) if self.chroma > GREY else 0.0

    @property
    def rgb(self) -> tuple[int, int, int]:
        """As painted: whole numbers from 0 to 255."""
        long = (self.lightness + 0.3963377774 * self.a + 0.2158037573 * self.b) ** 3
        medium = (self.lightness - 0.1055613458 * self.a - 0.0638541728 * self.b) ** 3
        short = (self.lightness - 0.0894841775 * self.a - 1.2914855480 * self.b) ** 3
        return (
            _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
            _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
            _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
        )

    @property
    def hex(self) -> str:
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)

    @property
    def luminance(self) -> float:
        red, green, blue = (_linear(channel / 255) for channel in self.rgb)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channel(linear: float) -> int:
    linear = min(max(linear, 0), 1)
    return round(255 * (12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the one, the rest of the other."""
    return Colour(*(share * mine + (1 - share) * its for mine, its in zip(one, other, strict=True)))


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2's, from 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


BLACK, WHITE = Colour.of_hex("#000000"), Colour.of_hex("#ffffff")


class Look(NamedTuple):
    name: str | Promise
    dark: bool = False
    more: bool = False


LOOKS = (
    Look(_("clair")),
    Look(_("sombre"), dark=True),
    Look(_("clair, contraste renforcé"), more=True),
    Look(_("sombre, contraste renforcé"), dark=True, more=True),
)
LIGHT = LOOKS[0]
PAPER = {False: Colour.of_hex("#fcfbfa"), True: Colour.of_hex("#171214")}
FIELD = {False: Colour.of_hex("#f4f1ef"), True: Colour.of_hex("#241e21")}
PALE = 0.63  # from this lightness on, a full button carries dark words


def derive(accent: str, look: Look) -> dict[str, Colour]:
    """The stylesheet's tokens in this look, by their names there."""
    source = Colour.of_hex(accent)
    hue = source.hue
    near = BLACK if look.dark else WHITE
    paper = near if look.more else PAPER[look.dark]
    ink = _ink(source, look)
    fill = ink if look.more else _fill(source, look)
    on_accent = near if look.more else Colour.of_lch(0.2 if source.lightness > PALE else 1, 0.012, hue)
    return {
        "paper": paper,
        "field": near if look.more else FIELD[look.dark],
        "accent-ink": ink,
        "accent-fill": fill,
        "on-accent": on_accent,
        "accent-press": mix(fill, BLACK, 0.86),
        "accent-line": mix(ink if look.dark else source, paper, 0.4),
        "accent-glow": Colour.of_lch(0.84, 0.125, hue + math.radians(75)),
        "stage": mix(fill, paper, 0.4) if look.dark else fill,
        "stage-ink": ink if look.dark else on_accent,
    }


def _ink(source: Colour, look: Look) -> Colour:
    if look.dark:
        return Colour.of_lch(
            max(source.lightness, 0.88 if look.more else 0.8), min(source.chroma, 0.12), source.hue
        )
    return Colour.of_lch(
        min(source.lightness, 0.35 if look.more else 0.46), min(source.chroma, 0.17), source.hue
    )


def _fill(source: Colour, look: Look) -> Colour:
    if source.lightness > PALE:
        lightness = max(source.lightness, 0.74)
    else:
        lightness = min(max(source.lightness, 0.49 if look.dark else 0), 0.53)
    return Colour.of_lch(lightness, source.chroma, source.hue)


class Pair(NamedTuple):
    """What stands upon what. The bars under the hours are left out: they say again what is written above them."""

    name: str | Promise
    front: str
    ground: str
    is_words: bool = True


PAIRS = (
    Pair(_("les liens et les têtes de note"), "accent-ink", "paper"),
    Pair(_("les liens sur fond gris"), "accent-ink", "field"),
    Pair(_("les mots d’un bouton"), "on-accent", "accent-fill"),
    Pair(_("les mots d’un bouton sous la souris"), "on-accent", "accent-press"),
    Pair(_("le dessin de la page de connexion"), "stage-ink", "stage", is_words=False),
)
# WCAG 2.2: 1.4.3 and, reinforced, 1.4.6 for words; 1.4.11 for drawings.
FOR_WORDS = {False: 4.5, True: 7.0}
FOR_DRAWINGS = 3.0


class TooLow(NamedTuple):
    look: Look
    pair: Pair
    ratio: float
    needed: float


def check_contrast(accent: str) -> list[TooLow]:
    """What would be hard to read. The derivation is made so that nothing ever is; this is what proves it."""
    found = []
    for look in LOOKS:
        tokens = derive(accent, look)
        for pair in PAIRS:
            needed = FOR_WORDS[look.more] if pair.is_words else FOR_DRAWINGS
            ratio = contrast(tokens[pair.front], tokens[pair.ground])
            if ratio < needed:
                found.append(TooLow(look, pair, ratio, needed))
    return found


def nearest_readable(accent: str) -> str:
    """The same colour, as little darker or lighter as it takes."""
    source = Colour.of_hex(accent)
    for step in range(1, 100):
        for lightness in (source.lightness - step / 100, source.lightness + step / 100):
            candidate = Colour.of_lch(lightness, source.chroma, source.hue).hex
            if not check_contrast(candidate):
                return candidate
    return DEFAULT
