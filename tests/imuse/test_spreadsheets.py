"""Tables for spreadsheets, in both their forms."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from imuse.spreadsheets import csv_lines, harmless, xlsx_pieces

HEAD = ["Nom", "Né le", "Envoyée le", "Points"]
ROW = ["Léa ; dite « Lé »", date(2016, 5, 3), datetime(2026, 6, 1, 6, 30, tzinfo=UTC), 3]


def test_csv_is_as_french_spreadsheets_read_it() -> None:
    assert list(csv_lines(HEAD, [ROW, ["", None, None, 0]])) == [
        "\ufeffNom;Né le;Envoyée le;Points\r\n",
        '"Léa ; dite « Lé »";03/05/2016;01/06/2026 08:30;3\r\n',
        ";;;0\r\n",
    ]


def test_xlsx_keeps_days_and_moments() -> None:
    book = load_workbook(BytesIO(b"".join(xlsx_pieces(HEAD, [ROW, ["a\x07\nb", None, None, 0]]))))
    head, first, second = book.active.iter_rows(values_only=True)
    assert head == tuple(HEAD)
    assert first == (ROW[0], datetime(2016, 5, 3), datetime(2026, 6, 1, 8, 30), 3)  # noqa: DTZ001 - a file knows none
    assert second == ("a\nb", None, None, 0)


@pytest.mark.parametrize("typed", ["=1+1", "+33", "-2", "@sum", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(typed) -> None:
    assert harmless(typed) == f"'{typed}"
    assert list(csv_lines(["a"], [[typed]]))[1].strip('"').startswith("'")
    (cell,) = load_workbook(BytesIO(b"".join(xlsx_pieces(["a"], [[typed]])))).active[2]
    assert cell.data_type == "s"


def test_plain_words_stay_as_they_are() -> None:
    assert harmless("Sol - la") == "Sol - la"
