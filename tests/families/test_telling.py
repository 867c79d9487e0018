"""«Envoyer l’identifiant»: by mail, by letter, to one or to many; never a password."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail as outbox
from django.utils import timezone
from pypdf import PdfReader

from accounts import activation, delivery
from accounts.models import ActivationCode, FamilyAccount, Mail, User
from accounts.roles import Role
from families import by_post, telling
from families.telling import Letters
from imuse.policies import Denied
from tests.at_once import at_once
from tests.factories import make_account, make_family, make_guardian, make_staff
from tests.families.test_opening import ACCOUNTS, FAMILIES, GUARDIANS, do, said
from tests.papers import facts_of, tags_of, text_of
from tests.reenrolment.test_letters import within, words_at

pytestmark = pytest.mark.django_db

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
SEEN_BY_DL, SEEN_BY_C5 = (100, 55, 190, 79), (109, 57, 190, 88)
SEEN_AT_TIMES = (90, 43, 209, 102)


@pytest.fixture
def roux(gounod) -> FamilyAccount:
    """Without an address."""
    account = make_account("roux1", gounod, first_name="Ana", last_name="Roux")
    coordinates = {"address_1": "3, rue du Puits", "address_2": "Bâtiment C", "postal_code": "29950"}
    make_guardian(make_family(gounod, "Roux"), "Ana", account, city="Bénodet", **coordinates)
    return FamilyAccount.objects.select_related("site").get(pk=account.pk)


@pytest.fixture
def with_address(luc, moreau) -> FamilyAccount:
    return FamilyAccount.objects.select_related("site").get(pk=moreau.pk)


def asked_on(page: str, **changes) -> dict:
    """What the form of the page sends, but its button."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    form: dict[str, list] = {}
    for name, value in hidden:
        form.setdefault(name, []).append(value)
    return form | changes


def choose(client, *accounts) -> str:
    return do(client, ACCOUNTS, "tell_identifiers", *accounts).content.decode()


def print_letters(client, page: str, value: str):
    return client.post(ACCOUNTS, asked_on(page, letters=value))


# By mail


def test_mail_gives_site_identifier_and_address_and_no_password(
    client, office, with_address, settings
) -> None:
    page = choose(client.enter(office), with_address)
    response = client.post(ACCOUNTS, asked_on(page, by_mail="1"), follow=True)
    assert said(response) == ["1 mail part avec l’identifiant."]
    mail = Mail.objects.get()
    delivery.deliver.call(mail.pk)
    body = outbox.outbox[0].body
    words = ("Conservatoire Gounod", "moreau1", settings.PUBLIC_URL, "Mot de passe perdu", "luc@example.org")
    assert [each for each in words if each not in body] == []
    assert outbox.outbox[0].to == ["luc@example.org"]


def test_who_was_told_is_left_until_it_is_asked_again(client, office, with_address) -> None:
    client.enter(office)
    client.post(ACCOUNTS, asked_on(choose(client, with_address), by_mail="1"))
    Mail.objects.update(status=Mail.Status.SENT, sent_at=timezone.now())
    page = choose(client, with_address)
    assert ("Déjà envoyé" in page, 'name="by_mail"' in page) == (True, False)
    page = client.post(ACCOUNTS, asked_on(page, again="1")).content.decode()
    client.post(ACCOUNTS, asked_on(page, by_mail="1"))
    assert Mail.objects.count() == 2


def test_account_that_is_closed_is_told_nothing(client, office, with_address) -> None:
    mail = Mail.objects.get() if telling.by_mail([with_address]) else None
    FamilyAccount.objects.update(is_active=False)
    delivery.deliver.call(mail.pk)
    assert (Mail.objects.get().status, outbox.outbox) == (Mail.Status.VOID, [])
    assert "Comptes inactifs" in choose(client.enter(office), with_address)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_one_mail_each(gounod) -> None:
    for number in range(10):
        make_account(f"famille{number}", gounod, email=f"famille{number}@example.org")
    accounts = list(FamilyAccount.objects.order_by("pk"))
    assert sum(at_once(lambda: telling.by_mail(accounts), lambda: telling.by_mail(accounts[::-1]))) == 10
    assert Mail.objects.count() == 10


# From the lists, and from one's page


@pytest.mark.parametrize("address", [FAMILIES, GUARDIANS])
def test_identifiers_are_sent_from_families_and_guardians(
    client, office, roux, with_address, address
) -> None:
    guardians = [roux.guardian, with_address.guardian]
    chosen = guardians if address == GUARDIANS else [guardian.family for guardian in guardians]
    page = do(client.enter(office), address, "tell_identifiers", *chosen).content.decode()
    assert ("Envoyer 1 mail" in page, "Imprimer 1 lettre" in page) == (True, True)


def test_one_account_has_a_page_with_both_ways(client, office, with_address) -> None:
    address = f"/gestion/comptes/{with_address.pk}/identifiant"
    assert address in client.enter(office).get(f"{ACCOUNTS}{with_address.pk}/change/").content.decode()
    assert address in client.get(f"{GUARDIANS}{with_address.guardian.pk}/change/").content.decode()
    page = client.get(address).content.decode()
    printed = client.post(address, asked_on(page, letters=f"{with_address.site_id}-1"))
    assert ("Mot de passe perdu" in text_of(printed.content), CODE.search(text_of(printed.content))) == (
        True,
        None,
    )
    assert client.post(address, asked_on(page, by_mail="1")).status_code == 302
    assert Mail.objects.count() == 1


def test_who_keeps_no_accounts_sends_none(client, gounod, with_address) -> None:
    client.enter(make_staff("regie", gounod, role=Role.REGIE))
    assert client.get(f"/gestion/comptes/{with_address.pk}/identifiant").status_code == 404
    assert "tell_identifiers" not in client.get(FAMILIES).content.decode()


def test_account_of_another_school_is_not_among_those_chosen(client, office, xenakis) -> None:
    make_guardian(make_family(xenakis.site, "Leroy"), "Inès", xenakis)
    assert "identifiant" not in [
        name for name, _value in asked_on(choose(client.enter(office), xenakis)).items()
    ]
    assert xenakis.identifier not in choose(client, xenakis)


# Letters


def test_letter_has_a_code_that_opens_the_account(client, office, roux) -> None:
    response = print_letters(client.enter(office), choose(client, roux), f"{roux.site_id}-1")
    assert response["Content-Type"] == "application/pdf"
    text = text_of(response.content)
    (code,) = CODE.findall(text)
    told = {"site": roux.site, "identifier": "roux1", "code": code}
    assert activation.account_of_code(**told) == User.objects.get(pk=roux.pk)
    assert ("roux1" in text, "/activation" in text, roux.password in text) == (True, True, False)
    assert ActivationCode.objects.get().made_by == office


def test_double_click_prints_again_and_the_second_counts(client, office, roux) -> None:
    page = choose(client.enter(office), roux)
    first, second = (text_of(print_letters(client, page, f"{roux.site_id}-1").content) for _click in "12")
    opens = [
        activation.account_of_code(site=roux.site, identifier="roux1", code=CODE.search(text)[0]) is not None
        for text in (first, second)
    ]
    assert opens == [False, True]


def test_letters_that_a_colleague_printed_are_told(client, office, roux, gounod) -> None:
    page = choose(client.enter(office), roux)
    telling.Letters([roux]).keep(by=make_staff("collegue", gounod))
    assert said(client.post(ACCOUNTS, asked_on(page, letters=f"{roux.site_id}-1"), follow=True)) == [
        "Rien n’est à imprimer."
    ]


def test_of_two_who_print_at_once_one_has_letters_that_count(roux, office) -> None:
    mine, hers = Letters([roux]), Letters([roux])
    mine.keep(by=office)
    with pytest.raises(Denied, match="viennent d’être imprimées"):
        hers.keep()
    told = {"site": roux.site, "identifier": "roux1"}
    codes = [letters.letters[0].code for letters in (mine, hers)]
    assert [activation.account_of_code(**told, code=code) is not None for code in codes] == [True, False]


@pytest.mark.parametrize("seen", [SEEN_BY_DL, SEEN_BY_C5, SEEN_AT_TIMES])
def test_only_the_address_stands_behind_the_window_of_either_envelope(roux, seen) -> None:
    words = words_at(Letters([roux]).draw())
    assert within(seen, words) == ["Ana Roux", "3, rue du Puits", "Bâtiment C", "29950 Bénodet"]


def test_each_letter_is_a_page_that_can_be_followed_by_ear(roux, gounod) -> None:
    other = make_account("abel1", gounod, first_name="Zoé", last_name="Abel")
    content = Letters([roux, FamilyAccount.objects.select_related("site").get(pk=other.pk)]).draw()
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert [("roux1" in page, "abel1" in page) for page in pages] == [(True, False), (False, True)]
    facts = facts_of(content)
    assert (facts["language"], facts["standard"], facts["shows_title"]) == ("fr", "ua-1", "True")
    assert tags_of(content)["H1"] == 2


def test_letters_are_printed_so_many_at_once_school_by_school(client, administrator, roux, xenakis) -> None:
    page = choose(client.enter(administrator), roux, xenakis)
    buttons = re.findall(r'name="letters" value="([^"]+)"', page)
    assert buttons == [f"{roux.site_id}-1", f"{xenakis.site_id}-1"]
    assert "leroy1" in text_of(print_letters(client, page, buttons[1]).content)
    assert set(ActivationCode.objects.values_list("user", flat=True)) == {xenakis.pk}


def test_moment_that_no_page_showed_is_now(client, office, roux) -> None:
    page = choose(client.enter(office), roux)
    for shown in ("", "abc", "1e300", "nan"):
        response = client.post(ACCOUNTS, asked_on(page, shown=shown))
        assert "Imprimer 1 lettre" in response.content.decode()


def test_page_asks_as_much_for_three(client, office, gounod, django_assert_num_queries) -> None:
    for number in range(3):
        make_account(f"f{number}", gounod)
    accounts = list(FamilyAccount.objects.order_by("pk"))
    client.enter(office)
    for chosen in (accounts[:1], accounts):
        with django_assert_num_queries(8):
            choose(client, *chosen)


def test_part_counts_from_one() -> None:
    parts = by_post.in_parts([4, 5, 6], 2)
    assert [(part.number, list(part.rows), part.first, part.last) for part in parts] == [
        (1, [4, 5], 1, 2),
        (2, [6], 3, 3),
    ]


def test_code_made_before_the_page_was_shown_is_not_the_page_s(roux, office) -> None:
    Letters([roux]).keep(by=office)
    assert telling.printed_by(office, since=timezone.now() + timedelta(seconds=1)) == set()
