"""A password alone does not open the office; a code of the telephone, or a recovery code, does."""

import base64
import time
from binascii import unhexlify

import pytest
import time_machine
from django.contrib import admin
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import (
    FamilyAccount,
    Installation,
    Mail,
    Site,
    StaffAccount,
    Text,
    Throttle,
    Trace,
    User,
)
from accounts.second_factor import KEY
from tests.factories import PASSWORD, make_staff

OFFICE, ASK, SET_UP = "/gestion/", "/gestion/second-facteur", "/gestion/second-facteur/activer"
STAFF_ACCOUNTS = "/gestion/accounts/staffaccount/"
START = 1_790_000_000
STEP = 30
REFUSED = (
    "Ce code n’est pas accepté\u00a0: il est faux, il a déjà servi, ou cet essai suit de trop près un autre. "
    "Attendez une minute et réessayez."
)
RECOVERY_CODE = "0123456789"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def device(clock, office) -> TOTPDevice:
    """The office's telephone, and one recovery code."""
    return make_device(office)


def make_device(user: User) -> TOTPDevice:
    spare = StaticDevice.objects.create(user=user, name="Recovery codes", confirmed=True)
    StaticToken.objects.create(device=spare, token=RECOVERY_CODE)
    return TOTPDevice.objects.create(user=user, name="TOTP", confirmed=True)


def code_of(key: str) -> str:
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    return f"{totp.token():06}"


def wrong_for(key: str) -> str:
    """None of the codes around now, for a clock that is a little off is forgiven."""
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    return next(code for code in ("000000", "111111", "222222", "333333") if not totp.verify(int(code), 1))


def way_on(response) -> str:
    assert response.status_code == 302
    return response["Location"]


def refusal(response) -> list[str]:
    assert response.status_code == 200
    return response.context["form"].errors.get("code", [])


def post_code(client, code: str, at: str = ASK):
    return client.post(at, {"code": code})


@pytest.mark.parametrize("address", [OFFICE, "/gestion/accounts/site/", "/gestion/password_change/"])
def test_password_alone_leads_to_the_second_factor(client, secured, office, address: str) -> None:
    client.enter(office)
    assert way_on(client.get(address)) == ASK
    assert way_on(client.get(ASK)) == SET_UP


def test_password_alone_changes_nothing(client, secured, administrator, gounod) -> None:
    client.enter(administrator)
    response = client.post(f"/gestion/accounts/site/{gounod.pk}/delete/", {"post": "yes"})
    assert way_on(response) == ASK
    assert Site.objects.get() == gounod


def test_password_alone_lets_out(client, secured, office) -> None:
    client.enter(office)
    assert way_on(client.post("/gestion/deconnexion")) == "/gestion/connexion"
    assert way_on(client.get(ASK)) == "/gestion/connexion?next=%2Fgestion%2Fsecond-facteur"


def test_set_up_shows_a_picture_and_the_secret(client, secured, office) -> None:
    page = client.enter(office).get(SET_UP).content.decode()
    secret = base64.b32encode(unhexlify(client.session[KEY])).decode()
    assert f"<b>{' '.join(secret[start : start + 4] for start in range(0, 32, 4))}</b>" in page
    assert '<img class="qr" src="data:image/svg+xml' in page


def test_set_up_stays_the_same_on_reload(client, secured, office) -> None:
    client.enter(office)
    secrets = [client.get(SET_UP).context["secret"] for _each in range(2)]
    assert secrets[0] == secrets[1]
    assert client.get(SET_UP).context["secret"] == secrets[0]


@pytest.mark.parametrize("code", ["9999999", "9" * 15, "abcdef", "-1"])
def test_set_up_refuses_a_wrong_code_and_stores_nothing(client, secured, office, code: str) -> None:
    secret = client.enter(office).get(SET_UP).context["secret"]
    response = post_code(client, code, SET_UP)
    assert (refusal(response), response.context["secret"]) == ([REFUSED], secret)
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert way_on(client.get(OFFICE)) == ASK


def test_set_up_asks_for_a_code(client, secured, office) -> None:
    assert refusal(post_code(client.enter(office), "", SET_UP)) == [
        "Indiquez le code que montre votre application."
    ]


def test_set_up_with_the_right_code_opens_the_office(client, secured, office, clock) -> None:
    client.enter(office).get(SET_UP)
    codes = post_code(client, code_of(client.session[KEY]), SET_UP).context["codes"]
    assert len(set(codes)) == 10
    assert sorted(codes) == sorted(StaticToken.objects.values_list("token", flat=True))
    assert [device.user for device in TOTPDevice.objects.all()] == [office]
    assert client.get(OFFICE).status_code == 200


def test_recovery_codes_are_shown_once(client, secured, office, clock) -> None:
    client.enter(office).get(SET_UP)
    page = post_code(client, code_of(client.session[KEY]), SET_UP).content.decode()
    tokens = StaticToken.objects.values_list("token", flat=True)
    assert all(f"<code>{token}</code>" in page for token in tokens)
    assert KEY not in client.session
    for address in (OFFICE, SET_UP):
        page = client.get(address).content.decode()
        assert not any(token in page for token in tokens)


def test_code_of_the_set_up_does_not_serve_again(client, secured, office, clock) -> None:
    client.enter(office).get(SET_UP)
    code = code_of(client.session[KEY])
    post_code(client, code, SET_UP)
    client.post("/gestion/deconnexion")
    assert refusal(post_code(client.enter(office), code)) == [REFUSED]


def test_next_sign_in_asks_for_the_code(client, secured, device) -> None:
    typed = {"identifier": device.user.identifier, "password": PASSWORD}
    assert way_on(client.post("/gestion/connexion", typed)) == OFFICE
    assert way_on(client.get(OFFICE)) == ASK
    assert refusal(client.get(ASK)) == []
    assert way_on(post_code(client, code_of(device.key))) == OFFICE
    assert client.get(OFFICE).status_code == 200
    assert way_on(client.get(ASK)) == OFFICE


def test_wrong_code_does_not_open(client, secured, device) -> None:
    client.enter(device.user)
    assert refusal(post_code(client, wrong_for(device.key))) == [REFUSED]
    assert way_on(client.get(OFFICE)) == ASK


def test_code_does_not_serve_twice(client, secured, device, clock) -> None:
    code = code_of(device.key)
    assert way_on(post_code(client.enter(device.user), code)) == OFFICE
    client.post("/gestion/deconnexion")
    assert refusal(post_code(client.enter(device.user), code)) == [REFUSED]
    clock.move_to(START + STEP)
    assert way_on(post_code(client, code_of(device.key))) == OFFICE


def test_code_lapses(client, secured, device, clock) -> None:
    code = code_of(device.key)
    clock.move_to(START + 2 * STEP)
    assert refusal(post_code(client.enter(device.user), code)) == [REFUSED]


def test_code_pasted_with_blanks_is_accepted(client, secured, device) -> None:
    code = code_of(device.key)
    assert way_on(post_code(client.enter(device.user), f" {code[:3]} {code[3:]} ")) == OFFICE


def test_code_of_someone_else_is_refused(client, secured, device) -> None:
    colleague = make_staff("regie.gounod", device.user.posts.get().site)
    make_device(colleague)
    assert refusal(post_code(client.enter(colleague), code_of(device.key))) == [REFUSED]


@pytest.mark.parametrize("typed", [RECOVERY_CODE, " 01234 56789 "])
def test_recovery_code_serves_once(client, secured, device, clock, typed: str) -> None:
    assert way_on(post_code(client.enter(device.user), typed)) == OFFICE
    client.post("/gestion/deconnexion")
    clock.move_to(START + STEP)
    assert refusal(post_code(client.enter(device.user), typed)) == [REFUSED]
    assert not StaticToken.objects.exists()


def test_guesses_are_throttled(client, secured, device, clock) -> None:
    client.enter(device.user)
    for seconds in (0, 10, 20):  # after the third, four seconds
        clock.move_to(START + seconds)
        post_code(client, wrong_for(device.key))
    clock.move_to(START + 23)
    assert refusal(post_code(client, code_of(device.key))) == [REFUSED]
    assert refusal(post_code(client, RECOVERY_CODE)) == [REFUSED]
    clock.move_to(START + 24)
    assert way_on(post_code(client, code_of(device.key))) == OFFICE


def test_other_device_is_not_set_up_before_the_present_one_is_passed(client, secured, device) -> None:
    client.enter(device.user)
    assert way_on(client.get(SET_UP)) == ASK
    assert way_on(post_code(client, code_of(device.key), SET_UP)) == ASK
    assert TOTPDevice.objects.get() == device


def test_other_device_takes_the_place_of_the_one_passed(client, secured, device) -> None:
    post_code(client.enter(device.user), code_of(device.key))
    client.get(SET_UP)
    post_code(client, code_of(client.session[KEY]), SET_UP)
    assert TOTPDevice.objects.get().key != device.key
    assert StaticToken.objects.count() == 10
    assert not StaticToken.objects.filter(token=RECOVERY_CODE).exists()
    assert client.get(OFFICE).status_code == 200


def test_administrator_takes_a_lost_device_away(client, secured, device, administrator) -> None:
    own = make_device(administrator)
    post_code(client.enter(administrator), code_of(own.key))
    action = {"action": "remove_second_factor", "_selected_action": [device.user.pk]}
    response = client.post(STAFF_ACCOUNTS, action, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "1 personne en choisira un nouveau à sa prochaine connexion."
    ]
    assert (TOTPDevice.objects.get(), StaticDevice.objects.get().user) == (own, administrator)
    client.enter(device.user)
    assert way_on(client.get(ASK)) == SET_UP


def test_device_taken_away_ends_what_it_opened(client, secured, device) -> None:
    post_code(client.enter(device.user), code_of(device.key))
    assert client.get(OFFICE).status_code == 200
    device.delete()
    assert way_on(client.get(OFFICE)) == ASK


@pytest.mark.parametrize("address", [ASK, SET_UP])
def test_families_never_see_the_second_factor(client, secured, moreau, address: str) -> None:
    client.enter(moreau)
    assert (client.get(address).status_code, client.post(address, {"code": "0"}).status_code) == (404, 404)


def test_demonstration_asks_for_no_second_factor(client, device) -> None:
    client.enter(device.user)
    assert client.get(OFFICE).status_code == 200
    assert way_on(client.get(ASK)) == OFFICE


def test_office_keeps_no_page_of_devices_and_groups(db) -> None:
    kept = {
        model
        for model in admin.site._registry
        if model._meta.app_label not in {"billing", "documents", "families", "reenrolment", "students"}
    }
    assert kept == {Site, FamilyAccount, StaffAccount, Installation, Mail, Text, Throttle, Trace}
