"""Telephone numbers as families type them."""

import pytest
from django.core.exceptions import ValidationError

from imuse.telephones import PLAIN, _read, _shown, read, show


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("06.39.98.12.34", "+33639981234", "06 39 98 12 34"),
        ("+33 (0)6 39 98 12 34", "+33639981234", "06 39 98 12 34"),
        ("0041 22 418 35 00", "+41224183500", "+41 22 418 35 00"),
        ("+352 26 12 34 56", "+35226123456", "+352 26 12 34 56"),
        ("0690 12 34 56", "+590690123456", "0690 12 34 56"),
        ("+262 262 12 34 56", "+262262123456", "0262 12 34 56"),
        ("+596 596 12 34 56", "+596596123456", "+596 596 12 34 56"),
    ],
)
def test_number_is_kept_whole_and_read_again_as_shown(typed: str, kept: str, shown: str) -> None:
    assert (read(typed), show(kept), read(shown)) == (kept, shown, kept)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("06 39 98 12 3", "Ce numéro a 9 chiffres\u202f; il en faut 10, par exemple 06 39 98 12 34."),
        ("06 39 98 12 345", "Ce numéro a 11 chiffres\u202f; il en faut 10, par exemple 06 39 98 12 34."),
        (
            "01 99 00 12 10 ext. 12",
            "Ce numéro a 12 chiffres\u202f; il en faut 10, par exemple 06 39 98 12 34.",
        ),
        ("+41 22 418", "Ce numéro n’a pas la bonne longueur pour son pays."),
    ],
)
def test_number_that_is_not_whole_is_refused(typed: str, told: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read(typed)
    assert refusal.value.messages == [told]


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert show("liste rouge") == "liste rouge"


def test_plain_numbers_are_what_the_tables_of_the_world_say() -> None:
    for first in range(10_000):
        typed = f"0{first:04}67890"[:10]
        if PLAIN.fullmatch(typed):
            kept = read(typed)
            assert (kept, show(kept)) == (_read.__wrapped__(typed), _shown.__wrapped__(kept))
