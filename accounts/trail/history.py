"""The history of a record, page by page: traces and other trails, the newest first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from accounts.models import Trace, User
from accounts.trail.pages import Keys, keys_of, others_of
from accounts.trail.words import Names, Of, actor, model_of, pointed_to, sentence

A_PAGE = 30


class Line(NamedTuple):
    at: datetime
    who: str
    what: str
    details: Sequence[str] = ()


class Source(Protocol):
    """Something that happened, kept in one table."""

    def count(self) -> int: ...

    def latest(self, number: int) -> list[Line]:
        """The newest first."""


class Traces:
    """Of these records. Who may not change the record reads of the fields that its page shows them, `only`."""

    def __init__(self, keys: Keys, *, own: Keys, only: Collection[str] | None = None) -> None:
        asked = reduce(or_, (Q(kind=kind, record__in=numbers) for kind, numbers in keys.items()))
        if only is not None:
            shown = reduce(or_, (Q(values__has_key=name) for name in only), Q(pk=None))
            asked &= shown
        self.rows, self.own, self.only = Trace.objects.filter(asked), own, only

    def count(self) -> int:
        return self.rows.count()

    def latest(self, number: int) -> list[Line]:
        traces = list(self.rows.order_by("-at", "-pk")[:number])
        names = Names(self._to_be_named(traces))
        return [self._line(trace, names) for trace in traces]

    def _to_be_named(self, traces: Iterable[Trace]) -> Iterator[Of]:
        for trace in traces:
            yield from pointed_to(trace)
            if not self._is_own(trace):
                yield trace.kind, trace.record

    def _is_own(self, trace: Trace) -> bool:
        return trace.record in self.own.get(trace.kind, ())

    def _line(self, trace: Trace, names: Names) -> Line:
        shown = [name for name in trace.values if self.only is None or name in self.only]
        details = [sentence(trace, name, names) for name in shown]
        return Line(trace.at, actor(trace), self._what(trace, names), details)

    def _what(self, trace: Trace, names: Names) -> str:
        """A part is named: of which it is told."""
        act = trace.get_act_display()
        if self._is_own(trace):
            return act
        model = model_of(trace.kind)
        label = model._meta.verbose_name if model else trace.kind  # noqa: SLF001 - Django's documented name
        facts = {"act": act, "label": label, "name": names.of(trace.kind, trace.record)}
        return _("%(act)s (%(label)s : %(name)s)") % facts


class Merged:
    """Several sources as one list, of which no more is read than what comes before the end of the page."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources

    def __len__(self) -> int:
        return sum(source.count() for source in self.sources)

    def __getitem__(self, part: slice) -> list[Line]:
        lines = [line for source in self.sources for line in source.latest(part.stop)]
        return sorted(lines, key=lambda line: line.at, reverse=True)[part]


def history(
    obj: Model, user: User, *, keys: Keys, page: str | int, only: Collection[str] | None = None
) -> Page:
    sources = [Traces(keys, own=keys_of(obj), only=only), *others_of(obj, user)]
    return Paginator(Merged(sources), A_PAGE).get_page(page)
