"""Rows put together, however their cells are written; nothing of them is lost in silence."""

import pytest
from django.core.exceptions import ValidationError

from imuse.importing import headings, units
from imuse.importing.columns import YEAR, Column, telephone
from imuse.importing.reading import Line

YEARLY = Column("year", "Année scolaire", "School year", required=True, **YEAR)
REFERENCE = Column("reference", "Référence", "Reference", required=True)


def together(heads: list[str], *rows: list[str]) -> list[units.Unit]:
    columns = headings.known(heads, [YEARLY, REFERENCE])
    lines = [Line(number, cells) for number, cells in enumerate(rows, start=2)]
    return [units.read(unit, columns) for unit in units.grouped(lines, columns, ["year", "reference"])]


def test_year_written_in_two_ways_is_one() -> None:
    (unit,) = together(["School year", "Référence"], ["2026", "G1"], ["2026/2027", "G1"], ["2026-27", "G1"])
    assert (unit.key, [row["year"] for row in unit.rows]) == ("2026/2027 · G1", [2026, 2026, 2026])


def test_cell_that_cannot_be_read_makes_a_unit_all_the_same() -> None:
    units_found = together(["Année scolaire", "Référence"], ["jamais", "G1"], ["", "G1"], [])
    assert [(unit.key, len(unit.faults)) for unit in units_found] == [
        ("jamais · G1", 1),
        (" · G1", 1),
        (" · ", 2),
    ]


def test_cell_below_no_heading_is_told() -> None:
    """A separator too many moved the cells on."""
    (unit,) = together(["Année scolaire", "", "Référence"], ["2026", "note", "G1", "", "Nantes"])
    assert unit.faults == [
        (2, "« note » n’est sous aucun titre."),
        (2, "« Nantes » n’est sous aucun titre."),
    ]


def test_column_of_the_file_to_mend_is_read_past() -> None:
    (unit,) = together(["Erreur", "Année scolaire", "Référence"], ["Il manque…", "2026", "G1"])
    assert (unit.faults, unit.rows[0].values) == ([], {"year": 2026, "reference": "G1"})


@pytest.mark.parametrize("typed", ["06 39 98 00 01", "639980001", "+33 6 39 98 00 01"])
def test_zero_that_a_spreadsheet_left_out_is_put_back(typed) -> None:
    assert telephone(typed) == "+33639980001"


@pytest.mark.parametrize("typed", ["06 39 98 00 0", "39980001", "063998000"])
def test_telephone_that_is_too_short_stays_so(typed) -> None:
    with pytest.raises(ValidationError, match="il en faut 10"):
        telephone(typed)
