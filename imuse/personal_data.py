"""The inventory of personal data: every field of every model says whether it holds any, and until when.

Each app has a `personal_data.py` with INVENTORY: a dictionary from the model's name to its fields. A test
compares it with the models, so that a new field cannot be forgotten. Beside it stand WHOSE, which says how a row is
found by the person whom it tells of, and PURGES, what goes when its time is over.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from django.apps import apps
from django.db.models import Q


class Personal(NamedTuple):
    """What it is for, and how long it is kept."""

    purpose: str
    kept: str


# A field that tells nothing of a person.
NOTHING = None

Inventory = dict[str, dict[str, Personal | None]]


@dataclass(frozen=True)
class Subject:
    """Whose data are asked for, by numbers: the record, the account (0 where there is none, for a null would find rows
    of nobody), the families that one answers for, and those in which one is a pupil (of two households, the one that
    may see the answer)."""

    person: int = 0
    account: int = 0
    answers_for: Collection[int] = ()
    pupil_in: Collection[int] = ()

    @property
    def families(self) -> set[int]:
        return {*self.answers_for, *self.pupil_in}


@dataclass(frozen=True)
class Whose:
    """Which rows of a model tell of somebody. `without` are the fields that tell of somebody else, or that are of use
    to who would break in; `also` those that tell of nobody and without which the others cannot be understood; `file`
    is the one that names a file in the documents' store."""

    rows: Callable[[Subject], Q]
    without: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    file: str = ""


def whose(rows: Callable[[Subject], Q], *, without: str = "", also: str = "", file: str = "") -> Whose:
    return Whose(rows, frozenset(without.split()), frozenset(also.split()), file)


@dataclass(frozen=True)
class Purge:
    """What has had its time. `due` counts, and writes nothing; `act` takes it away in short transactions, so that it can
    be stopped and begun again, and tells how many; `held` is what is kept longer, by reason. They are given the schools
    whose files may go: a public school's only with the visa of the Archives départementales (`is_of_school_file`)."""

    name: str
    due: Callable[[Collection[int]], int]
    act: Callable[[Collection[int]], int]
    is_of_school_file: bool = False
    held: Callable[[Collection[int]], dict[str, int]] = lambda _sites: {}


# A sentence in the place of WHOSE, where no row can be found by a person.
Unfound = str
Owners = dict[str, Whose | Unfound]


def rooms() -> Iterator[tuple[str, ModuleType]]:
    """The apps that keep an inventory, from left to right."""
    for config in apps.get_app_configs():
        if config.name != "imuse" and (module := _room(config.name)):
            yield config.label, module


def _room(package: str) -> ModuleType | None:
    name = f"{package}.personal_data"
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return None


def told_fields(facts: dict[str, Personal | None], owner: Whose) -> list[str]:
    """In the order of the inventory."""
    return [
        name
        for name, personal in facts.items()
        if name in owner.also or (personal and name not in owner.without)
    ]
