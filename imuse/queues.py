"""What waits for the office, gathered for the front page of «Gestion»: each app registers its queues in `apps.ready()`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from imuse.components import Waiting
from imuse.templatetags.times import age

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.functional import Promise


@dataclass(frozen=True, order=True)
class Queue:
    """`rows` are those that wait and that the person may work on; `since` is the column that tells for how long.

    `asked` is what the list is asked for, where it would show more than what waits; `shape` that of the front page.
    """

    order: int
    label: "Promise" = field(compare=False)
    route: str = field(compare=False)
    rows: "Callable[[Any], QuerySet]" = field(compare=False)
    since: str = field(compare=False)
    asked: str = field(compare=False, default="")
    shape: str = field(compare=False, default="waiting")

    @property
    def url(self) -> str:
        return reverse(self.route) + self.asked


class Length(NamedTuple):
    label: "Promise"
    url: str
    count: int
    oldest: datetime
    shape: str = "waiting"

    @property
    def line(self) -> Waiting:
        """As the front page shows it."""
        since, count = age(self.oldest), self.count
        alone, among = _("Attend depuis %(age)s."), _("Le plus ancien attend depuis %(age)s.")
        words = (alone if count == 1 else among) % {"age": since}
        due = _("%(count)s à traiter") % {"count": count}
        return Waiting(self.shape, self.label, self.url, words, due)


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
        Length(queue.label, queue.url, told["n"], told["oldest"], queue.shape)
        for queue, told in found
        if told["n"]
    ]
