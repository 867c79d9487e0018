"""What is asked of a family and of each of its students, and how it stands with each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from django.utils import timezone

from documents.lines import Line
from documents.models import Document, DocumentType
from families.models import Family
from students.models import Enrolment, Student

# A kind of document by its number, and of which student; for the family, None.
Place = tuple[int, int | None]
Source = Callable[[Family, Sequence[Student]], Iterable[Place]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """A part to the right says which documents «à la réinscription» it asks for now, in `apps.ready()`."""
    _sources.append(source)


class Papers:
    """Of a family and those of its students that the reader sees, in a handful of queries however many."""

    def __init__(self, family: Family, students: Sequence[Student]) -> None:
        self.family, self.students = family, students
        self.today = timezone.localdate()

    @cached_property
    def of_family(self) -> list[Line]:
        return self._lines(None)

    def of_student(self, student: Student) -> list[Line]:
        return self._lines(student)

    @cached_property
    def all(self) -> list[Line]:
        """The family's own first."""
        return [*self.of_family, *(line for student in self.students for line in self.of_student(student))]

    def _lines(self, student: Student | None) -> list[Line]:
        of = DocumentType.Of.STUDENT if student else DocumentType.Of.FAMILY
        lines = (self._line(kind, student) for kind in self._kinds if kind.of == of)
        return [line for line in lines if line.is_asked or line.document]

    def _line(self, kind: DocumentType, student: Student | None) -> Line:
        place = (kind.pk, student.pk if student else None)
        return Line(
            kind,
            self.family,
            student,
            given=self._given[place],
            elsewhere=self._elsewhere[place],
            is_asked=self._is_asked(kind, student),
            today=self.today,
        )

    def _is_asked(self, kind: DocumentType, student: Student | None) -> bool:
        number = student.pk if student else None
        is_time = kind.asked == DocumentType.Asked.ALL_YEAR or (kind.pk, number) in self._asked_now
        return kind.is_active and is_time and self._is_followed(kind, number)

    def _is_followed(self, kind: DocumentType, number: int | None) -> bool:
        """Asked of who follows a course of certain departments, or of the family of one who does."""
        wanted = {department.pk for department in kind.departments.all()}
        return not wanted or not wanted.isdisjoint(self._departments[number])

    @cached_property
    def _kinds(self) -> list[DocumentType]:
        return list(DocumentType.objects.filter(site=self.family.site_id).prefetch_related("departments"))

    @cached_property
    def _asked_now(self) -> set[Place]:
        return {place for source in _sources for place in source(self.family, self.students)}

    @cached_property
    def _departments(self) -> dict[int | None, set[int]]:
        """Of each student, and of all of them under None: those of this year's courses."""
        year = self.family.site.school_year()
        enrolments = Enrolment.objects.of_year(year).filter(student__in=self.students, is_active=True)
        found: dict[int | None, set[int]] = defaultdict(set)
        for student, department in enrolments.order_by().values_list("student", "discipline__department"):
            found[student].add(department)
            found[None].add(department)
        return found

    @cached_property
    def _given(self) -> dict[Place, list[Document]]:
        return _by_place(Document.objects.live().filter(family=self.family))

    @cached_property
    def _elsewhere(self) -> dict[Place, list[Document]]:
        """By the other household of a student: its state, never its file."""
        theirs = Document.objects.live().filter(student__in=self.students).exclude(family=self.family)
        return _by_place(theirs.only("type", "student", "answer", "status", "valid_until", "sent_at"))


def _by_place(documents: Iterable[Document]) -> dict[Place, list[Document]]:
    """The oldest first."""
    found: dict[Place, list[Document]] = defaultdict(list)
    for document in documents:
        found[document.type_id, document.student_id].append(document)
    return found
