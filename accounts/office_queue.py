"""The queues of «Gestion»: from the list to the first that waits, and from each to the next. The same letters everywhere.

V does what is mostly done, R refuses, C asks the family for more, I asks PayFiP; S and P go on and back, L leads to
the list.
"""

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from imuse.walking import place_among

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse

    from imuse.components import PagerWords


class Deed(NamedTuple):
    """What may be done here: an action of the list, for the one that is shown."""

    name: str
    label: str
    letter: str


class Queued:
    """A list of which some wait for somebody of the office."""

    def waiting(self, request: "HttpRequest") -> "QuerySet":
        """Each queue says it: those that the person may work on, in the order in which they are worked on."""
        raise NotImplementedError

    def page_of(self, number: int) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[number])

    def changelist_view(
        self, request: "HttpRequest", extra_context: dict[str, Any] | None = None
    ) -> "HttpResponse":
        first = (
            self.waiting(request).values_list("pk", flat=True).first() if request.method == "GET" else None
        )
        begin = {"first_waiting": self.page_of(first)} if first else {}
        return super().changelist_view(request, begin | (extra_context or {}))


class NextAfterNext(Queued):
    """Where one is read whole and one of the list's actions done: then comes the next."""

    change_form_template = "admin/queue/one.html"
    letters: ClassVar[dict[str, str]] = {}
    words: "PagerWords"
    asked = ""  # what the list is asked for, where it would show more than what waits

    def queue_page(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist") + self.asked

    def changeform_view(
        self,
        request: "HttpRequest",
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> "HttpResponse":
        if request.method == "POST" and "deed" in request.POST:
            return self._do(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: "HttpRequest", context: dict[str, Any], *args: Any, **options: Any
    ) -> "HttpResponse":
        obj = context["original"]
        numbers = self._numbers(request) if obj else []
        if obj and obj.pk in numbers:
            context |= self._ways(request, obj, numbers)
        return super().render_change_form(request, context, *args, **options)

    def _ways(self, request: "HttpRequest", obj: "Model", numbers: list[int]) -> dict[str, Any]:
        pager = place_among(numbers, obj.pk, self.page_of, self.words)
        return {
            "deeds": self._deeds(request),
            "pager": pager,
            "previous": pager and pager.previous,
            "following": self._following(obj.pk, numbers, numbers),
            "queue": self.queue_page(),
        }

    def _do(self, request: "HttpRequest", object_id: str | None) -> "HttpResponse":
        obj, name = self.get_object(request, object_id), request.POST["deed"]
        if obj is None:
            raise Http404
        if name not in {deed.name for deed in self._deeds(request)}:
            raise PermissionDenied
        number, before = obj.pk, self._numbers(request)
        action, _name, _label = self.get_actions(request)[name]
        action(self, request, self.get_queryset(request).filter(pk=number))
        return redirect(self._following(number, before, self._numbers(request)) or self.queue_page())

    def _deeds(self, request: "HttpRequest") -> list[Deed]:
        offered = self.get_actions(request)
        return [
            Deed(name, offered[name][2], letter) for name, letter in self.letters.items() if name in offered
        ]

    def _numbers(self, request: "HttpRequest") -> list[int]:
        return list(self.waiting(request).values_list("pk", flat=True))

    def _following(self, number: int, before: list[int], now: list[int]) -> str:
        """The one that came after, of those that wait still; else the first."""
        after = before[before.index(number) + 1 :] if number in before else []
        rest = [each for each in now if each != number]
        found = next((each for each in after if each in rest), rest[0] if rest else None)
        return self.page_of(found) if found else ""
