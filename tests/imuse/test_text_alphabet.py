"""How long a text message is, and how French fits into it."""

import pytest

from imuse.text_alphabet import length_of, plain


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("L’élève\u00a0: été, là, où\u202f?", "L'élève : été, là, où ?"),
        ("«\u00a0Chœur\u00a0» – août, garçon…", '"Choeur" - aout, garcon...'),
        ("Noël, forêt, Thaïs", "Noel, foret, Thais"),
        ("ligne\r\nsuivante", "ligne\nsuivante"),
        ("李, ok 🎵", "李, ok 🎵"),
    ],
)
def test_text_is_typewritten(words: str, text: str) -> None:
    assert plain(words) == text


@pytest.mark.parametrize(
    ("text", "characters", "messages"),
    [
        ("", 0, 1),
        ("é" * 160, 160, 1),
        ("é" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("ê" * 70, 70, 1),
        ("ê" * 71, 71, 2),
        ("🎵" * 35, 70, 1),
    ],
)
def test_length_is_counted_as_operators_do(text: str, characters: int, messages: int) -> None:
    assert length_of(text) == (characters, messages)
