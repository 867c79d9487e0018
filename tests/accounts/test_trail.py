"""The audit trail: what is written, by whichever way a row changes, and on whose behalf."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import FamilyAccount, Post, SeenAs, Trace, User
from accounts.trail import retention, writing
from families.models import Family, Guardian, Person
from imuse import bulk
from imuse.acting import acting
from students.models import Enrolment
from tests.factories import make_course, make_enrolment, make_family, make_guardian, make_student


def told(act: str, kind: str) -> list[tuple[int, dict]]:
    """The oldest first."""
    traces = Trace.objects.filter(act=act, kind=kind).order_by("pk")
    return list(traces.values_list("record", "values"))


@pytest.fixture
def luc(gounod) -> Guardian:
    guardian = make_guardian(make_family(gounod), "Luc", mobile="+33639981234")
    Trace.objects.all().delete()
    return guardian


def test_row_that_is_added_tells_what_it_holds(gounod) -> None:
    family = make_family(gounod, "Moreau", reference="F-1")
    values = {"site": [None, gounod.pk], "reference": [None, "F-1"], "name": [None, "Moreau"]}
    assert told("added", "families.family") == [(family.pk, values)]


def test_row_that_changes_tells_from_which_value_to_which(luc) -> None:
    luc.mobile, luc.city = "+33639980000", "Nantes"
    luc.save()
    values = {"mobile": ["+33639981234", "+33639980000"], "city": ["", "Nantes"]}
    assert told("changed", "families.guardian") == [(luc.pk, values)]
    assert Trace.objects.get().site_id == luc.family.site_id


def test_row_that_is_saved_as_it_was_leaves_no_trace(luc) -> None:
    luc.save()
    assert not Trace.objects.exists()


def test_fields_that_are_not_audited_cost_no_question(moreau, django_assert_num_queries) -> None:
    moreau.last_login = timezone.now()
    with django_assert_num_queries(1):
        moreau.save(update_fields=["last_login"])


def test_change_costs_two_questions(luc, django_assert_num_queries) -> None:
    luc.city = "Nantes"
    with django_assert_num_queries(3):
        luc.save()


def test_row_that_is_removed_is_remembered_by_name(luc) -> None:
    number = luc.pk
    luc.delete()
    trace = Trace.objects.get(act="removed", kind="families.guardian")
    assert (trace.record, trace.name) == (number, "Luc Moreau")
    assert trace.values["mobile"] == ["+33639981234", None]


def test_what_goes_with_it_is_told_too(luc) -> None:
    luc.family.delete()
    assert set(Trace.objects.values_list("act", "kind")) == {
        ("removed", "families.family"),
        ("removed", "families.guardian"),
    }


def test_rows_changed_at_one_stroke_are_each_told(gounod) -> None:
    family = make_family(gounod)
    course = make_course(gounod, "Guitare 1")
    both = [make_enrolment(make_student(family, name), course) for name in ("Léa", "Tom")]
    Trace.objects.all().delete()
    course.enrolments.update(class_name="Guitare 2")
    values = {"class_name": ["Guitare 1", "Guitare 2"]}
    assert told("changed", "students.enrolment") == [(each.pk, values) for each in both]
    Enrolment.objects.filter(course=course).update(class_name="Guitare 2")
    assert Trace.objects.count() == 2
    for each in both:
        each.cycle = "2"
    Enrolment.objects.bulk_update(both, ["cycle"])
    assert Trace.objects.filter(values__has_key="cycle").count() == 2


def test_rows_made_at_one_stroke_are_each_told(gounod, office) -> None:
    Trace.objects.all().delete()
    made = Person.objects.bulk_create([Person(site=gounod, last_name=name) for name in "AB"])
    traces = Trace.objects.filter(act="added", site=gounod, kind="families.person")
    assert set(traces.values_list("record", flat=True)) == {each.pk for each in made}


def test_rows_saved_one_by_one_are_told_at_one_stroke(gounod, django_assert_num_queries) -> None:
    with django_assert_num_queries(4), writing.written_together():  # three rows, and their traces
        made = [Person.objects.create(site=gounod, last_name=name) for name in "ABC"]
    assert [record for record, _values in told("added", "families.person")] == [each.pk for each in made]


def test_rows_that_come_to_nothing_leave_no_trace(gounod) -> None:
    with suppress(LookupError), transaction.atomic(), writing.written_together():
        Person.objects.create(site=gounod, last_name="A")
        raise LookupError
    Person.objects.create(site=gounod, last_name="B")
    assert [values["last_name"] for _pk, values in told("added", "families.person")] == [[None, "B"]]


def test_rows_removed_at_one_stroke_are_each_told(office) -> None:
    Post.objects.filter(user=office).delete()
    assert [values["role"] for _pk, values in told("removed", "accounts.post")] == [["secretariat", None]]


def test_populations_made_in_bulk_leave_no_trace(gounod) -> None:
    Trace.objects.all().delete()
    bulk.create([Family(site=gounod, reference=str(number), name="Petit") for number in range(3)])
    assert not Trace.objects.exists()


def test_password_is_never_told(moreau) -> None:
    Trace.objects.all().delete()
    moreau.set_password("Contrepoint-2027")
    moreau.save()
    User.objects.filter(pk=moreau.pk).update(password="argon2$another")
    assert told("changed", "accounts.user") == [(moreau.pk, {"password": ["•••", "•••"]})] * 2


def test_account_is_one_record_under_each_of_its_names(moreau) -> None:
    account = FamilyAccount.objects.get(pk=moreau.pk)
    account.email = "luc@example.org"
    account.save()
    assert told("changed", "accounts.user") == [(moreau.pk, {"email": ["", "luc@example.org"]})]


def test_long_text_is_shortened(luc) -> None:
    luc.person.profession = "x" * 80
    luc.person.save()
    Trace.objects.all().delete()
    luc.family.site.welcome = "y" * 5000
    luc.family.site.save()
    old, new = Trace.objects.get().values["welcome"]
    assert (old, len(new)) == ("", 301)


def signed(**context) -> tuple:
    trace = Trace.objects.latest("pk")
    return trace.user_id, trace.who, trace.means, trace.address


def test_trace_says_who_acted_and_from_where(luc, office) -> None:
    request = RequestFactory().post("/")
    request.user = office
    luc.city = "Nantes"
    with acting(request=request):
        luc.save()
    assert signed() == (office.pk, "Vasseur", "", "127.0.0.1")


@pytest.mark.parametrize("means", ["clock:forget_trail", "command:demo"])
def test_trace_says_by_what_where_nobody_had_signed_in(luc, means: str) -> None:
    luc.city = "Nantes"
    with acting(means=means):
        luc.save()
    assert signed() == (None, "", means, None)


def test_trace_outlives_who_made_it(luc, petit) -> None:
    request = RequestFactory().post("/")
    request.user = petit
    luc.city = "Nantes"
    with acting(request=request):
        luc.save()
    petit.delete()
    trace = Trace.objects.get(kind="families.guardian")
    assert (trace.user_id, trace.who) == (None, "Maud Petit")


def test_trail_is_forgotten_after_a_year(luc, office, moreau) -> None:
    now = timezone.now()
    old, recent = now - retention.KEPT - timedelta(days=1), now - retention.KEPT + timedelta(days=1)
    for at in (old, recent):
        Trace.objects.create(at=at, act="changed", kind="families.guardian", record=luc.pk)
        SeenAs.objects.create(user=office, account=moreau, reason="Au téléphone", began_at=at)
    Trace.objects.filter(at__gt=recent).delete()
    assert retention.forget_old() == 2
    assert (Trace.objects.get().at, SeenAs.objects.get().began_at) == (recent, recent)
