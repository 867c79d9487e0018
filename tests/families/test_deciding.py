"""The office decides: once, on what it saw, and the family is told."""

import pytest

from accounts import delivery
from accounts.models import Mail
from families import changes, deciding, records
from families.changes import Wish
from families.models import ChangeRequest
from imuse.policies import Denied
from imuse.seen_values import written
from students.models import Membership, Student
from tests.factories import make_account, make_guardian

MOBILE, JOB, NAME = "guardian.mobile", "person.profession", "person.last_name"
OLD, NEW = "+33639981234", "+33639980001"
Status = ChangeRequest.Status


@pytest.fixture
def change(family, luc, moreau) -> ChangeRequest:
    wishes = {MOBILE: Wish(NEW, OLD), JOB: Wish("Luthier", "")}
    return changes.propose(family=family, person=luc.person, wishes=wishes, by=moreau).waiting


def asked_for(family, person, by, **values) -> ChangeRequest:
    """`person__last_name="Petit"`, by who has seen what the page shows now."""
    asked = {name.replace("__", "."): value for name, value in values.items()}
    waiting = changes.waiting_for(family, person)
    rows = records.rows_for(asked, family_id=family.pk, person_id=person.pk)
    now = {key: records.value_in(rows, key) for key in asked}
    shown = now | {key: waiting.asked(key) for key in asked if waiting and key in waiting.values}
    wishes = {key: Wish(value, written(shown[key])) for key, value in asked.items()}
    return changes.propose(family=family, person=person, wishes=wishes, by=by).waiting


def verdict_mails() -> list[Mail]:
    return list(Mail.objects.filter(template="change_decided"))


def test_accepted_whole(change, luc, office) -> None:
    decided = deciding.decide(change=change, accepted=[MOBILE, JOB], by=office)
    luc.refresh_from_db()
    assert (luc.mobile, luc.person.profession) == (NEW, "Luthier")
    assert (decided.status, decided.refused, decided.decided_by) == (Status.ACCEPTED, [], office)
    assert [mail.references for mail in verdict_mails()] == [{"change": change.pk}]


def test_accepted_by_field_with_a_word_for_the_rest(change, luc, office) -> None:
    decided = deciding.decide(change=change, accepted=[MOBILE], reason=" Illisible. ", by=office)
    luc.refresh_from_db()
    assert (luc.mobile, luc.person.profession) == (NEW, "")
    assert (decided.status, decided.refused, decided.reason) == (Status.PARTLY, [JOB], "Illisible.")


def test_refused_whole_needs_a_word(change, luc, office) -> None:
    with pytest.raises(Denied, match="Dites à la famille pourquoi"):
        deciding.decide(change=change, accepted=[], reason="  ", by=office)
    assert deciding.decide(change=change, accepted=[], reason="Non.", by=office).status == Status.REFUSED
    luc.refresh_from_db()
    assert luc.mobile == OLD


def test_decided_once_whoever_clicks(change, office, administrator) -> None:
    deciding.decide(change=change, accepted=[MOBILE, JOB], by=office)
    with pytest.raises(Denied, match=r"Cette demande est déjà décidée \(acceptée\), par Vasseur."):
        deciding.decide(change=change, accepted=[], reason="Non.", by=administrator)
    assert len(verdict_mails()) == 1


def test_replaced_request_is_not_decided(change, family, luc, moreau, office) -> None:
    asked_for(family, luc.person, moreau, person__profession="Facteur")
    with pytest.raises(Denied, match="elle est remplacée par une plus récente"):
        deciding.decide(change=change, accepted=[JOB], by=office)


def test_record_that_changed_is_compared_anew(change, luc, office) -> None:
    seen = deciding.state_of(change, deciding.rows_of(change))
    luc.mobile = "+33639980009"
    luc.save()
    with pytest.raises(Denied, match="Le dossier a changé pendant que vous lisiez"):
        deciding.decide(change=change, accepted=[MOBILE, JOB], seen=seen, by=office)
    rows = deciding.rows_of(change)
    line = deciding.compare(change, rows)[1]
    assert (line.was, line.now, line.asked) == ("06 39 98 12 34", "06 39 98 00 09", "06 39 98 00 01")
    assert (line.clashes, deciding.clashes(change, JOB, rows)) == (True, False)
    seen = deciding.state_of(change, rows)
    deciding.decide(change=change, accepted=[MOBILE, JOB], seen=seen, by=office)
    luc.refresh_from_db()
    assert luc.mobile == NEW


def test_several_at_once_where_nothing_clashes(change, family, luc, lea, moreau, office) -> None:
    other = asked_for(family, lea.person, moreau, person__birth_place="Nantes")
    luc.mobile = "+33639980009"
    luc.save()
    assert deciding.accept_without_clash([change, other], by=office) == (1, 1)
    change.refresh_from_db()
    other.refresh_from_db()
    assert (change.status, other.status, len(verdict_mails())) == (Status.WAITING, Status.ACCEPTED, 1)


def test_look_of_the_office_is_noted_once(change) -> None:
    deciding.mark_seen(change)
    change.refresh_from_db()
    first = change.seen_at
    deciding.mark_seen(change)
    change.refresh_from_db()
    assert (first is not None, change.seen_at) == (True, first)


# What else an accepted change brings about


def test_account_follows_the_address_on_record_and_both_are_told(family, luc, moreau, office) -> None:
    change = asked_for(family, luc.person, moreau, guardian__email="nouveau@example.org")
    moreau.refresh_from_db()
    assert moreau.email == "luc@example.org"
    deciding.decide(change=change, accepted=["guardian.email"], by=office)
    moreau.refresh_from_db()
    told = set(Mail.objects.filter(template="email_changed").values_list("to", flat=True))
    assert (moreau.email, told) == ("nouveau@example.org", {"luc@example.org", "nouveau@example.org"})


def test_account_is_called_as_on_record(family, luc, moreau, office) -> None:
    change = asked_for(family, luc.person, moreau, person__last_name="Moreau-Petit")
    deciding.decide(change=change, accepted=[NAME], by=office)
    moreau.refresh_from_db()
    luc.person.refresh_from_db()
    assert (moreau.last_name, luc.person.name_key) == ("Moreau-Petit", "moreau-petit luc")


def test_child_follows_the_guardian(family, luc, lea, moreau, office) -> None:
    change = asked_for(family, lea.person, moreau, membership__reached_through=luc.pk)
    deciding.decide(change=change, accepted=["membership.reached_through"], by=office)
    place = Membership.objects.get()
    assert (place.reached_through, place.reached_at.mobile) == (luc, OLD)


def test_guardian_who_is_gone_is_followed_no_more(family, luc, lea, moreau, office) -> None:
    gone = make_guardian(family, "Maud")
    change = asked_for(family, lea.person, moreau, membership__reached_through=gone.pk)
    gone.delete()
    with pytest.raises(Denied):
        deciding.decide(change=change, accepted=[*change.values], by=office)
    change.refresh_from_db()
    assert (change.status, Membership.objects.get().reached_through) == (Status.WAITING, None)


def test_place_that_was_taken_away_is_refused_and_the_rest_accepted(family, luc, lea, moreau, office) -> None:
    city, birth_place = "membership.city", "person.birth_place"
    change = asked_for(family, lea.person, moreau, membership__city="Nantes", person__birth_place="Brest")
    lea.memberships.all().delete()
    assert [line.clashes for line in deciding.compare(change, deciding.rows_of(change))] == [False, True]
    assert deciding.accept_without_clash([change], by=office) == (0, 1)
    with pytest.raises(Denied, match="Ville\u00a0: cette fiche n’existe plus"):
        deciding.decide(change=change, accepted=[city, birth_place], by=office)
    decided = deciding.decide(change=change, accepted=[birth_place], reason="Partie.", by=office)
    assert (decided.status, decided.refused) == (Status.PARTLY, [city])


@pytest.fixture
def refusal(family, lea, moreau, office) -> None:
    """Of the right to the image, by Luc."""
    change = asked_for(family, lea.person, moreau, student__image_right="refused")
    deciding.decide(change=change, accepted=[*change.values], by=office)


def test_refusal_of_one_guardian_stands(refusal, family, lea, office) -> None:
    anne = make_account("anne1", family.site, email="anne@example.org")
    make_guardian(family, "Anne", anne)
    change = asked_for(family, lea.person, anne, student__image_right="granted")
    with pytest.raises(Denied, match="son refus vaut"):
        deciding.decide(change=change, accepted=[*change.values], by=office)
    assert Student.objects.get().image_right == "refused"


def test_who_refused_may_say_otherwise(refusal, family, lea, moreau, office) -> None:
    change = asked_for(family, lea.person, moreau, student__image_right="granted")
    deciding.decide(change=change, accepted=[*change.values], by=office)
    lea.refresh_from_db()
    assert (lea.image_right, lea.image_refused_by) == ("granted", None)


def test_refusal_stays_whose_it_is_when_the_other_guardian_asks_for_more(
    family, lea, luc, moreau, office
) -> None:
    anne = make_account("anne1", family.site)
    make_guardian(family, "Anne", anne)
    asked_for(family, lea.person, moreau, student__image_right="refused")
    change = asked_for(family, lea.person, anne, student__school_level="6e")
    deciding.decide(change=change, accepted=[*change.values], by=office)
    lea.refresh_from_db()
    assert (lea.image_refused_by, lea.school_level) == (luc, "6e")


def test_refusal_stands_against_who_has_left(refusal, family, lea, office) -> None:
    anne = make_account("anne1", family.site)
    change = asked_for(family, lea.person, anne, student__image_right="granted")
    anne.delete()
    with pytest.raises(Denied, match="son refus vaut"):
        deciding.decide(change=change, accepted=[*change.values], by=office)


# The mails


def test_verdict_names_what_was_accepted_and_what_was_not(change, office, mailoutbox) -> None:
    deciding.decide(change=change, accepted=[MOBILE], reason="Une pièce manque.", by=office)
    for mail in Mail.objects.order_by("pk"):
        delivery.deliver.func(mail.pk)
    received, verdict = mailoutbox
    assert "- Profession\n- Mobile" in received.body
    assert "au dossier\u00a0:\n- Mobile" in verdict.body
    assert "Refusé\u00a0:\n- Profession" in verdict.body
    assert "Une pièce manque." in verdict.body
    assert (received.to, verdict.to) == (["luc@example.org"], ["luc@example.org"])
    assert NEW not in received.body + verdict.body  # a mail is read by others


def test_each_request_is_acknowledged_unless_it_was_asked_anew(
    change, family, luc, moreau, mailoutbox
) -> None:
    asked_for(family, luc.person, moreau, guardian__city="Nantes")
    for mail in Mail.objects.order_by("pk"):
        delivery.deliver.func(mail.pk)
    (received,) = mailoutbox
    assert "- Profession\n- Ville\n- Mobile" in received.body
    asked_for(family, luc.person, moreau, guardian__city="Rennes")
    assert Mail.objects.filter(status=Mail.Status.WAITING).count() == 1


def test_request_that_another_guardian_carried_on_is_acknowledged(family, lea, moreau, mailoutbox) -> None:
    anne = make_account("anne1", family.site, email="anne@example.org")
    asked_for(family, lea.person, moreau, person__birth_place="Brest")
    asked_for(family, lea.person, anne, student__school_level="6e")
    for mail in Mail.objects.order_by("pk"):
        delivery.deliver.func(mail.pk)
    assert [mail.to for mail in mailoutbox] == [["luc@example.org"], ["anne@example.org"]]


def test_mail_of_a_request_that_is_forgotten_says_nothing(change, mailoutbox) -> None:
    ChangeRequest.objects.all().delete()
    mail = Mail.objects.get()
    delivery.deliver.func(mail.pk)
    mail.refresh_from_db()
    assert (mail.status, mailoutbox) == (Mail.Status.VOID, [])
