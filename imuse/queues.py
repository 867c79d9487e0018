"""What waits for the office, gathered for the front page of «Gestion»: each app registers its queues in `apps.ready()`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Min
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.functional import Promise


@dataclass(frozen=True, order=True)
class Queue:
    """`rows` are those that wait and that the person may work on; `since` is the column that tells for how long."""

    order: int
    label: "Promise" = field(compare=False)
    route: str = field(compare=False)
    rows: "Callable[[Any], QuerySet]" = field(compare=False)
    since: str = field(compare=False)


class Length(NamedTuple):
    label: "Promise"
    url: str
    count: int
    oldest: datetime


_queues: list[Queue] = []


def register(*queues: Queue) -> None:
    _queues.extend(queues)
    _queues.sort()


def lengths_for(user: Any) -> list[Length]:
    """Those with anything in them."""
    found = (
        (queue, queue.rows(user).order_by().aggregate(n=Count("pk"), oldest=Min(queue.since)))
        for queue in _queues
    )
    return [
        Length(queue.label, reverse(queue.route), told["n"], told["oldest"])
        for queue, told in found
        if told["n"]
    ]
