"""How long a text message is: what fits into one, and how French is written so that it does.

A text in the telephones' own alphabet (GSM 03.38) has 160 characters, cut into pieces of 153 where it is longer; one
letter from outside, and it has 70, or pieces of 67. «ê», «ç» and typographic quotes are outside.
"""

import re
import unicodedata
from math import ceil
from typing import NamedTuple

ALPHABET = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
COUNT_TWICE = set("^{}\\[~]|€")
TYPEWRITTEN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
    }
)


class Length(NamedTuple):
    characters: int
    messages: int


def plain(words: str) -> str:
    """As a text is sent: typewriter's signs, and without the accents that would cost a second message."""
    quoted = re.sub(r"«\s*|\s*»", '"', words.replace("\r\n", "\n")).translate(TYPEWRITTEN)
    return "".join(letter if _is_known(letter) else _bare(letter) for letter in quoted)


def length_of(text: str) -> Length:
    if all(map(_is_known, text)):
        count, whole, piece = sum(2 if letter in COUNT_TWICE else 1 for letter in text), 160, 153
    else:
        count, whole, piece = len(text.encode("utf-16-le")) // 2, 70, 67
    return Length(count, 1 if count <= whole else ceil(count / piece))


def _is_known(letter: str) -> bool:
    return letter in ALPHABET or letter in COUNT_TWICE


def _bare(letter: str) -> str:
    """Another alphabet's letter stays."""
    unfolded = unicodedata.normalize("NFKD", letter)
    bare = "".join(part for part in unfolded if not unicodedata.combining(part))
    return bare if bare and all(map(_is_known, bare)) else letter
