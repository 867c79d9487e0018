"""A form that is sent twice counts once, and its sender reads the first answer."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from accounts import sent_once
from accounts.models import FamilyAccount, Mail, SentForm
from imuse.form_stamps import Stamp
from tests.accounts.office_forms import FAMILIES, family
from tests.factories import PASSWORD
from tests.strict import StrictClient

NEW = {"old_password": PASSWORD, "new_password1": "Sonatine-7", "new_password2": "Sonatine-7"}
CHANGE = "/mot-de-passe"


def stamped(client, page: str, form: dict) -> dict:
    html = client.get(page).content.decode()
    return form | {"stamp": re.search(r'name="stamp" value="([^"]+)"', html)[1]}


def test_second_sending_gets_the_first_answer(client, moreau) -> None:
    form = stamped(client.enter(moreau), CHANGE, NEW)
    answers = [client.post(CHANGE, form) for _each in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, CHANGE)] * 2
    assert "Votre mot de passe vient d'être modifié." in client.get(CHANGE).content.decode().replace(
        "&#x27;", "'"
    )
    assert Mail.objects.count() == 1


def test_second_sending_from_a_session_that_the_first_ended_reads_the_answer(client, moreau) -> None:
    """The browser dropped the first answer, and the new session with it."""
    form = stamped(client.enter(moreau), CHANGE, NEW)
    client.post(CHANGE, form)
    client.cookies.pop("session")
    client.post(CHANGE, form)
    client.get(CHANGE)
    said = client.get("/extranet/famille").content.decode().replace("&#x27;", "'")
    assert "Votre mot de passe vient d'être modifié." in said


def test_same_words_from_a_newer_page_are_another_form(client, office, gounod) -> None:
    add = f"{FAMILIES}add/"
    client.enter(office)
    for _each in range(2):
        client.post(add, stamped(client, add, family(gounod)))
    assert "Cet identifiant est déjà pris." in client.post(
        add, stamped(client, add, family(gounod))
    ).content.decode().replace("&#x27;", "'")


def test_other_words_from_the_same_page_are_another_form(client, office, gounod) -> None:
    add = f"{FAMILIES}add/"
    form = stamped(client.enter(office), add, family(gounod))
    for identifier in ("nouveau1", "nouveau1", "nouveau2"):
        assert client.post(add, form | {"identifier": identifier}).status_code == 302
    assert set(FamilyAccount.objects.values_list("identifier", flat=True)) == {"nouveau1", "nouveau2"}


def test_page_shown_again_with_its_mistakes_is_no_answer(client, moreau) -> None:
    form = stamped(client.enter(moreau), CHANGE, NEW | {"old_password": "wrong"})
    assert [client.post(CHANGE, form).status_code for _each in range(2)] == [200, 200]
    assert SentForm.objects.count() == 0


def test_form_whose_treatment_broke_may_be_sent_again(client, moreau, monkeypatch) -> None:
    form = stamped(client.enter(moreau), CHANGE, NEW)
    with monkeypatch.context() as broken:
        broken.setattr("accounts.passwords.change", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.post(CHANGE, form)
    assert client.post(CHANGE, form).status_code == 302
    assert Mail.objects.count() == 1


def test_form_whose_server_was_killed_may_be_sent_again(client, moreau, monkeypatch) -> None:
    form = stamped(client.enter(moreau), CHANGE, NEW)
    with monkeypatch.context() as killed:
        killed.setattr(sent_once, "_answered", lambda *_: HttpResponse(status=500))
        client.post(CHANGE, form)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert client.post(CHANGE, form).status_code == 302
    assert Mail.objects.count() == 1


def test_who_waits_too_long_for_the_first_is_told(client, moreau, monkeypatch) -> None:
    monkeypatch.setattr(sent_once, "PATIENCE", 0.2)
    form = stamped(client.enter(moreau), CHANGE, NEW)
    client.post(CHANGE, form)
    SentForm.objects.update(location="")
    assert client.post(CHANGE, form).status_code == 503


def test_ten_minutes_later_it_is_another_sending(client, moreau) -> None:
    form = stamped(client.enter(moreau), CHANGE, NEW)
    client.post(CHANGE, form)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.post(CHANGE, form).status_code == 200
        assert sent_once.purge() == 0  # that one was taken over, and had mistakes
    assert SentForm.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one(gounod, office, monkeypatch) -> None:
    monkeypatch.setattr(sent_once, "PATIENCE", 60)  # on a busy machine the first one takes its time
    add = f"{FAMILIES}add/"
    first = StrictClient().enter(office)
    form = stamped(first, add, family(gounod))
    together, answers = threading.Barrier(5), []

    def click() -> None:
        browser = StrictClient()
        browser.cookies = first.cookies
        together.wait()
        answers.append(browser.post(add, form).status_code)
        connection.close()

    clicks = [threading.Thread(target=click) for _each in range(5)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert (answers, FamilyAccount.objects.count()) == ([302] * 5, 1)


def test_words_of_the_first_answer_keep_their_links(client, office, moreau) -> None:
    page = f"{FAMILIES}{moreau.pk}/change/"
    form = stamped(client.enter(office), page, family(moreau.site, identifier="moreau1", last_name="Moreau"))
    for _each in range(2):
        assert client.post(page, form)["Location"] == FAMILIES
        assert f'<a href="{page}">moreau1</a>' in client.get(FAMILIES).content.decode()


def test_other_file_of_the_same_name_and_size_is_another_form(rf, moreau) -> None:
    keys = {
        sent_once._key(
            rf.post("/", {"file": SimpleUploadedFile("a.png", content)}), Stamp(moreau.pk, "showing")
        )
        for content in (b"one", b"two", b"one")
    }
    assert len(keys) == 2
