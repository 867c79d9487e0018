"""Tables, whatever wrote them."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook

from imuse.importing import reading
from imuse.policies import Denied

HEAD, ROW = ["Nom", "Prénom", "Ville"], ["Le Goff", "Maëlle", "Penn; ar-Roc’h"]


def table(content: bytes) -> list[tuple[int, list[str]]]:
    return [tuple(line) for line in reading.lines(BytesIO(content))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_are_known(encoding, separator) -> None:
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in (HEAD, ROW))
    assert table(text.encode(encoding)) == [(1, HEAD), (2, ROW)]


def test_separator_within_quotes_is_none() -> None:
    assert table(b'"Nom, ou raison, sociale";Ville\nx;y') == [
        (1, ["Nom, ou raison, sociale", "Ville"]),
        (2, ["x", "y"]),
    ]


def test_empty_lines_count_and_are_left_out() -> None:
    assert table(b"Nom\n\n;;\n Roux \n") == [(1, ["Nom"]), (4, ["Roux"])]


def test_separator_is_that_of_the_first_line_with_anything_in_it() -> None:
    assert table(b"\n \nNom,Ville\nRoux,Lyon") == [(3, ["Nom", "Ville"]), (4, ["Roux", "Lyon"])]


def test_what_an_export_made_harmless_is_read_as_it_was() -> None:
    assert table("Tél.\n'+41 22 418 35 00\n'Ndiaye".encode()) == [
        (1, ["Tél."]),
        (2, ["+41 22 418 35 00"]),
        (3, ["'Ndiaye"]),
    ]


def workbook(*rows: list) -> bytes:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def test_workbook_is_read_as_it_is_shown() -> None:
    cells = [
        "Roux",
        12,
        24.5,
        0.1 + 0.2,
        date(2026, 8, 31),
        datetime(2026, 8, 31, 17, 30),  # noqa: DTZ001 - as a workbook has it
        time(17, 30),
        True,
        None,
    ]
    assert table(workbook(["Nom"], cells)) == [
        (1, ["Nom"]),
        (2, ["Roux", "12", "24.5", "0.3", "31/08/2026", "31/08/2026 17:30", "17:30", "oui"]),
    ]


def test_zeros_that_a_format_shows_are_read() -> None:
    """Postal codes of the Ain are kept as 1000."""
    book, content = Workbook(), BytesIO()
    book.active.append([1000, 1000.0, 1000, "1000", date(2026, 8, 31)])
    for cell, shown in zip(book.active[1], ["00000", "00000", "0", "00000", "dd/mm/yyyy"], strict=True):
        cell.number_format = shown
    book.save(content)
    assert table(content.getvalue()) == [(1, ["01000", "01000", "1000", "1000", "31/08/2026"])]


def hollow() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return content.getvalue()


def bomb() -> bytes:
    content = BytesIO(workbook(["Nom"]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (reading.MOST_TEXTS + 1))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "ancien Excel"),
        (b"\x89PNG\r\n\0\0", "ni un tableau"),
        (b"Nom\n" + b"x" * 6000, "trop longue"),
        (b";".join([b"x"] * 200), "colonnes"),
        (b'Nom\n"' + b"x" * 200_000, "lisible"),
        (b"Nom\n\xe9\x81", "lisible"),
        (b"Nom\n#N/A", "Ligne 2\u00a0: une formule"),
    ],
)
def test_what_is_no_table_is_refused(content, words) -> None:
    with pytest.raises(Denied, match=words):
        table(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "words"), [(hollow, "ne se lit pas"), (bomb, "trop grand")])
def test_archive_that_is_no_workbook_is_refused(make, words) -> None:
    with pytest.raises(Denied, match=words):
        table(make())
