import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse.keys import key


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  ÉRIC ", "eric"),
        ("éric", "eric"),
        ("e\u0301ric", "eric"),
        ("Le  Goff", "le goff"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_key(typed: str, expected: str) -> None:
    assert key(typed) == expected


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.text())
def test_case_and_blanks_do_not_matter(text: str) -> None:
    assert key(f"  {text}\t") == key(text)
