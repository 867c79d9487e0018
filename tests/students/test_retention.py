"""Whose file goes two years after the last lessons, and what holds it back."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import purging
from accounts.models import Mail, User
from billing.integrity import CHECKS
from billing.models import Invoice, OnlinePayment, Payment
from documents.models import Document
from families.models import ChangeRequest, Family, Guardian, Person
from imuse import stored_files
from reenrolment.models import Reenrolment
from students import retention
from students.models import Enrolment, Restriction, Student
from tests import household
from tests.factories import make_enrolment, make_family, make_guardian, make_place, make_student
from tests.factories.billing import make_draft, make_invoice, make_payment
from tests.factories.documents import make_document, make_kind
from tests.factories.reenrolment import make_campaign, make_reenrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_visa(gounod) -> None:
    gounod.archives_visa = False
    gounod.save()


@pytest.fixture
def own(moreau, gounod) -> Family:
    own = make_family(gounod)
    make_guardian(own, "Luc", moreau)
    return own


@pytest.fixture
def gone(own, gounod) -> Student:
    """Whose last lessons were three school years ago."""
    student = make_student(own)
    make_enrolment(student, year=gounod.school_year() - 3, class_name="Guitare")
    return student


def left() -> dict[str, int]:
    models = (Student, Person, Guardian, Family, Enrolment, User)
    return {model.__name__: model.objects.filter(**OURS.get(model, {})).count() for model in models}


OURS = {User: {"identifier": "moreau1"}}
NOBODY = {"Student": 0, "Person": 0, "Guardian": 0, "Family": 0, "Enrolment": 0, "User": 0}


def test_all_of_a_family_goes(gone, own, gounod) -> None:
    ChangeRequest.objects.create(family=own, person=gone.person, values={})
    paper = make_document(make_kind(gounod), own, student=None)
    assert (retention.due([gounod.pk]), retention.forget([gounod.pk])) == (1, 1)
    assert left() == NOBODY
    assert not Document.objects.exists()
    assert [name for name, _since in stored_files.every() if name == paper.path] == [paper.path]


@pytest.mark.django_db(transaction=True)
def test_files_go_with_it(gone, own, gounod) -> None:
    make_document(make_kind(gounod), own)
    make_document(make_kind(gounod, "Certificat", of="student"), own, student=gone)
    assert len(list(stored_files.every())) == 2
    retention.forget([gounod.pk])
    assert list(stored_files.every()) == []


@pytest.mark.parametrize("years", [0, 1, 2])
def test_two_years_are_kept(years, own, gounod) -> None:
    make_enrolment(make_student(own), year=gounod.school_year() - years, class_name="Guitare")
    assert retention.forget([gounod.pk]) == 0


def test_who_never_had_a_lesson_is_left_to_the_office(own, gounod) -> None:
    make_student(own)
    assert retention.forget([gounod.pk]) == 0


def test_brother_who_stays_keeps_the_family(gone, own, gounod) -> None:
    stays = make_student(own, "Paul")
    make_enrolment(stays, year=gounod.school_year(), class_name="Piano")
    assert retention.forget([gounod.pk]) == 1
    assert (Student.objects.get(), Guardian.objects.count()) == (stays, 1)


def test_adult_who_is_both_goes_once(own, gounod) -> None:
    person = own.guardians.get().person
    student = Student.objects.create(person=person)
    make_place(student, own)
    make_enrolment(student, year=gounod.school_year() - 3, class_name="Chant")
    assert retention.forget([gounod.pk]) == 1
    assert left() == NOBODY


def signed_in(own, gone) -> None:
    User.objects.filter(identifier="moreau1").update(last_login=timezone.now() - timedelta(days=600))


def owes(own, gone) -> None:
    make_invoice(own, 100)


def has_credit(own, gone) -> None:
    make_payment(own, 100)


def has_a_draft(own, gone) -> None:
    make_draft(own)


def asked_to_come_back(own, gone) -> None:
    make_reenrolment(make_campaign(own.site), gone, own, own.guardians.get().user)


@pytest.mark.parametrize("reason", [signed_in, owes, has_credit, has_a_draft, asked_to_come_back])
def test_file_is_held_back(reason, gone, own, gounod, capsys) -> None:
    reason(own, gone)
    call_command("purge_personal_data", delete=True)
    assert "lessons: 0 due, 1 held back (" in capsys.readouterr().out
    assert Student.objects.exists()


def test_accounts_stay_as_the_law_asks(gone, own, gounod, moreau, capsys) -> None:
    household.online_payment({"moreau": moreau, "student": gone})
    for bill in Invoice.objects.issued():
        make_payment(own, bill.total)
    assert retention.forget([gounod.pk]) == 1
    assert (left() | {"User": 0}) == NOBODY | {"Family": 1}
    assert Payment.objects.exists()
    account = OnlinePayment.objects.get().started_by
    assert (account.identifier, account.email, account.is_active) == (f"parti-{account.pk}", "", False)
    assert [fault for check in CHECKS.values() for fault in check()] == []


def test_public_school_asks_for_the_visa(gone, gounod, capsys) -> None:
    gounod.archives_visa = True
    gounod.save()
    call_command("purge_personal_data")
    assert "lessons: 0 due, 1 held back (visa)" in capsys.readouterr().out
    call_command("purge_personal_data", delete=True)
    assert Student.objects.exists()
    purging.purge()
    assert Student.objects.exists()
    call_command("purge_personal_data", delete=True, visa="2026-14", site=[gounod.name])
    assert "lessons: 1 gone" in capsys.readouterr().out
    assert not Student.objects.exists()


def test_visa_of_one_school_is_none_of_another(gone, gounod, xenakis_site) -> None:
    gounod.archives_visa = True
    gounod.save()
    with pytest.raises(CommandError, match="name it with --site"):
        call_command("purge_personal_data", delete=True, visa="2026-14")
    call_command("purge_personal_data", delete=True, visa="2026-14", site=[xenakis_site.name])
    assert Student.objects.exists()


def test_court_order_goes_a_year_after_its_end(gone, own, office, capsys) -> None:
    today = timezone.localdate()
    ends = [None, today - timedelta(days=365), today - timedelta(days=366)]
    for day in ends:
        Restriction.objects.create(
            guardian=own.guardians.get(),
            student=gone,
            starts_on=today - timedelta(days=800),
            ends_on=day,
            reason="TJ, n° 24/0012",
            decided_by=office,
        )
    call_command("purge_personal_data")
    assert "court orders, a year after their end: 1 due\n" in capsys.readouterr().out
    assert retention.forget_orders() == 1
    assert list(Restriction.objects.order_by("pk").values_list("ends_on", flat=True)) == ends[:2]


def test_report_deletes_nothing(gone, gounod, capsys) -> None:
    call_command("purge_personal_data")
    assert "lessons: 1 due\n" in capsys.readouterr().out
    assert Student.objects.exists()


def test_other_site_is_left(gone, xenakis_site) -> None:
    call_command("purge_personal_data", delete=True, site=[xenakis_site.name])
    assert Student.objects.exists()
    with pytest.raises(CommandError, match="There is no site 'Ailleurs'"):
        call_command("purge_personal_data", site=["Ailleurs"])


def test_clock_purges_every_room(gone, own, gounod, mail) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    Mail.objects.update(written_at=long_ago, status="sent", sent_at=long_ago)
    parent = own.guardians.get().person  # who stays
    ChangeRequest.objects.create(
        family=own, person=parent, values={}, status="withdrawn", proposed_at=long_ago
    )
    make_document(make_kind(gounod), own, sent_at=long_ago)
    stays = make_student(own, "Paul")
    campaign = make_campaign(gounod)
    asked = make_reenrolment(campaign, stays, own, own.guardians.get().user)
    Reenrolment.objects.filter(pk=asked.pk).update(
        status="refused", decided_at=long_ago, decided_by=household.cashier_of(gounod), reason="Complet"
    )
    type(campaign).objects.update(year=gounod.school_year() - 3)
    counted = {line.name: line.count for line in purging.report({gounod.pk})}
    assert purging.purge() == counted
    assert sorted(counted.values()) == [0] * 8 + [1] * 5
