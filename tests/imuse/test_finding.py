"""The box at the top of «Gestion»: whom it finds, for whom, and when it leads straight on."""

import pytest

from accounts.roles import Role
from families.models import Family
from imuse.finding import A_GROUP, Question
from students.models import Student
from tests.factories import (
    make_account,
    make_course,
    make_enrolment,
    make_family,
    make_guardian,
    make_place,
    make_site,
    make_staff,
    make_student,
    make_teacher,
)
from tests.factories.billing import make_invoice, make_payment

PAGE = "/gestion/recherche"


@pytest.fixture
def leroy(gounod) -> Family:
    """Inès answers for Éléonore, who is reached elsewhere."""
    family = make_family(gounod, "Leroy", reference="ENM-0412")
    ines = make_account("leroy1", gounod, first_name="Inès", last_name="Leroy", email="ines@example.org")
    make_guardian(family, "Inès", ines, mobile="+33639981240", work_telephone="+41224183500")
    student = make_student(family, "Éléonore")
    student.memberships.update(emergency_telephone="+33199004444")
    return family


def found(client, typed: str) -> dict[str, list[str]]:
    response = client.get(PAGE, {"q": typed})
    assert response.status_code == 200, response["Location"]
    groups = response.context["search"].groups
    return {str(group.label): [row.label for row in group.rows] for group in groups}


def led_to(client, typed: str) -> str:
    response = client.get(PAGE, {"q": typed})
    assert response.status_code == 302, found(client, typed)
    return response["Location"]


LEROY = {
    "Familles": ["Leroy"],
    "Responsables": ["Inès Leroy"],
    "Élèves": ["Éléonore Leroy"],
    "Comptes": ["leroy1"],
}


def test_name_finds_all_that_bear_it(client, office, leroy, moreau) -> None:
    assert found(client.enter(office), "leroy") == LEROY


@pytest.mark.parametrize("typed", ["Inès Leroy", "LEROY INES", "  leroy   inès ", "ler ine"])
def test_name_is_found_in_either_order_without_case_or_accents(client, office, leroy, typed: str) -> None:
    assert found(client.enter(office), typed) == {"Responsables": ["Inès Leroy"], "Comptes": ["leroy1"]}


@pytest.mark.parametrize(
    "typed", ["0639981240", "06 39 98 12 40", "06.39.98.12.40", "+33 6 39 98 12 40", "0033639981240"]
)
def test_telephone_is_found_as_it_is_typed(client, office, leroy, typed: str) -> None:
    guardian = leroy.guardians.get()
    assert led_to(client.enter(office), typed) == f"/gestion/families/guardian/{guardian.pk}/change/"


def test_telephones_of_others_are_found_too(client, office, leroy) -> None:
    client.enter(office)
    assert "/families/guardian/" in led_to(client, "+41 22 418 35 00")
    assert led_to(client, "01 99 00 44 44") == f"/gestion/students/student/{Student.objects.get().pk}/change/"


def test_shared_telephone_is_a_choice(client, office, leroy) -> None:
    make_guardian(leroy, "Karim", mobile="+33639981240")
    client.enter(office)
    assert found(client, "06 39 98 12 40") == {"Responsables": ["Inès Leroy", "Karim Leroy"]}
    assert "Téléphone 06 39 98 12 40" in client.get(PAGE, {"q": "+33639981240"}).content.decode()


def test_identifier_leads_straight_to_its_account(client, office, leroy) -> None:
    account = leroy.guardians.get().user
    assert led_to(client.enter(office), "Leroy1") == f"/gestion/accounts/familyaccount/{account.pk}/change/"


def test_identifier_that_begins_others_is_a_choice(client, office, gounod, leroy) -> None:
    make_account("leroy12", gounod, last_name="Leroy")
    assert found(client.enter(office), "leroy1") == {"Comptes": ["leroy1", "leroy12"]}


def test_the_only_one_of_a_name_is_shown_before_it_is_opened(client, office, leroy) -> None:
    assert found(client.enter(office), "éléonore") == {"Élèves": ["Éléonore Leroy"]}


def test_reference_leads_straight_to_its_family(client, office, leroy) -> None:
    assert led_to(client.enter(office), "enm-0412") == f"/gestion/families/family/{leroy.pk}/change/"
    assert found(client, "0412") == {"Familles": ["Leroy"]}


def test_number_leads_the_regie_to_the_document(client, gounod, leroy) -> None:
    invoice, payment = make_invoice(leroy, 24), make_payment(leroy, 24)
    client.enter(make_staff("regie", gounod, role=Role.REGIE))
    assert led_to(client, invoice.number.lower()) == f"/gestion/billing/invoice/{invoice.pk}/change/"
    assert led_to(client, payment.number) == f"/gestion/billing/payment/{payment.pk}/change/"
    assert found(client, invoice.number[4:]) == {
        "Factures, reçus et avoirs": [invoice.number, payment.number]
    }


def test_number_leads_a_secretary_to_the_balance(client, office, leroy) -> None:
    number = make_invoice(leroy, 24).number
    assert led_to(client.enter(office), number) == f"/gestion/billing/familyledger/{leroy.pk}/change/"


def test_number_part_of_another_is_no_number(client, office, leroy) -> None:
    number = make_invoice(leroy, 24).number
    assert found(client.enter(office), number[:-1]) == {}


TYPED = ["leroy", "leroy1", "06 39 98 12 40", "ENM-0412"]


@pytest.mark.parametrize("typed", TYPED)
def test_nothing_of_another_site_is_found(client, other_office, leroy, typed: str) -> None:
    assert found(client.enter(other_office), typed) == {}


@pytest.mark.parametrize("typed", [*TYPED, "01 99 00 44 44"])
def test_teaching_finds_students_by_name_and_no_more(client, gounod, leroy, typed: str) -> None:
    client.enter(make_staff("pedagogie", gounod, role=Role.PEDAGOGIE))
    assert found(client, typed) == ({"Élèves": ["Éléonore Leroy"]} if typed == "leroy" else {})


def test_teaching_finds_no_money(client, gounod, leroy) -> None:
    number = make_invoice(leroy, 24).number
    assert found(client.enter(make_staff("pedagogie", gounod, role=Role.PEDAGOGIE)), number) == {}


def test_the_regie_finds_who_is_billed(client, gounod, leroy) -> None:
    client.enter(make_staff("regie", gounod, role=Role.REGIE))
    assert found(client, "leroy") == {"Familles": ["Leroy"], "Responsables": ["Inès Leroy"]}


def test_a_teacher_finds_the_own_students_alone(client, gounod, leroy) -> None:
    account = make_staff("vidal", gounod, role=Role.PEDAGOGIE)
    course = make_course(gounod, teacher=make_teacher(gounod, user=account))
    client.enter(account)
    assert found(client, "leroy") == {}
    make_enrolment(Student.objects.get(), course)
    assert found(client, "leroy") == {"Élèves": ["Éléonore Leroy"]}


def test_child_of_two_households_is_found_once(client, office, gounod, leroy) -> None:
    make_place(Student.objects.get(), make_family(gounod, "Petit"), pays=False)
    assert found(client.enter(office), "éléonore") == {"Élèves": ["Éléonore Leroy"]}


def test_a_group_stops_and_says_so(client, office, gounod) -> None:
    for number in range(A_GROUP + 2):
        make_family(gounod, f"Bernard {number:02}")
    groups = client.enter(office).get(PAGE, {"q": "bernard"}).context["search"].groups
    assert [(len(group.rows), group.goes_on) for group in groups] == [(A_GROUP, True)]
    page = client.get(PAGE, {"q": "bernard"}).content.decode()
    assert "/gestion/families/family/?q=bernard" in page


def test_who_begins_as_it_was_typed_comes_first(client, office, gounod) -> None:
    for name in ("Abel-Li", "Li", "Zoli", "d’Li"):
        make_family(gounod, name)
    assert found(client.enter(office), "li") == {"Familles": ["Li", "Abel-Li", "d’Li"]}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Écrivez ce que vous savez d’une personne."),
        ("é", "Il faut au moins deux caractères."),
        ("zzz", "Rien ne correspond à «\u00a0zzz\u00a0»."),
    ],
)
def test_nothing_found_says_what_was_searched(client, office, leroy, typed: str, told: str) -> None:
    page = client.enter(office).get(PAGE, {"q": typed}).content.decode()
    searched = "Familles, Responsables, Élèves, Comptes, Factures, reçus et avoirs."
    assert (told in page, searched in page) == (True, True)


def test_who_has_no_post_finds_nothing(client, leroy) -> None:
    response = client.enter(make_staff("nouveau")).get(PAGE, {"q": "leroy"})
    assert (response.context["search"].sources, response.context["search"].groups) == ([], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_as_much_for_three(client, office, gounod, django_assert_num_queries, rows: int) -> None:
    for number in range(rows):
        family = make_family(gounod, "Leroy")
        make_guardian(family, user=make_account(f"leroy{number}", gounod, last_name="Leroy"))
        make_student(family)
    client.enter(office).get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE, {"q": "leroy"})


@pytest.mark.parametrize(
    ("typed", "telephone"),
    [
        ("06 39 98 12 40", "+33639981240"),
        ("2026000123", ""),
        ("06 39 98", ""),
        ("12 rue des Lilas", ""),
        ("ENM-0412", ""),
        ("--------", ""),
    ],
)
def test_what_is_a_telephone(typed: str, telephone: str) -> None:
    assert Question(typed).telephone == telephone


def test_what_was_typed_is_cut_to_a_length() -> None:
    assert len(Question("a" * 1000).typed) == 100


def test_box_is_on_every_page_of_the_office(client, office, leroy) -> None:
    client.enter(office)
    pages = ["/gestion/", "/gestion/families/family/", f"/gestion/families/family/{leroy.pk}/change/", PAGE]
    assert [client.get(page).content.decode().count('action="/gestion/recherche"') for page in pages] == [
        1
    ] * 4


def test_site_without_a_post_stays_shut(client, leroy) -> None:
    """The same right at another site opens nothing here."""
    agent = make_staff("deux", make_site("Ailleurs"), role=Role.DIRECTION)
    assert found(client.enter(agent), "leroy") == {}
