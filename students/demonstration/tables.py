"""What the tables of the demonstration are made of.

A moment of the running year is a part of what has been taught of it, from 0 to 1: whenever the demonstration
is filled, nothing in it lies ahead.
"""

from dataclasses import dataclass, field
from datetime import time
from typing import Any, NamedTuple

from students.models.course import Weekday

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, _SUNDAY = Weekday


class When(NamedTuple):
    weekday: Weekday
    starts_at: time
    minutes: int


class Worked(NamedTuple):
    """A line of «Suivi»."""

    part: float
    title: str
    text: str


@dataclass(frozen=True)
class Assessed:
    part: float
    kind: str
    subject: str
    mark: str | None = None
    mention: str = ""
    jury: str = ""
    comment: str = ""
    out_of: int = 20
    recorded_yesterday: bool = False
    shown_in_days: int | None = None  # the jury's answer, not yet told to the family


@dataclass(frozen=True)
class Missed:
    part: float
    reason: str = ""
    lesson: str = ""
    is_excused: bool = False
    announced_by: str = ""


class Commented(NamedTuple):
    """What was said of a whole year, at its end."""

    text: str


Record = Worked | Assessed | Missed | Commented


@dataclass(frozen=True)
class Follows:
    """A place in a course of this year; `ended` is the part of the year after which the student left it."""

    course: str
    cycle: str = ""
    own_time: When | None = None
    ended: float | None = None
    records: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class Awaits:
    """A discipline in which the student is still to be placed."""

    discipline: str
    cycle: str = ""


@dataclass(frozen=True)
class Followed:
    """A place in an earlier year, of which the labels alone are left."""

    years_ago: int
    name: str
    discipline: str
    cycle: str
    teacher: str
    records: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class Played:
    event: str
    piece: str
    composer: str
    minutes: int
    comment: str = ""


@dataclass(frozen=True)
class Place:
    """In a family, by its reference; `through` is the order of the guardian whose coordinates are used."""

    family: str
    pays: bool = True
    through: int | None = 1
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pupil:
    """With `is_guardian`, the first guardian of the family, in person."""

    places: list[Place]
    person: dict[str, Any] = field(default_factory=dict)
    born: tuple[int, int, int] | None = None  # the age when the year begins, month, day
    is_guardian: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    this_year: list[Follows | Awaits] = field(default_factory=list)
    before: list[Followed] = field(default_factory=list)
    played: list[Played] = field(default_factory=list)


@dataclass(frozen=True)
class Taught:
    """A course of this year."""

    name: str
    discipline: str
    teacher: str
    room: str = ""
    when: When | None = None


@dataclass(frozen=True)
class Occasion:
    """An event of an earlier year; its name may tell its `{date}`."""

    years_ago: int
    month: int
    day: int
    name: str
    place: str


@dataclass(frozen=True)
class School:
    site: str
    departments: dict[str, list[str]]  # and their disciplines
    courses: list[Taught]
    pupils: list[Pupil]
    rooms: dict[str, str] = field(default_factory=dict)  # and their building
    cursus: dict[tuple[str, str], list[str]] = field(
        default_factory=dict
    )  # name and cycle, and its disciplines
    events: dict[str, Occasion] = field(default_factory=dict)
