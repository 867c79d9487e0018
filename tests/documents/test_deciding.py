"""The office decides once, on the file that it saw; the family reads one mail of several decisions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import delivery, mails
from accounts.models import Mail
from documents import deciding, handing_in, telling
from documents.models import Document
from imuse.policies import Denied
from tests.factories.documents import a_photograph, make_document, make_kind

pytestmark = pytest.mark.django_db
Status = Document.Status
UNTIL = date(2030, 1, 31)


def validate(document, by) -> Document:
    return deciding.validate(document, valid_until=UNTIL, by=by)


def letters() -> list[dict]:
    rows = Mail.objects.filter(template="documents_decided").order_by("pk")
    return [mails.compose(mail).context for mail in rows]


def test_validated_it_takes_the_place_of_the_former(proof, family, moreau, office) -> None:
    former = make_document(proof, family, status=Status.VALIDATED)
    given = make_document(proof, family, sent_by=moreau)
    now = validate(given, office)
    former.refresh_from_db()
    assert (now.status, now.decided_by, now.valid_until) == (Status.VALIDATED, office, UNTIL)
    assert (former.status, former.has_file) == (Status.REPLACED, False)


def test_refused_the_former_goes_on_counting(proof, family, moreau, office) -> None:
    former = make_document(proof, family, status=Status.VALIDATED)
    deciding.refuse(make_document(proof, family, sent_by=moreau), reason=" Floue. ", by=office)
    former.refresh_from_db()
    assert (former.status, former.has_file) == (Status.VALIDATED, True)
    assert Document.objects.get(status=Status.REFUSED).reason == "Floue."


def test_refusal_needs_a_word(waiting, office) -> None:
    with pytest.raises(deciding.ReasonMissing, match="Dites à la famille pourquoi"):
        deciding.refuse(waiting, reason=" ", by=office)


def test_decided_once_whoever_clicks(waiting, office, administrator) -> None:
    validate(waiting, office)
    with pytest.raises(Denied, match=r"déjà décidé \(validé\), par Vasseur"):
        deciding.refuse(waiting, reason="Floue.", by=administrator)


def test_decided_on_the_file_that_was_seen(waiting, proof, family, moreau, office) -> None:
    handing_in.hand_in(kind=proof, family=family, by=moreau, file=a_photograph())
    with pytest.raises(Denied, match="un autre fichier depuis"):
        validate(waiting, office)


def test_what_was_taken_back_is_not_decided(waiting, office) -> None:
    handing_in.take_back(waiting)
    with pytest.raises(Denied, match="a supprimé ce fichier"):
        validate(waiting, office)


def test_handed_over_at_the_desk(gounod, family, office) -> None:
    fee = make_kind(gounod, "Frais de dossier", in_person=True, valid_months=12)
    first = deciding.note_handed_over(kind=fee, family=family, by=office)
    again = deciding.note_handed_over(kind=fee, family=family, by=office)
    first.refresh_from_db()
    assert (first.status, again.status, again.answer) == (Status.REPLACED, Status.VALIDATED, "in_person")
    assert again.valid_until == fee.valid_until(timezone.localdate())
    assert letters() == []


def test_one_mail_tells_of_all_once_nothing_waits(waiting, gounod, family, moreau, office) -> None:
    second = make_document(make_kind(gounod, "Photo"), family, sent_by=moreau)
    validate(waiting, office)
    assert letters() == []
    validate(second, office)
    (told,) = letters()
    assert [row.type.name for row in told["validated"]] == ["Justificatif de domicile", "Photo"]
    assert told["refused"] == []


def test_refusal_is_told_at_once_with_what_was_decided_before(
    waiting, gounod, family, moreau, office
) -> None:
    others = [make_document(make_kind(gounod, name), family, sent_by=moreau) for name in ("Photo", "RIB")]
    validate(waiting, office)
    deciding.refuse(others[0], reason="Floue.", by=office)
    (told,) = letters()
    assert ([str(row.type) for row in told["validated"]], [row.reason for row in told["refused"]]) == (
        ["Justificatif de domicile"],
        ["Floue."],
    )


def test_mail_reads_as_a_family_reads_it(waiting, office, mailoutbox) -> None:
    deciding.refuse(waiting, reason="La date n’est pas lisible.", by=office)
    delivery.deliver.call(Mail.objects.get().pk)
    (mail,) = mailoutbox
    assert mail.subject == "Conservatoire Gounod – un document est à remplacer"
    assert "- Justificatif de domicile\u00a0: «\u00a0La date n’est pas lisible.\u00a0»" in mail.body


def test_what_was_given_anew_meanwhile_is_told_no_more(waiting, proof, family, moreau, office) -> None:
    deciding.refuse(waiting, reason="Floue.", by=office)
    handing_in.hand_in(kind=proof, family=family, by=moreau, file=a_photograph())
    with pytest.raises(mails.NothingToSend):
        letters()


def test_where_the_office_stops_the_clock_tells_the_rest(waiting, gounod, family, moreau, office) -> None:
    make_document(make_kind(gounod, "Photo"), family, sent_by=moreau)
    validate(waiting, office)
    assert telling.tell_late() == 0
    Document.objects.filter(pk=waiting.pk).update(decided_at=timezone.now() - timedelta(hours=2))
    assert [telling.tell_late(), telling.tell_late(), len(letters())] == [1, 0, 1]


def test_who_has_no_address_is_not_written_to(waiting, moreau, office) -> None:
    moreau.email = ""
    moreau.save()
    validate(waiting, office)
    assert (letters(), Document.objects.filter(told_at=None).exists()) == ([], False)
