"""A teacher is away: who has a lesson that day is told, once, by text message or by mail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts import mails, texts
from accounts.models import Mail, User
from families.models import Guardian, Person
from imuse import texting
from imuse.keys import key
from imuse.policies import Denied
from imuse.telephones import takes_texts
from imuse.templatetags.times import day_and_month
from imuse.text_alphabet import plain
from students.models import Course, CourseNotice, Enrolment, Membership, Restriction, Student

OF_AGE = 18
LATEST = 10
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told, with the numbers and addresses that the school knows."""

    person: Person
    user: User | None
    mobile: str
    email: str


class Reached(NamedTuple):
    """Each person in one of the three; one number or address gets one message."""

    by_text: list[Recipient]
    by_mail: list[Recipient]
    unreached: list[Recipient]


# Which day, and what is said


def lessons_on(course: Course, day: date) -> list[Enrolment]:
    """Of the course; a student's own time counts for that student."""
    active = course.enrolments.filter(is_active=True).select_related("course", "student__person")
    return [lesson for lesson in active.order_by("pk") if is_held_on(lesson, day)]


def is_held_on(lesson: Enrolment, day: date) -> bool:
    slot = lesson.slot
    return lesson.is_current_on(day) and (slot is None or slot.weekday == day.weekday())


def next_day(course: Course) -> date:
    """Of a lesson, from today on; today where no lesson has a time."""
    today = timezone.localdate()
    slots = [lesson.slot for lesson in course.enrolments.filter(is_active=True).select_related("course")]
    ahead = [
        (slot.weekday - today.weekday()) % 7 for slot in [*slots, course if course.has_slot else None] if slot
    ]
    return today + timedelta(days=min(ahead, default=0))


@translation.override("fr")
def ready_words(course: Course, day: date) -> str:
    """In French, like all that a school writes itself."""
    facts = {"course": _called(course), "day": f"{format_date(day, 'l')} {day_and_month(day)}"}
    if course.teacher:
        facts["teacher"] = _of(f"{course.teacher.first_name} {course.teacher.last_name}".strip())
        return (
            _("%(course)s %(teacher)s du %(day)s : l’enseignant est absent, le cours n’a pas lieu.") % facts
        )
    return _("%(course)s du %(day)s : l’enseignant est absent, le cours n’a pas lieu.") % facts


def _called(course: Course) -> str:
    """«Cours de piano», «Cours d’orgue»."""
    name = course.discipline.name if course.discipline else course.name
    small = name if name.isupper() else name[:1].lower() + name[1:]
    return _("Cours %(of_what)s") % {"of_what": _of(small)}


def _of(name: str) -> str:
    """«de Paul», «d’Isabelle»."""
    told = _("d’%(name)s") if key(name)[:1] in set("aeiou") else _("de %(name)s")
    return told % {"name": name}


# Who is told


def reached(course: Course, day: date) -> Reached:
    sorted_out, numbers, addresses = Reached([], [], []), set(), set()
    for recipient in recipients(course, day):
        if recipient.mobile:
            if recipient.mobile not in numbers:
                sorted_out.by_text.append(recipient)
            numbers.add(recipient.mobile)
        elif recipient.email:
            if key(recipient.email) not in addresses:
                sorted_out.by_mail.append(recipient)
            addresses.add(key(recipient.email))
        else:
            sorted_out.unreached.append(recipient)
    return sorted_out


def recipients(course: Course, day: date) -> list[Recipient]:
    """The guardians of each household, but whom a court keeps from the child, and students of age. Each once."""
    students = [lesson.student for lesson in lessons_on(course, day)]
    places = Membership.objects.filter(student__in=students).select_related(
        "student__person", "reached_through"
    )
    households = places.prefetch_related("family__guardians__person", "family__guardians__user").order_by(
        "pk"
    )
    kept_away = _kept_away(students, day)
    found: dict[int, Recipient] = {}
    for place in households:
        for recipient in _of_place(place, kept_away, day):
            found.setdefault(recipient.person.pk, recipient)
    return sorted(found.values(), key=lambda recipient: (recipient.person.name_key, recipient.person.pk))


def _kept_away(students: Iterable[Student], day: date) -> set[tuple[int, int]]:
    """From now until that day, at any moment."""
    orders = Restriction.objects.filter(student__in=students, starts_on__lte=day).order_by()
    in_force = orders.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()))
    return set(in_force.values_list("guardian", "student"))


def _of_place(place: Membership, kept_away: set[tuple[int, int]], day: date) -> Iterator[Recipient]:
    guardians = sorted(place.family.guardians.all(), key=lambda guardian: guardian.order)
    for guardian in guardians:
        if (guardian.pk, place.student_id) not in kept_away:
            yield _guardian(guardian)
    student = place.student.person
    if student.pk not in {guardian.person_id for guardian in guardians} and _is_of_age(student, day):
        own = place.reached_through is None
        yield Recipient(student, None, _texted(place.mobile) if own else "", place.email)


def _guardian(guardian: Guardian) -> Recipient:
    user = guardian.user if guardian.user and guardian.user.is_active else None
    address = guardian.email or (user.email if user else "")
    return Recipient(guardian.person, user, _texted(guardian.mobile), address)


def _texted(number: str) -> str:
    return number if texting.is_offered() and takes_texts(number) else ""


def _is_of_age(person: Person, day: date) -> bool:
    born = person.birth_date
    return (
        born is not None
        and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= OF_AGE
    )


# Telling


def check_can_tell(course: Course, day: date) -> None:
    today = timezone.localdate()
    if day < today:
        raise Denied(_("Ce jour est passé."))
    if day > today + A_YEAR:
        raise Denied(_("Ce jour est trop loin."))
    if not lessons_on(course, day):
        raise Denied(_("Personne n’a cours ce jour-là."))


def tell(*, course: Course, day: date, words: str, by: User) -> CourseNotice:
    """The same words for the same lesson leave once, whoever clicks."""
    check_can_tell(course, day)
    told = reached(course, day)
    try:
        return _send(course, day, words, told, by)
    except IntegrityError:
        if CourseNotice.objects.filter(course=course, day=day, words=words).exists():
            raise Denied(_("Ce message est déjà parti.")) from None
        raise


@transaction.atomic
def _send(course: Course, day: date, words: str, told: Reached, by: User) -> CourseNotice:
    counted = {name: len(several) for name, several in told._asdict().items()}
    notice = CourseNotice.objects.create(course=course, day=day, words=words, written_by=by, **counted)
    text, over = plain(words), end_of(day)
    for each in told.by_text:
        texts.write(text, to=each.mobile, site=course.site, user=each.user, lapses_at=over)
    for each in told.by_mail:
        mails.write(
            "course_notice",
            to=each.user,
            site=course.site,
            address=each.email,
            references={"notice": notice.pk},
            priority=Mail.Priority.URGENT,
            lapses_at=over,
        )
    return notice


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


# What families read


def notices_for(user: User) -> list[CourseNotice]:
    """Of lessons to come, until their day is over, the next first."""
    today = timezone.localdate()
    own = Enrolment.objects.for_user(user).filter(is_active=True, course__notices__day__gte=today)
    lessons: dict[int, list[Enrolment]] = {}
    for lesson in own.select_related("course").distinct().order_by("pk"):
        lessons.setdefault(lesson.course_id, []).append(lesson)
    if not lessons:
        return []
    notices = CourseNotice.objects.from_day(today).filter(course__in=lessons).order_by("day", "pk")
    return [
        notice
        for notice in notices
        if any(is_held_on(lesson, notice.day) for lesson in lessons[notice.course_id])
    ]


def notices_of(lesson: Enrolment) -> list[CourseNotice]:
    """In the file of the course: the latest, past ones too."""
    told = CourseNotice.objects.filter(course=lesson.course_id)[:LATEST]
    return [notice for notice in told if is_held_on(lesson, notice.day)]
