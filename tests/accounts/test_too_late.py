"""Nothing typed is lost, and it comes back to whom it belongs, and only to them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone

from accounts import too_late
from accounts.models import KeptForm, User
from tests.accounts.office_forms import FAMILIES
from tests.factories import PASSWORD
from tests.strict import StrictClient

IN_OFFICE, SIGN_IN, LOST = "/gestion/connexion", "/extranet/famille", "/mot-de-passe-perdu"
GIVEN_BACK = "Voici ce que vous aviez saisi"


@pytest.fixture
def page(moreau) -> str:
    """The form of a family's account, as the office keeps it."""
    return f"{FAMILIES}{moreau.pk}/change/"


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]


def filled(client, address: str, **changes: str) -> dict[str, str]:
    """What the browser would send from that page."""
    response = client.get(address)
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return sent | {"stamp": hidden(response.content.decode(), "stamp"), **changes}


def send(client, address: str, data: dict[str, str], **headers: str):
    came_from = {"Referer": f"http://testserver{address}", "Sec-Fetch-Site": "same-origin"}
    return client.post(address, data, headers=came_from | headers)


def sign_in(client, user: User, page: str):
    door, who = (IN_OFFICE, {}) if user.is_staff else (SIGN_IN, {"site": user.site_id})
    return client.post(f"{door}?next={page}", {**who, "identifier": user.identifier, "password": PASSWORD})


@pytest.fixture
def late(client, office, page) -> dict[str, str]:
    """A form filled by the office, whose session ended for want of activity before it was sent."""
    form = filled(client.enter(office), page, first_name="Lucien")
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert send(client, page, form)["Location"] == f"{IN_OFFICE}?next={page.replace('/', '%2F')}"
    return form


def test_form_left_too_long_comes_back_to_who_typed_it(client, office, moreau, page, late) -> None:
    said = client.get(IN_OFFICE).content.decode()
    assert "Ce que vous aviez saisi est gardé une heure" in said
    assert sign_in(client, office, page)["Location"] == page
    shown = client.get(page)
    assert shown.context["adminform"].form["first_name"].value() == "Lucien"
    assert GIVEN_BACK in shown.content.decode()
    moreau.refresh_from_db()
    assert moreau.first_name == "Luc"


def test_sending_it_again_ends_the_keeping(client, office, moreau, page, late) -> None:
    form = filled(client.enter(office), page)
    assert form["first_name"] == "Lucien"
    assert send(client, page, form).status_code == 302
    moreau.refresh_from_db()
    assert (moreau.first_name, KeptForm.objects.count()) == ("Lucien", 0)
    assert GIVEN_BACK not in client.get(page).content.decode()


def test_box_that_was_unticked_comes_back_unticked(client, office, page) -> None:
    form = filled(client.enter(office), page)
    form.pop("is_active")
    client.logout()
    send(client, page, form)
    assert client.enter(office).get(page).context["adminform"].form["is_active"].value() is False


def test_it_is_kept_an_hour(client, office, page, late) -> None:
    client.enter(office)
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(minutes=61))
    assert GIVEN_BACK not in client.get(page).content.decode()
    assert (too_late.purge(), KeptForm.objects.count()) == (1, 0)


def test_it_may_be_forgotten(client, office, page, late) -> None:
    client.enter(office)
    response = client.post("/saisie/oublier", {"page": page})
    assert (response["Location"], KeptForm.objects.count()) == (page, 0)


def test_nobody_else_gets_it(client, administrator, page, late) -> None:
    shown = client.enter(administrator).get(page)
    assert shown.context["adminform"].form["first_name"].value() == "Luc"
    assert GIVEN_BACK not in shown.content.decode()


def test_form_sent_after_signing_out_waits_for_its_owner(client, office, page) -> None:
    form = filled(client.enter(office), page, first_name="Lucien")
    client.post("/gestion/deconnexion")
    assert send(client, page, form)["Location"].startswith(IN_OFFICE)
    assert filled(client.enter(office), page)["first_name"] == "Lucien"


def test_form_sent_under_another_account_waits_for_its_owner(
    client, office, administrator, moreau, page
) -> None:
    form = filled(client.enter(office), page, first_name="Lucien")
    answer = send(client.enter(administrator), page, form)
    assert (answer.status_code, "celle d’un autre compte" in answer.content.decode()) == (409, True)
    moreau.refresh_from_db()
    assert moreau.first_name == "Luc"
    assert filled(client, page)["first_name"] == "Luc"
    assert filled(client.enter(office), page)["first_name"] == "Lucien"


@pytest.mark.parametrize("stamp", ["", "x", "WzEsIngiXQ:1abcde:forged"])
def test_forged_stamp_keeps_nothing(client, page, office, stamp) -> None:
    send(client, page, {"first_name": "Lucien", "stamp": stamp})
    assert KeptForm.objects.count() == 0


def test_form_of_another_website_keeps_nothing(client, office, page) -> None:
    form = filled(client.enter(office), page)
    client.logout()
    send(client, page, form, **{"Sec-Fetch-Site": "cross-site"})
    assert KeptForm.objects.count() == 0


def test_passwords_are_not_kept_nor_promised(client, moreau) -> None:
    stamp = hidden(client.enter(moreau).get("/mot-de-passe").content.decode(), "stamp")
    client.logout()
    typed = {"old_password": PASSWORD, "new_password1": "Sonatine-7", "new_password2": "Sonatine-7"}
    assert send(client, "/mot-de-passe", {**typed, "stamp": stamp})["Location"].startswith(SIGN_IN)
    assert KeptForm.objects.count() == 0
    assert "gardé une heure" not in client.get(SIGN_IN).content.decode()


def test_two_windows_on_one_page_are_two_forms(client, office, page) -> None:
    client.enter(office)
    forms = [filled(client, page, first_name=name) for name in ("Lucien", "Ludovic")]
    client.logout()
    for form in forms:
        send(client, page, form)
    client.enter(office)
    assert filled(client, page)["first_name"] == "Ludovic"
    client.post("/saisie/oublier", {"page": page})
    assert filled(client, page)["first_name"] == "Lucien"


def test_answer_of_one_account_is_not_given_to_another(client, office, moreau, page) -> None:
    form = filled(client.enter(office), page)
    assert send(client, page, form).status_code == 302
    client.get(page)  # where the answer is read
    answer = send(client.enter(moreau), page, form)
    assert answer.status_code == 409
    assert "modifié" not in client.get("/accueil").content.decode()


def test_button_of_another_address_keeps_nothing_and_leads_back_to_its_page(client, office, page) -> None:
    stamp = filled(client.enter(office), page)["stamp"]
    client.logout()
    came_from = {"Referer": f"http://testserver{page}"}
    answer = client.post("/saisie/oublier", {"stamp": stamp, "page": page}, headers=came_from)
    assert answer["Location"] == f"{SIGN_IN}?next={page.replace('/', '%2F')}"
    assert KeptForm.objects.count() == 0


def test_what_needs_no_account_is_done_for_who_has_left_theirs(client, moreau) -> None:
    stamp = hidden(client.enter(moreau).get("/accueil").content.decode(), "stamp")
    client.logout()
    answer = client.post("/langue", {"language": "en", "next": SIGN_IN, "stamp": stamp})
    assert (answer["Location"], answer.cookies["language"].value) == (SIGN_IN, "en")


# The check against forged forms, which a newer sign-in in another window makes an honest form fail


@pytest.fixture
def checked() -> StrictClient:
    return StrictClient(enforce_csrf_checks=True)


def test_form_of_before_a_new_sign_in_comes_back_at_once(checked, office, page) -> None:
    form = filled(checked.enter(office), page, first_name="Lucien")
    answer = send(checked, page, form | {"csrfmiddlewaretoken": "x" * 64})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert filled(checked, page)["first_name"] == "Lucien"


def test_page_of_the_front_door_comes_back_filled(checked, gounod) -> None:
    typed = {"site": gounod.pk, "identifier": "moreau1", "email": "luc@example.org"}
    answer = send(checked, LOST, typed)
    form = answer.context["form"]
    assert answer.status_code == 403
    assert {name: form[name].value() for name in form.fields} == {**typed, "site": str(gounod.pk)}
    assert "Cette page avait expiré" in str(
        list(get_messages(answer.wsgi_request)) or answer.content.decode()
    )


def test_password_of_the_front_door_is_not_shown_again(checked, gounod) -> None:
    typed = {"site": gounod.pk, "identifier": "moreau1", "password": PASSWORD}
    answer = send(checked, SIGN_IN, typed)
    assert ("moreau1" in answer.content.decode(), PASSWORD in answer.content.decode()) == (True, False)


@pytest.mark.parametrize("site", ["cross-site", "none", "same-site"])
def test_form_from_elsewhere_is_refused(checked, gounod, site) -> None:
    answer = send(checked, LOST, {"identifier": "moreau1"}, **{"Sec-Fetch-Site": site})
    assert (answer.status_code, "moreau1" in answer.content.decode()) == (403, False)


def test_second_click_on_sign_in_is_no_fault(checked, moreau) -> None:
    typed = {"site": moreau.site_id, "identifier": "moreau1", "password": PASSWORD}
    answer = send(checked.enter(moreau), SIGN_IN, typed)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_other_identifier_in_a_window_that_stayed_open_is_told_whose_session_it_is(checked, moreau) -> None:
    typed = {"site": moreau.site_id, "identifier": "petit1", "password": "wrong"}
    assert send(checked.enter(moreau), SIGN_IN, typed)["Location"] == SIGN_IN
    assert "Une session est ouverte au nom de Luc Moreau." in checked.get("/accueil").content.decode()
