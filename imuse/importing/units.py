"""The rows of a file, put together: those of one family, of one invoice, follow each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from imuse.importing.columns import Column
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
    places = [place for place, column in enumerate(columns) if column is not None and column.name in by]

    def key_of(line: Line) -> str:
        return " · ".join(line.cells[place] if place < len(line.cells) else "" for place in places)

    for key, same in groupby(lines, key=key_of):
        yield Unit(key, list(same))


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
        for place, column in enumerate(columns):
            if column is None:
                continue
            typed = line.cells[place] if place < len(line.cells) else ""
            try:
                row.values[column.name] = column.read(typed)
            except ValidationError as refusal:
                unit.faults.append(Fault(line.number, f"{column.french}\u00a0: {' '.join(refusal.messages)}"))
        unit.rows.append(row)
    return unit
