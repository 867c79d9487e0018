"""«Mot de passe perdu», in its three forms."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import delivery, lost_password, passwords
from accounts.models import Mail, Site, User
from accounts.passwords import Rule
from tests.factories import PASSWORD, make_account

LOST, SIGN_IN = "/mot-de-passe-perdu", "/extranet/famille"


@pytest.fixture
def moreau(moreau) -> User:
    moreau.email = "Luc.Moreau@example.org"
    moreau.save()
    return moreau


def sends(site: Site, kind: str) -> None:
    site.lost_password = kind
    site.save()


def typed(user: User, **changes: object) -> dict[str, object]:
    return {"site": user.site_id, "identifier": user.identifier, "email": user.email, **changes}


def work() -> None:
    """What the worker does until nothing is left."""
    while waiting := list(Mail.objects.due().order_by("pk")):
        for mail in waiting:
            delivery.deliver.call(mail.pk)


def mailed_password() -> str:
    (sent,) = outbox.outbox
    return re.search(r"^[A-Za-z0-9]{12}$", sent.body, re.MULTILINE)[0]


def comes_in(client, user: User, password: str) -> bool:
    form = {"site": user.site_id, "identifier": user.identifier, "password": password}
    return client.post(SIGN_IN, form).status_code == 302


def test_mailed_password_replaces_the_former_one_once_it_has_left(client, moreau) -> None:
    sends(moreau.site, "password")
    client.post(LOST, typed(moreau))
    assert comes_in(client, moreau, PASSWORD)


def test_mailed_password_may_be_kept(client, moreau) -> None:
    sends(moreau.site, "password")
    elsewhere = type(client)().enter(moreau)
    client.post(LOST, typed(moreau))
    work()
    assert elsewhere.get("/accueil").status_code == 302
    assert not comes_in(client, moreau, PASSWORD)
    assert comes_in(client, moreau, mailed_password())
    assert client.get("/accueil").status_code == 200


def test_provisional_password_opens_one_page_until_it_is_replaced(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    work()
    assert comes_in(client, moreau, mailed_password())
    assert client.get("/accueil")["Location"] == "/mot-de-passe"
    assert client.get("/accessibilite").status_code == 200
    new = {"old_password": mailed_password(), "new_password1": "Sonatine-7", "new_password2": "Sonatine-7"}
    client.post("/mot-de-passe", new)
    assert client.get("/accueil").status_code == 200


def test_provisional_password_lasts_a_day(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    work()
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert not comes_in(client, moreau, mailed_password())


def link() -> str:
    (sent,) = outbox.outbox
    return re.search(r"(/mot-de-passe-perdu/\S+)", sent.body)[1]


@pytest.fixture
def linked(client, moreau) -> str:
    sends(moreau.site, "link")
    client.post(LOST, typed(moreau))
    work()
    return link()


NEW = {"new_password1": "Sonatine-7", "new_password2": "Sonatine-7"}


def test_link_serves_once_and_looking_does_not_use_it_up(client, moreau, linked) -> None:
    assert comes_in(client, moreau, PASSWORD)
    client.post("/deconnexion")
    client.get(linked)
    assert client.get(linked).status_code == 200
    assert client.post(linked, NEW)["Location"] == SIGN_IN
    assert client.get(linked).status_code == 404
    assert comes_in(client, moreau, "Sonatine-7")


def test_link_lasts_an_hour(client, linked) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.post(linked, NEW).status_code == 404


def test_newer_link_voids_the_older(client, moreau, linked) -> None:
    outbox.outbox.clear()
    client.post(LOST, typed(moreau))
    work()
    assert client.get(linked).status_code == 404
    assert client.get(link()).status_code == 200


@pytest.mark.parametrize(
    "forged", ["/mot-de-passe-perdu/1/x-y", "/mot-de-passe-perdu/99999999999999999999/x-y"]
)
def test_forged_link_is_not_found(client, moreau, forged: str) -> None:
    assert client.get(forged).status_code == 404


@pytest.mark.parametrize(
    "changes", [{"email": " luc.moreau@EXAMPLE.org "}, {"identifier": " MOREAU1 "}, {"site": ""}], ids=str
)
def test_blanks_case_and_a_missing_site_do_not_matter(client, moreau, changes) -> None:
    client.post(LOST, typed(moreau, **changes))
    work()
    assert [sent.to for sent in outbox.outbox] == [["Luc.Moreau@example.org"]]


@pytest.mark.parametrize("changes", [{"email": "other@example.org"}, {"identifier": "nobody"}], ids=str)
def test_nothing_is_sent_where_nothing_matches(client, moreau, changes) -> None:
    client.post(LOST, typed(moreau, **changes))
    work()
    assert outbox.outbox == []
    assert list(Mail.objects.values_list("status", "references")) == [("void", {})]


def test_account_without_address_is_never_matched(client, petit) -> None:
    client.post(LOST, typed(petit, email=" "))
    work()
    assert outbox.outbox == []


def test_each_matching_account_gets_its_own_mail_naming_its_site(client, moreau, xenakis_site) -> None:
    make_account("moreau1", xenakis_site, email=moreau.email)
    client.post(LOST, typed(moreau, site=""))
    work()
    assert sorted(sent.subject for sent in outbox.outbox) == [
        "Conservatoire Gounod\u00a0: votre nouveau mot de passe",
        "Conservatoire Xénakis\u00a0: votre nouveau mot de passe",
    ]


def test_known_and_unknown_get_the_same_answer_by_the_same_statements(client, moreau) -> None:
    pages, statements = [], []
    for identifier in ("moreau1", "nobody1"):
        with CaptureQueriesContext(connection) as asked:
            response = client.post(LOST, typed(moreau, identifier=identifier))
        statements.append([re.match(r'[^"]*"?[a-z_]*', query["sql"])[0] for query in asked])
        page = response.content.decode().replace(identifier, "…")
        pages.append((response.status_code, re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page)))
    assert pages[0] == pages[1]
    assert statements[0] == statements[1]


def test_double_click_makes_one_mail(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    client.post(LOST, typed(moreau))
    work()
    assert len(outbox.outbox) == 1


def test_request_lapses_after_four_hours(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1)):
        work()
    assert outbox.outbox == []


def test_request_lapses_once_the_person_has_signed_in(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    assert comes_in(client, moreau, PASSWORD)
    work()
    assert outbox.outbox == []
    assert comes_in(type(client)(), moreau, PASSWORD)


def test_password_changed_while_the_mail_left_is_kept(moreau) -> None:
    former = moreau.password
    User.objects.filter(pk=moreau.pk).update(password="changed meanwhile")
    assert not lost_password.replace_password(moreau, former=former, hashed="new", expires_at=None)
    assert User.objects.get(pk=moreau.pk).password == "changed meanwhile"


def test_no_secret_is_stored_or_queued(client, moreau) -> None:
    sends(moreau.site, "password")
    client.post(LOST, typed(moreau))
    work()
    stored = [*Mail.objects.values_list(), *DBTaskResult.objects.values_list(), *User.objects.values_list()]
    assert mailed_password() not in repr(stored)


def test_new_password_follows_every_rule_without_look_alikes() -> None:
    for _each in range(200):
        password = lost_password.new_password()
        assert Rule(8, 12).missing_in(password) == []
        assert not set(password) & set("0O1lI")


def test_site_and_identifier_are_carried_over_and_never_in_the_address(client, moreau) -> None:
    carried = {"site": moreau.site_id, "identifier": "moreau1", "password": "", "carry": "1"}
    response = client.post(LOST, carried)
    assert response.context["form"].initial == {"site": str(moreau.site_id), "identifier": "moreau1"}
    assert not response.context["form"].is_bound
    back = client.post(SIGN_IN, carried)
    assert back.context["form"].initial == {"site": str(moreau.site_id), "identifier": "moreau1"}


def test_field_left_empty_asks_to_check(client, moreau) -> None:
    errors = client.post(LOST, typed(moreau, email="")).context["form"].errors
    assert errors == {"email": ["Vérifiez les renseignements saisis\u00a0: ce champ est à remplir."]}


def test_notice_follows_a_change(client, moreau) -> None:
    new = {"old_password": PASSWORD, "new_password1": "Sonatine-7", "new_password2": "Sonatine-7"}
    client.enter(moreau).post("/mot-de-passe", new)
    work()
    assert outbox.outbox[0].subject == "Conservatoire Gounod – votre mot de passe a été modifié"


def test_asking_is_slowed_down_alike_for_known_and_unknown(client, moreau) -> None:
    for identifier in ("moreau1", "nobody1"):
        answers = [client.post(LOST, typed(moreau, identifier=identifier)) for _each in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[-1].context["form"].non_field_errors() == [
            "Trop d'essais, réessayez dans 2\u00a0minutes."
        ]


def test_provisional_password_is_not_replaced_by_itself(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    work()
    mailed = mailed_password()
    comes_in(client, moreau, mailed)
    same = {"old_password": mailed, "new_password1": mailed, "new_password2": mailed}
    errors = client.post("/mot-de-passe", same).context["form"].errors
    assert errors == {"new_password1": ["Choisissez-en un autre que l’actuel."]}
    assert client.get("/accueil")["Location"] == "/mot-de-passe"


def test_password_chosen_twice_at_the_same_moment_counts_once(moreau) -> None:
    first, second = (User.objects.get(pk=moreau.pk) for _each in range(2))
    assert passwords.change(first, "Sonatine-7")
    assert not passwords.change(second, "Fugue-2026")
    assert User.objects.get(pk=moreau.pk).check_password("Sonatine-7")
    assert Mail.objects.count() == 1


def test_request_that_lapsed_keeps_nothing_of_what_was_typed(client, moreau) -> None:
    client.post(LOST, typed(moreau))
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        work()
    assert list(Mail.objects.values_list("status", "references")) == [("void", {})]


@pytest.mark.django_db(transaction=True)
def test_two_windows_on_one_link_choose_one_password(client, moreau, linked) -> None:
    together, answers = threading.Barrier(2), []

    def choose(password: str) -> None:
        browser = Client()
        browser.get(linked)
        together.wait()
        sent = {"new_password1": password, "new_password2": password}
        answers.append((browser.post(linked, sent).status_code, password))
        connection.close()

    windows = [threading.Thread(target=choose, args=[password]) for password in ("Sonatine-7", "Fugue-2026")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    (taken, chosen), (refused, _other) = sorted(answers)
    assert (taken, refused) == (302, 404)
    assert User.objects.get(pk=moreau.pk).check_password(chosen)
    assert Mail.objects.filter(template="password_changed").count() == 1


def test_whole_school_asks_from_one_wifi(client, gounod) -> None:
    """On the evening when the identifiers are sent, nobody waits for another."""
    asked = [
        client.post(LOST, {"site": gounod.pk, "identifier": f"famille{number}", "email": "a@example.org"})
        for number in range(100)
    ]
    assert {answer.status_code for answer in asked} == {200}
