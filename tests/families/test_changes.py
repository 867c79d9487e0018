"""What a family asks, and what becomes of it before the office looks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Mail
from families import changes
from families.changes import ChangedMeanwhile, Wish
from families.models import ChangeRequest
from imuse.policies import Denied

MOBILE, JOB = "guardian.mobile", "person.profession"
OLD, NEW = "+33639981234", "+33639980001"
Status = ChangeRequest.Status


@pytest.fixture
def ask(family, luc, moreau):
    def propose(key: str = MOBILE, value: str = NEW, seen: str = OLD, **facts):
        facts = {"family": family, "person": luc.person, "by": moreau} | facts
        free = facts.pop("is_free", False)
        return changes.propose(wishes={key: Wish(value, seen, free)}, **facts)

    return propose


def test_nothing_changes_on_record_before_the_office_has_decided(ask, luc) -> None:
    waiting = ask().waiting
    luc.refresh_from_db()
    assert (luc.mobile, waiting.values, waiting.status) == (OLD, {MOBILE: [OLD, NEW]}, Status.WAITING)


def test_acknowledgement_goes_to_the_address_on_record(family, luc, moreau) -> None:
    wish = {"guardian.email": Wish("nouveau@example.org", "luc@example.org")}
    changes.propose(family=family, person=luc.person, wishes=wish, by=moreau)
    mail = Mail.objects.get()
    assert (mail.template, mail.to, mail.user) == ("change_received", "luc@example.org", moreau)


def test_who_has_no_address_is_sent_nothing(ask, moreau) -> None:
    moreau.email = ""
    assert (ask(by=moreau).waiting is not None, Mail.objects.count()) == (True, 0)


def test_what_is_as_it_was_is_no_request(ask) -> None:
    outcome = ask(value=OLD)
    assert (outcome, ChangeRequest.objects.count(), Mail.objects.count()) == (changes.Outcome(), 0, 0)


def test_newer_request_replaces_the_one_that_waits_and_keeps_its_other_fields(ask) -> None:
    first = ask().waiting
    second = ask(JOB, "Luthier", seen="").waiting
    first.refresh_from_db()
    assert first.status == Status.REPLACED
    assert second.values == {MOBILE: [OLD, NEW], JOB: ["", "Luthier"]}


def test_asking_for_the_same_again_is_no_new_request(ask) -> None:
    first = ask().waiting
    assert ask(seen=NEW).waiting is None
    first.refresh_from_db()
    assert (first.status, Mail.objects.count()) == (Status.WAITING, 1)


def test_asking_for_what_is_on_record_takes_the_request_back(ask) -> None:
    first = ask().waiting
    assert ask(value=OLD, seen=NEW).withdrawn == first
    first.refresh_from_db()
    assert first.status == Status.WITHDRAWN


def test_free_field_applies_at_once_and_is_remembered(ask, luc) -> None:
    outcome = ask(is_free=True)
    luc.refresh_from_db()
    assert (luc.mobile, outcome.waiting) == (NEW, None)
    assert (outcome.applied.status, outcome.applied.accepted) == (Status.APPLIED, [MOBILE])
    assert Mail.objects.count() == 0


def test_newer_value_is_not_overwritten_unseen(ask, luc) -> None:
    luc.mobile = "+33639980009"
    luc.save()
    with pytest.raises(ChangedMeanwhile) as faster:
        ask()
    assert faster.value.now == {MOBILE: "+33639980009"}
    assert ask(seen="+33639980009").waiting.values == {MOBILE: ["+33639980009", NEW]}


def test_newer_request_of_the_other_guardian_is_not_overwritten_unseen(ask) -> None:
    ask()
    with pytest.raises(ChangedMeanwhile):
        ask(value="+33639980002")
    assert ChangeRequest.objects.waiting().get().values == {MOBILE: [OLD, NEW]}


def test_withdrawn_by_the_family(ask) -> None:
    waiting = ask().waiting
    changes.withdraw(waiting)
    waiting.refresh_from_db()
    assert waiting.status == Status.WITHDRAWN
    with pytest.raises(Denied, match="elle est retirée"):
        changes.withdraw(waiting)


def test_refusal_is_unread_until_it_is_read(ask, office) -> None:
    change = ask().waiting
    told = {"decided_by": office, "decided_at": timezone.now(), "reason": "Illisible."}
    ChangeRequest.objects.filter(pk=change.pk).update(status=Status.REFUSED, **told)
    assert list(ChangeRequest.objects.unread_refusals()) == [change]
    changes.mark_read(change)
    assert list(ChangeRequest.objects.unread_refusals()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Status.REFUSED, "reason": "Illisible."},  # by nobody
        {"decided_at": timezone.now()},  # what waits is not decided
    ],
)
def test_database_holds_who_decided_and_when(ask, wrong) -> None:
    change = ask().waiting
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(**wrong)


def test_one_request_waits_for_a_family_and_a_person(ask, family, luc) -> None:
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(family=family, person=luc.person, values={})


def test_what_was_decided_a_year_ago_is_forgotten_and_what_waits_is_not(ask, family, luc, lea) -> None:
    changes.withdraw(ask().waiting)
    waiting = changes.propose(
        family=family, person=lea.person, wishes={"person.birth_place": Wish("Nantes", "")}, by=luc.user
    ).waiting
    ChangeRequest.objects.update(proposed_at=timezone.now() - timedelta(days=366))
    assert changes.forget_old() == 1
    assert ChangeRequest.objects.get() == waiting
