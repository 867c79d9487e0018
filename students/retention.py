"""The files of students who left, and of the families of whom nobody is left: two years after the last year of lessons.

What needs a file longer is told by the other rooms, in `apps.ready()`. A family that was billed keeps its reference and
its name as long as the law keeps accounts; its guardians and their accounts go. Who never had a lesson has no date to
count from, and is left to the office.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from accounts.models import Site, User
from families.models import Family, Guardian, Person
from students.models import Enrolment, Restriction, Student

YEARS = 2
LAST_CONTACT = timedelta(days=2 * 365)
ORDER_KEPT = timedelta(days=365)
AT_ONCE = 200

Students = Callable[[Site], QuerySet]
_holds: dict[str, Students] = {}
_leaving: list[Callable[[Collection[int], Collection[int]], None]] = []


def holds(name: str, students: Students) -> None:
    """The numbers of students of that school whose file is needed still."""
    _holds[name] = students


def before_leaving(act: Callable[[Collection[int], Collection[int]], None]) -> None:
    """For files in the store: called with the students and the families whose rows are about to go."""
    _leaving.append(act)


def past(site: Site) -> QuerySet[Student]:
    """By their lessons alone."""
    lessons = Enrolment.objects.filter(student=OuterRef("pk"))
    recent = lessons.filter(year__gte=site.school_year() - YEARS)
    return Student.objects.filter(Exists(lessons), ~Exists(recent), person__site=site)


def departed(site: Site) -> QuerySet[Student]:
    rows = past(site)
    for students in _holds.values():
        rows = rows.exclude(pk__in=students(site))
    return rows


def still_in_touch(site: Site) -> QuerySet:
    """A guardian came in not long ago."""
    since = timezone.now() - LAST_CONTACT
    families = Guardian.objects.filter(family__site=site, user__last_login__gte=since).values("family")
    return Student.objects.filter(memberships__family__in=families).values("pk")


holds("sign-in", still_in_touch)


def due(sites: Collection[int]) -> int:
    return sum(departed(site).count() for site in _sites(sites))


def held(sites: Collection[int]) -> dict[str, int]:
    """What keeps files whose lessons are long over."""
    return {
        name: sum(past(site).filter(pk__in=students(site)).count() for site in _sites(sites))
        for name, students in _holds.items()
    }


def forget(sites: Collection[int]) -> int:
    return sum(_forget(student, site) for site in _sites(sites) for student in _numbers(site))


def orders_over() -> QuerySet[Restriction]:
    """One without an end holds."""
    return Restriction.objects.filter(ends_on__lt=timezone.localdate() - ORDER_KEPT)


def forget_orders() -> int:
    return orders_over().delete()[0]


def _sites(sites: Collection[int]) -> QuerySet[Site]:
    return Site.objects.filter(pk__in=sites).order_by("pk")


def _numbers(site: Site) -> Iterator[int]:
    last = 0
    while batch := list(
        departed(site).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield from batch
        last = batch[-1]


@transaction.atomic
def _forget(number: int, site: Site) -> bool:
    """One at a time, and asked again: they may have come back meanwhile."""
    student = departed(site).select_for_update(of=("self",)).filter(pk=number).first()
    if student is None:
        return False
    families = list(Family.objects.filter(memberships__student=student).order_by("pk"))
    person = student.person
    _tell_the_others(students=[student.pk])
    student.delete()
    _forget_person(person)
    for family in families:
        if not family.memberships.exists():
            _forget_family(family)
    return True


def _forget_family(family: Family) -> None:
    _tell_the_others(families=[family.pk])
    family.changes.all().delete()
    for guardian in family.guardians.select_related("person", "user"):
        guardian.delete()
        _forget_person(guardian.person)
        if guardian.user:
            _close(guardian.user)
    try:
        with transaction.atomic():
            family.delete()
    except ProtectedError:  # its accounts
        return


def _tell_the_others(*, students: Collection[int] = (), families: Collection[int] = ()) -> None:
    for act in _leaving:
        act(students, families)


def _forget_person(person: Person) -> None:
    if not (
        Student.objects.filter(person=person).exists() or Guardian.objects.filter(person=person).exists()
    ):
        person.delete()


def _close(user: User) -> None:
    """Who began a payment answers for it in the accounts: a number without a name stays."""
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        user.identifier, user.last_name, user.is_active = f"parti-{user.pk}", "—", False
        user.civility = user.first_name = user.email = user.language = user.display = ""
        user.last_login = None
        user.set_unusable_password()
        user.save()
