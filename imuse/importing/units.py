"""The rows of a file, put together: those of one family, of one invoice, follow each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imuse.importing.columns import Column
from imuse.importing.headings import TO_MEND
from imuse.importing.reading import Line


class Fault(NamedTuple):
    """What is wrong, and in which row; a list in JSON."""

    line: int
    words: str


@dataclass
class Row:
    """`values` holds the columns that the file has, and no others: what it has not stays as it is."""

    line: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def given(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self.values[name] for name in names if name in self.values}


@dataclass
class Unit:
    """`cells` are as they were sent, for the file to mend."""

    key: str
    cells: list[Line]
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.cells[0].number

    @property
    def first(self) -> Row:
        return self.rows[0]


def grouped(lines: Iterable[Line], columns: Sequence[Column | None], by: Sequence[str]) -> Iterator[Unit]:
    """However it is written: «2026» and «2026/2027» are the same year."""
    places = [(place, column) for place, column in enumerate(columns) if column and column.name in by]

    def key_of(line: Line) -> str:
        return " · ".join(_same(column, line.cells[place : place + 1]) for place, column in places)

    for key, same in groupby(lines, key=key_of):
        yield Unit(key, list(same))


def _same(column: Column, cell: list[str]) -> str:
    typed = "".join(cell)
    try:
        return column.write(column.read(typed))
    except ValidationError:
        return typed


def in_batches(units: Iterable[Unit], lines: int) -> Iterator[list[Unit]]:
    """Of about so many lines, whatever a unit has of them."""
    batch, held = [], 0
    for unit in units:
        batch.append(unit)
        held += len(unit.cells)
        if held >= lines:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def read(unit: Unit, columns: Sequence[Column | None]) -> Unit:
    """Its cells, as values; what cannot be read is told."""
    for line in unit.cells:
        row = Row(line.number, {})
        for column, typed in zip_longest(columns, line.cells):
            fault = _read_cell(row, column, typed or "")
            unit.faults += [Fault(line.number, fault)] if fault else []
        unit.rows.append(row)
    return unit


def _read_cell(row: Row, column: Column | None, typed: str) -> str:
    """What is wrong with it. Below no heading nothing is lost in silence: one separator too many moves cells on."""
    if column is TO_MEND:
        return ""
    if column is None:
        return _("« %(typed)s » n’est sous aucun titre.") % {"typed": typed} if typed else ""
    try:
        row.values[column.name] = column.read(typed)
    except ValidationError as refusal:
        return f"{column.french}\u00a0: {' '.join(refusal.messages)}"
    return ""
