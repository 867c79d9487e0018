"""What the page «Enseignant absent» shows, and what is said once its message has left."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imuse import texting
from imuse.policies import Denied, reason_against
from imuse.text_alphabet import Length, length_of, plain
from students import away
from students.away_forms import DayForm, WordsForm
from students.models import Course, CourseNotice

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from students.away import Reached

LATEST = 5


class AwayPage:
    title: Any = gettext_lazy("Enseignant absent")

    def __init__(self, request: "HttpRequest", course: Course) -> None:
        self.request, self.course = request, course
        self.day_form = DayForm(request.POST or request.GET, course)
        self.day: date | None = self.day_form.chosen()
        ready = {"words": away.ready_words(course, self.day)} if self.day else {}
        self.words = WordsForm(request.POST or None, initial=ready)

    @cached_property
    def denied(self) -> str:
        return reason_against(away.check_can_tell, course=self.course, day=self.day) if self.day else ""

    @cached_property
    def reached(self) -> "Reached | None":
        return None if self.denied or not self.day else away.reached(self.course, self.day)

    @property
    def text(self) -> str:
        """As it leaves by text."""
        return plain(str(self.words["words"].value() or "").strip())

    @property
    def length(self) -> Length:
        return length_of(self.text)

    @property
    def messages_in_all(self) -> int:
        return self.length.messages * len(self.reached.by_text) if self.reached else 0

    @property
    def sends_texts(self) -> bool:
        return texting.is_offered()

    @cached_property
    def sent_before(self) -> "QuerySet[CourseNotice]":
        seen = CourseNotice.objects.for_user(self.request.user)
        return seen.filter(course=self.course).select_related("written_by")[:LATEST]

    def is_sent(self) -> bool:
        """«Recompter» shows the page again."""
        sent = self.request.method == "POST" and "recount" not in self.request.POST
        return sent and self.day is not None and self.words.is_valid()

    def tell(self) -> str:
        """Nothing where it is refused: the form says why."""
        facts = {"course": self.course, "day": self.day, "by": self.request.user}
        try:
            notice = away.tell(**facts, words=self.words.cleaned_data["words"])
        except Denied as denied:
            self.words.add_error(None, denied.reason)
            return ""
        return _said(notice)


def _said(notice: CourseNotice) -> str:
    by_text = ngettext("%(n)s personne par texto", "%(n)s personnes par texto", notice.by_text)
    by_mail = ngettext("%(n)s par mail", "%(n)s par mail", notice.by_mail)
    facts = {"texts": by_text % {"n": notice.by_text}, "mails": by_mail % {"n": notice.by_mail}}
    said = _("Le message part : %(texts)s, %(mails)s.") % facts
    if not notice.unreached:
        return said
    rest = ngettext("%(n)s personne reste à appeler.", "%(n)s personnes restent à appeler.", notice.unreached)
    return f"{said} {rest % {'n': notice.unreached}}"
