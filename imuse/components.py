"""What the components of templates/components/ are given: the words and addresses of a page, no logic."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Tab:
    """One screen of a record."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True)
class PagerWords:
    """What a pager walks through, and what its four links are called: French needs the gender."""

    title: Text
    first: Text
    previous: Text
    next: Text
    last: Text


@dataclass(frozen=True)
class Pager:
    """«2/3» and the ways to the others; an address left empty is no way."""

    words: PagerWords
    position: int
    count: int
    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True)
class Step:
    """One of the steps of a journey; those before the current one are done, and may be gone back to."""

    label: Text
    url: str = ""


@dataclass(frozen=True)
class Waiting:
    """One line of «Ce qui vous attend»: the shape of its state, what it is, by when; `day` orders it."""

    shape: str
    title: Text
    url: str
    text: Text = ""
    due: Text = ""
    day: datetime.date | None = None


@dataclass(frozen=True)
class Lesson:
    start: datetime.time
    minutes: int
    title: Text
    url: str
    who: Text = ""
    where: Text = ""


@dataclass(frozen=True)
class Day:
    date: datetime.date
    lessons: Sequence[Lesson] = ()
    today: bool = False


@dataclass(frozen=True)
class Sum:
    """One line at the foot of a ledger, its amount as it is read."""

    label: Text
    amount: Text
