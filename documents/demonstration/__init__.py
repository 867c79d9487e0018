"""The demonstration's documents (SPEC 10): what each school asks for, and what its families gave."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Site, User
from documents import files
from documents.demonstration.schools import SCHOOLS
from documents.demonstration.tables import Given, Kind, School, Status
from documents.models import Document, DocumentType
from families.models import Family, Guardian
from students.models import Department, Student

DAY = timedelta(days=1)


def fill() -> None:
    by = User.objects.get(identifier="gestion")
    for school in SCHOOLS:
        _fill_school(school, by)


def _fill_school(school: School, by: User) -> None:
    site = Site.objects.get(name=school.site)
    for order, kind in enumerate(school.kinds, start=1):
        _ask(kind, site, order)
    for given in school.given:
        _give(given, site, by)


def _ask(kind: Kind, site: Site, order: int) -> None:
    asked = DocumentType(site=site, name=kind.name, of=kind.of, order=order, **kind.facts)
    if kind.blank:
        blank = kind.blank()
        asked.take(blank, files.keep(blank))
    asked.save()
    asked.departments.set(Department.objects.filter(site=site, name__in=kind.departments))


def _give(given: Given, site: Site, by: User) -> None:
    family = Family.objects.get(site=site, reference=given.family)
    now = timezone.now()
    document = Document(
        type=DocumentType.objects.get(site=site, name=given.kind),
        family=family,
        student=_student(given, family),
        answer=given.answer,
        sent_at=now - given.days_ago * DAY,
        sent_by=Guardian.objects.get(family=family, order=1).user,
        status=given.status,
        reason=given.reason,
    )
    if given.file:
        file = given.file()
        document.take(file, files.keep(file))
    if given.status != Status.WAITING:
        document.decided_by, document.decided_at = by, document.sent_at + DAY
        document.told_at = document.decided_at
    if given.ends_in is not None:
        document.valid_until = timezone.localdate() + given.ends_in * DAY
    document.save()


def _student(given: Given, family: Family) -> Student | None:
    if not given.student:
        return None
    return Student.objects.get(memberships__family=family, person__first_name=given.student)
