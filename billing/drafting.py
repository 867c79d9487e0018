"""Drafts in bulk: what a school's enrolments cost by one of its price lists, each line with its reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.papers import FRENCH
from billing.issuing import total_up
from billing.models import Category, Instalment, Invoice, InvoiceLine, PriceList
from families.models import Family
from imuse.bulk import in_batches
from imuse.money import parts, share
from students.models import Enrolment, Membership, Student

BATCH = 100
MONTH_BEFORE = timedelta(days=30)


class Drafted(NamedTuple):
    """How many drafts were made; how many families had one already; enrolments whose discipline has no price."""

    made: int
    known: int
    unpriced: int


@dataclass
class Course:
    """What one enrolment costs."""

    student: Student
    label: str
    price: Decimal


def draft_from_enrolments(price_list: PriceList) -> Drafted:
    """A draft for each family that pays for an enrolled student, once: begun again, it goes on where it stopped."""
    made = known = unpriced = 0
    families = Family.objects.filter(site=price_list.site_id, memberships__pays=True).distinct()
    for batch in in_batches(families, BATCH):
        done = _drafted(price_list, [family.pk for family in batch])
        made, known, unpriced = made + done.made, known + done.known, unpriced + done.unpriced
    return Drafted(made, known, unpriced)


@translation.override(FRENCH)
@transaction.atomic
def _drafted(price_list: PriceList, families: list[int]) -> Drafted:
    locked = list(Family.objects.select_for_update(of=("self",)).filter(pk__in=families).order_by("pk"))
    billed = set(price_list.invoices.filter(family__in=families).values_list("family", flat=True))
    courses, unpriced = _courses(price_list, families)
    made = known = 0
    for family in locked:
        if courses[family.pk] and family.pk in billed:
            known += 1
        elif courses[family.pk]:
            _draft(price_list, family, courses[family.pk])
            made += 1
    return Drafted(made, known, unpriced)


def _courses(price_list: PriceList, families: list[int]) -> tuple[dict[int, list[Course]], int]:
    """Of each family, the courses of the students that it pays for; and how many have no price."""
    payers = dict(Membership.objects.filter(family__in=families, pays=True).values_list("student", "family"))
    prices = dict(price_list.prices.values_list("discipline", "amount"))
    found, unpriced = defaultdict(list), 0
    enrolments = Enrolment.objects.of_year(price_list.year).filter(student__in=payers, is_active=True)
    for enrolment in enrolments.select_related("student__person").order_by("class_name", "pk"):
        price = prices.get(enrolment.discipline_id)
        if price is None:
            unpriced += 1
        else:
            course = Course(enrolment.student, enrolment.class_name, price)
            found[payers[enrolment.student_id]].append(course)
    return found, unpriced


def _draft(price_list: PriceList, family: Family, courses: list[Course]) -> None:
    draft = Invoice(
        site_id=price_list.site_id,
        family=family,
        regie_id=price_list.regie_id,
        price_list=price_list,
        category=Category.TUITION,
        year=price_list.year,
        label=price_list.name,
    )
    draft.save()
    lines = list(_lines(price_list, courses))
    for position, line in enumerate(lines, start=1):
        line.invoice, line.position = draft, position
    InvoiceLine.objects.bulk_create(lines)
    total_up(draft)
    draft.save()
    Instalment.objects.bulk_create(_plan(price_list, draft))


def _lines(price_list: PriceList, courses: list[Course]) -> Iterator[InvoiceLine]:
    """The eldest pays the whole; the others less, in the order of their ages."""
    students = sorted({course.student for course in courses}, key=_age)
    ranks = {student.pk: rank for rank, student in enumerate(students, start=1)}
    for course in sorted(courses, key=lambda course: ranks[course.student.pk]):
        rank = ranks[course.student.pk]
        percent = price_list.sibling_discount(rank)
        yield InvoiceLine(
            label=course.label,
            student=course.student,
            unit_price=course.price,
            discount=share(course.price, percent),
            reason=_reason(rank, percent),
        )
    if price_list.family_fee:
        reason = _("Une fois par famille et par an")
        yield InvoiceLine(label=_("Frais de dossier"), unit_price=price_list.family_fee, reason=reason)


def _age(student: Student) -> tuple[date, int]:
    return student.person.birth_date or date.max, student.pk


def _reason(rank: int, percent: int) -> str:
    if not percent:
        return ""
    words = _("%(rank)se élève de la famille : remise de %(percent)s %%")
    return words % {"rank": rank, "percent": percent}


def _plan(price_list: PriceList, draft: Invoice) -> Iterator[Instalment]:
    if draft.total:
        for place, amount in enumerate(parts(draft.total, price_list.instalments)):
            day = month_later(price_list.first_due_on, place)
            if amount:
                yield Instalment(invoice=draft, payable_from=day - MONTH_BEFORE, due_on=day, amount=amount)


def month_later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))
