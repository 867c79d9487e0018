"""What could not leave, before the office: why, in French; sent again, or given up for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import failures, mails
from accounts.models import Mail, Text
from imuse import queues
from tests.office_pages import act

pytestmark = pytest.mark.django_db

LISTS = {Mail: "/gestion/accounts/mail/", Text: "/gestion/accounts/text/"}
FAILED, VOID = Mail.Status.FAILED, Mail.Status.VOID


@pytest.fixture
def given_up(moreau) -> dict[type, Mail | Text]:
    mail = mails.write("password_changed", to=moreau)
    Mail.objects.filter(pk=mail.pk).update(status=FAILED, last_error="SMTPRecipientsRefused 550")
    facts = {"to": "+33639981234", "words": "Bonjour", "status": FAILED, "last_error": "too late"}
    over = timezone.now() - timedelta(hours=1)
    return {
        Mail: mail,
        Text: Text.objects.create(site=moreau.site, user=moreau, lapses_at=over, **facts),
    }


@pytest.mark.parametrize(
    ("model", "why"),
    [(Mail, "adresse refusée par son serveur (SMTPRecipientsRefused 550)"), (Text, "trop tard")],
)
def test_why_it_did_not_leave_is_told_in_french(client, office, given_up, model, why: str) -> None:
    for address in (LISTS[model], f"{LISTS[model]}{given_up[model].pk}/change/"):
        assert why in client.enter(office).get(address).content.decode()


@pytest.mark.parametrize("model", LISTS)
def test_what_is_given_up_waits_for_nobody(client, office, given_up, model) -> None:
    assert len(queues.lengths_for(office)) == 2
    assert act(client.enter(office), LISTS[model], "give_up", given_up[model]) == [
        "1 message ne partira plus."
    ]
    assert model.objects.get(pk=given_up[model].pk).status == VOID
    assert len(queues.lengths_for(office)) == 1


def test_what_is_too_late_is_said_to_stay(client, office, given_up) -> None:
    said = act(client.enter(office), LISTS[Text], "send_again", given_up[Text])
    assert said == ["Rien ne repart\u00a0: il est trop tard, ou c’est déjà reparti."]


def test_what_has_left_is_not_given_up(client, office, given_up) -> None:
    Mail.objects.update(status=Mail.Status.SENT, sent_at=timezone.now())
    act(client.enter(office), LISTS[Mail], "give_up", given_up[Mail])
    assert Mail.objects.get().status == Mail.Status.SENT


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("", ""),
        ("SMTPServerDisconnected", "serveur injoignable (SMTPServerDisconnected)"),
        ("gaierror", "serveur injoignable (gaierror)"),
        ("ConnectionRefusedError", "serveur injoignable (ConnectionRefusedError)"),
        ("ReadTimeout", "serveur injoignable (ReadTimeout)"),
        ("SMTPDataError 552", "message refusé par le serveur (SMTPDataError 552)"),
        ("HTTP 503", "la passerelle de textos ne l’a pas pris (HTTP 503)"),
        ("SMS_URL is not set", "cette installation n’envoie pas de textos"),
        ("KeyError", "erreur du programme (KeyError)"),
        ("TemplateDoesNotExist", "erreur du programme (TemplateDoesNotExist)"),
    ],
)
def test_kept_errors_have_their_words(kept: str, told: str) -> None:
    assert failures.in_words(kept) == told
