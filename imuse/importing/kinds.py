"""What can be imported and exported: a table that each app adds its own kinds to in `apps.ready()`."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from imuse.importing.columns import Column
from imuse.importing.drafts import Draft, Told
from imuse.importing.units import Fault, Unit

if TYPE_CHECKING:
    from django.utils.functional import Promise

CREATED, CHANGED, KEPT, WRONG = "created", "changed", "kept", "wrong"


@dataclass
class Plan:
    """What a unit would change. `claims` are what no other unit of the file may ask for too."""

    unit: Unit
    drafts: list[Draft] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    is_new: bool = False

    def refuse(self, line: int, words: Any) -> None:
        self.unit.faults.append(Fault(line, str(words)))

    def check_says_one_thing(self, names: Iterable[str], columns: Mapping[str, Column], words: str) -> None:
        """Of what stands in every row of a unit the first row counts: one that says it otherwise is told."""
        first = self.unit.first
        for row in self.unit.rows[1:]:
            other = [columns[name].french for name in names if row[name] != first[name]]
            if other:
                self.refuse(row.line, words % {"line": first.line, "names": ", ".join(other)})

    @property
    def action(self) -> str:
        if self.unit.faults:
            return WRONG
        if self.is_new:
            return CREATED
        return CHANGED if any(draft.differs for draft in self.drafts) else KEPT

    def told(self) -> list[Told]:
        if self.unit.faults:
            return []
        return [line for draft in self.drafts for line in draft.told()]


class Kind(ABC):
    """`by` names the columns that are the same in all rows of a unit, and in no other unit."""

    order: ClassVar[int]
    name: ClassVar[str]
    label: ClassVar["Promise"]
    lead: ClassVar["Promise"]
    permission: ClassVar[str]
    by: ClassVar[Sequence[str]]
    columns: ClassVar[Sequence[Column]]
    example: ClassVar[Path]

    @abstractmethod
    def plans(self, units: Sequence[Unit], site: Any) -> list[Plan]:
        """In the order of the units, in a handful of queries however many they are."""

    @abstractmethod
    def lock(self, units: Sequence[Unit], site: Any) -> None:
        """What others may change meanwhile, in an order that is always the same."""

    @abstractmethod
    def write(self, plans: Sequence[Plan], *, site: Any, by: Any) -> None:
        """In the transaction that planned them, none of them wrong."""

    @abstractmethod
    def rows(self, site: Any) -> Iterable[dict[str, Any]]:
        """All that the school has, as values of the columns."""

    def named(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def head(self) -> list[str]:
        return [column.french for column in self.columns]

    def lines(self, site: Any) -> Iterator[list[str]]:
        """For an export: what an import reads back without a change."""
        for values in self.rows(site):
            yield [column.write(values.get(column.name)) for column in self.columns]


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _kinds.update({kind.name: kind for kind in kinds})


def named(name: str) -> Kind:
    return _kinds[name]


def is_known(name: str) -> bool:
    return name in _kinds


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)
