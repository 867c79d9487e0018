"""Tables for spreadsheets, written row by row however long: CSV as French ones read it, and XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from django.utils import timezone

Cell = str | int | date | datetime | None
Row = Sequence[Cell]

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
PIECE = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file whose lines are taken as they are written."""

    def write(self, line: str) -> str:
        return line


def csv_lines(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(_as_text(cell)) for cell in row])


def xlsx_pieces(head: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """An archive is written from its end: it waits in a file, and none of it is all in memory."""
    from openpyxl import Workbook  # a tenth of a second, for who exports something

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for row in rows:
        sheet.append([_for_xlsx(cell) for cell in row])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from iter(partial(file.read, PIECE), b"")


def write(path: Path, head: Row, rows: Iterable[Row]) -> int:
    """As the name of the file says; tell how many rows."""
    counted = Counted(rows)
    if path.suffix == ".xlsx":
        with path.open("wb") as file:
            file.writelines(xlsx_pieces(head, counted))
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(head, counted))
    return counted.number


class Counted:
    def __init__(self, several: Iterable[Row]) -> None:
        self._several, self.number = several, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._several:
            self.number += 1
            yield row


def harmless(text: str) -> str:
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _for_xlsx(cell: Cell) -> Cell:
    """Days and moments stay what they are: its moments know no time zone, and its texts no control characters."""
    if isinstance(cell, datetime):
        return timezone.make_naive(cell)
    if isinstance(cell, str):
        return harmless("".join(letter for letter in cell if letter.isprintable() or letter == "\n"))
    return cell
