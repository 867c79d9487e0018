"""A table row by row, whatever program wrote it: CSV in the encodings and with the separators in use, or XLSX.

None of it is held as a whole. What is no table is refused with a sentence that says what to do.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import TextIOWrapper
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _

from imuse.policies import Denied
from imuse.spreadsheets import DANGEROUS

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATORS = ";,\t"
PIECE = 1 << 20
WIDEST = 120  # columns
LONGEST = 5000  # characters of a cell
# Of an XLSX once it is unfolded: its texts are held in memory, its rows are not.
MOST_UNFOLDED, MOST_TEXTS = 2 << 30, 96 << 20
TEXTS = "xl/sharedStrings.xml"
# What a formula shows that does not come to its end, in either language.
FAULTS = {
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#VALEUR!",
    "#NAME?",
    "#NOM?",
    "#NUM!",
    "#NOMBRE!",
    "#NULL!",
    "#NUL!",
}


class Line(NamedTuple):
    number: int
    cells: list[str]


def lines(file: IO[bytes]) -> Iterator[Line]:
    """Those with anything in them, each with the number that a spreadsheet gives it."""
    rows = _xlsx(file) if _begins_with(file, ZIP) else _csv(file)
    for number, cells in enumerate(rows, start=1):
        if any(cells):
            yield Line(number, [_checked(cell, number) for cell in cells])


def _checked(cell: str, number: int) -> str:
    if len(cell) > LONGEST:
        raise Denied(_("Ligne %(line)s : une case est trop longue.") % {"line": number})
    if cell in FAULTS:
        raise Denied(
            _("Ligne %(line)s : une formule ne donne que « %(fault)s ».") % {"line": number, "fault": cell}
        )
    if cell[:1] == "'" and cell[1:].startswith(DANGEROUS):  # as exports write what looks like a formula
        return cell[1:]
    return cell


def _begins_with(file: IO[bytes], *marks: bytes) -> bool:
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    return head.startswith(marks)


def _csv(file: IO[bytes]) -> Iterator[list[str]]:
    text = TextIOWrapper(file, encoding=_encoding(file), newline="")
    try:
        yield from _rows(text)
    except (csv.Error, UnicodeError) as fault:
        raise Denied(_("Ce fichier n’est pas un tableau CSV lisible.")) from fault
    finally:
        text.detach()


def _rows(text: TextIOWrapper) -> Iterator[list[str]]:
    first = next(filter(str.strip, iter(lambda: text.readline(LONGEST * WIDEST), "")), "")
    text.seek(0)
    separator = max(SEPARATORS, key=lambda mark: _outside_quotes(first).count(mark))
    for row in csv.reader(text, delimiter=separator):
        yield [cell.strip() for cell in _narrow(row)]


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _narrow(row: list[Any]) -> list[Any]:
    while row and row[-1] in {"", None}:
        row.pop()
    if len(row) > WIDEST:
        raise Denied(_("Ce fichier a plus de %(n)s colonnes.") % {"n": WIDEST})
    return row


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 where all of it is; else what French spreadsheets wrote before."""
    if _begins_with(file, OLD_EXCEL):
        raise Denied(
            _(
                "C’est un classeur d’un ancien Excel (.xls) : enregistrez-le en .xlsx ou en .csv, puis renvoyez-le."
            )
        )
    if _begins_with(file, *UTF_16):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8 = True
    for piece in iter(lambda: file.read(PIECE), b""):
        if b"\0" in piece:
            raise Denied(_("Ce fichier n’est ni un tableau CSV ni un classeur XLSX."))
        is_utf_8 = is_utf_8 and _decodes(decoder, piece)
    file.seek(0)
    return "utf-8-sig" if is_utf_8 else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes) -> bool:
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _xlsx(file: IO[bytes]) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # a tenth of a second, for who imports something

    try:
        _check_unfolds(file)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows: Iterable[tuple] = sheet.iter_rows(max_col=WIDEST + 1)
        for row in rows:
            cells = list(row)
            while cells and cells[-1].value is None:  # it gives as many as are asked for
                cells.pop()
            yield _narrow([_as_shown(cell) for cell in cells])
    except Denied:
        raise
    except Exception as fault:  # whatever a broken archive makes its reader raise
        raise Denied(
            _("Ce classeur ne se lit pas : enregistrez-le de nouveau en .xlsx, ou en .csv.")
        ) from fault


def _check_unfolds(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        sizes = {part.filename: part.file_size for part in archive.infolist()}
    if sum(sizes.values()) > MOST_UNFOLDED or sizes.get(TEXTS, 0) > MOST_TEXTS:
        raise Denied(_("Ce classeur est trop grand : enregistrez-le en .csv, ou en plusieurs parties."))


def _as_shown(cell: Any) -> str:
    """«00000» shows the zeros that a postal code begins with."""
    text = _as_text(cell.value)
    if not text.isdecimal() or isinstance(cell.value, str):
        return text
    zeros = cell.number_format
    return text.zfill(len(zeros)) if set(zeros) == {"0"} else text


def _as_text(cell: Any) -> str:
    """As a French spreadsheet shows it."""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return f"{cell:.10g}" if abs(cell) < 1e10 else f"{cell:.0f}"
    return "" if cell is None else str(cell).strip()
