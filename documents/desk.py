"""At the school's desk: what a family brings, taken down by the office in its stead."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.utils.translation import gettext as _

from accounts.office import may_at
from documents import deciding, handing_in
from documents.asked import Papers
from documents.forms import CounterForm, told_at
from documents.lines import Line
from documents.review import review_page
from families.models import Family
from imuse.policies import Denied
from students.models import Student

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document

ADD = "documents.add_document"


class Group(NamedTuple):
    anchor: str
    whose: str
    lines: list[Line]


class Desk:
    """A family with all its students, what is asked of them, and the form for what it brings."""

    def __init__(self, family: Family, by: "User", data: Any, sent_files: Any) -> None:
        self.family, self.by = family, by
        students = Student.objects.filter(memberships__family=family).select_related("person")
        self.papers = Papers(family, list(students.order_by("person__birth_date", "pk")))
        self.form = CounterForm(self.papers.all, data or None, sent_files or None)
        self.document: Document | None = None

    @classmethod
    def of(cls, asked: Mapping[str, Any], by: "User", data: Any, sent_files: Any) -> Self | None:
        """Of the family that the address names, or of the first of a student's; nothing for who may not."""
        families = Family.objects.select_related("site").order_by("-memberships__pays", "pk")
        if "family" in asked:
            family = families.filter(pk=asked["family"]).first()
        else:
            family = families.filter(memberships__student=asked.get("student", 0)).first()
        may = family and may_at(by, ADD, family.site_id)
        return cls(family, by, data, sent_files) if may else None

    def record(self) -> bool:
        if not self.form.is_valid():
            return False
        try:
            self.document = self._given()
        except Denied as denied:
            self.form.add_error(told_at(denied), denied.reason)
        return self.document is not None

    def _given(self) -> "Document":
        line, file = self.form.line, self.form.cleaned_data["file"]
        whose = {"kind": line.kind, "family": self.family, "student": line.student, "by": self.by}
        return handing_in.hand_in(file=file, **whose) if file else deciding.note_handed_over(**whose)

    @property
    def told(self) -> str:
        words = _("%(name)s : importé, à valider.") if self.document.has_file else _("%(name)s : remis.")
        return words % {"name": self.document}

    @property
    def leads_to(self) -> str:
        """What came as a file is looked at next."""
        return review_page(self.document.pk) if self.document.has_file else ""

    @property
    def groups(self) -> list[Group]:
        """The lines of the family, then of each student, under their names."""
        of_students = (
            Group(f"of-{student.pk}", str(student), self.papers.of_student(student))
            for student in self.papers.students
        )
        groups = [Group("of-family", _("La famille"), self.papers.of_family), *of_students]
        return [group for group in groups if group.lines]
