"""Guardians in the office: found among families, known already, with an account or without."""

import pytest

from accounts.models import FamilyAccount
from families.models import Guardian, Person
from tests.factories import make_family, make_guardian, make_person, make_student
from tests.office_pages import errors, saved, sent

GUARDIANS = "/gestion/families/guardian/"


def change(obj) -> str:
    return f"/gestion/families/{obj._meta.model_name}/{obj.pk}/change/"


# Guardians


def test_guardian_and_person_are_changed_on_one_page(client, office, guardian) -> None:
    client.enter(office)
    typed = sent(client.get(change(guardian)), last_name="Moreau-Petit", city="Bondoufle")
    assert saved(client.post(change(guardian), typed)) == change(guardian.family)
    guardian = Guardian.objects.select_related("person").get()
    assert (guardian.person.last_name, guardian.person.name_key) == ("Moreau-Petit", "moreau-petit luc")
    assert (guardian.city, guardian.mobile, guardian.order) == ("Bondoufle", "+33639981234", 1)


def test_page_of_a_guardian_sends_back_what_it_shows(client, office, guardian) -> None:
    client.enter(office)
    before = (Guardian.objects.values().get(), Person.objects.values().get())
    saved(client.post(change(guardian), sent(client.get(change(guardian)))))
    assert (Guardian.objects.values().get(), Person.objects.values().get()) == before


def test_second_guardian_comes_next_and_may_become_the_first(client, office, family, guardian) -> None:
    page = f"{GUARDIANS}add/?family={family.pk}"
    client.enter(office)
    saved(client.post(page, sent(client.get(page), last_name="Petit", first_name="Maud")))
    second = family.guardians.get(order=2)
    assert str(second) == "Maud Petit"
    saved(client.post(change(second), sent(client.get(change(second)), answers_first="on")))
    assert [str(each) for each in family.guardians.order_by("order")] == ["Maud Petit", "Luc Moreau"]
    assert sorted(family.guardians.values_list("order", flat=True)) == [1, 2]


def test_first_guardian_stays_so_until_another_takes_the_place(client, office, guardian) -> None:
    form = client.enter(office).get(change(guardian)).context["adminform"].form
    assert (form.fields["answers_first"].disabled, form.initial["answers_first"]) == (True, True)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("", None), ("?family=abc", None), ("?family=99999999999999999999", None), ("?family=-1", None)],
)
def test_address_of_a_new_guardian_may_say_anything(client, office, address, shown) -> None:
    form = client.enter(office).get(f"{GUARDIANS}add/{address}").context["adminform"].form
    assert form["family"].value() == shown


def test_guardian_is_not_added_to_a_family_of_another_site(client, office, family, strangers) -> None:
    client.enter(office)
    page = f"{GUARDIANS}add/?family={strangers.pk}"
    shown = client.get(page)
    assert "Moreau (X-1)" not in shown.content.decode()
    for typed in (f"Moreau (X-1) – n° {strangers.pk}", "X-1"):
        answer = client.post(page, sent(shown, last_name="Petit", family=typed))
        told = f"« {typed} »\u00a0: aucune fiche ne porte ce nom. Vérifiez, ou tapez un autre mot du nom."
        assert errors(answer)["family"] == [told.replace("« ", "«\u00a0").replace(" »", "\u00a0»")]


@pytest.mark.parametrize("typed", ["moreau", "F-1", "MORÉAU f-1", "n° {pk}", "Moreau (F-1) – n°\u00a0{pk}"])
def test_family_is_chosen_by_any_of_its_words(client, office, family, typed) -> None:
    client.enter(office)
    name = typed.format(pk=family.pk)
    page = f"{GUARDIANS}add/"
    saved(client.post(page, sent(client.get(page), last_name="Petit", family=name)))
    assert family.guardians.count() == 1


def test_name_of_several_asks_which(client, office, family) -> None:
    twin = make_family(family.site, "Moreau", reference="F-2")
    client.enter(office)
    page = f"{GUARDIANS}add/"
    answer = client.post(page, sent(client.get(page), last_name="Petit", family="moreau"))
    assert errors(answer)["family"] == [
        f"«\u00a0moreau\u00a0»\u00a0: plusieurs fiches correspondent (Moreau (F-1) – n°\u00a0{family.pk}, "
        f"Moreau (F-2) – n°\u00a0{twin.pk}). Laquelle\u202f?"
    ]
    assert answer.context["adminform"].form["family"].value() == "moreau"


# Somebody known


def test_student_becomes_a_guardian_without_a_second_entry(client, office, family) -> None:
    adult = make_person(family.site, "Gérard", "Dupont", civility="monsieur", profession="Luthier")
    make_student(make_family(family.site, "Dupont"), person=adult)
    client.enter(office)
    page = f"{GUARDIANS}add/?family={family.pk}"
    saved(client.post(page, sent(client.get(page), person="gerard dupont", profession="Retraité")))
    assert Guardian.objects.get().person == adult
    adult.refresh_from_db()
    assert (adult.full_name, adult.civility, adult.profession) == ("Gérard Dupont", "monsieur", "Retraité")


def test_guardian_of_a_family_is_not_one_of_another(client, office, family, guardian) -> None:
    other = make_family(family.site, "Petit")
    client.enter(office)
    page = f"{GUARDIANS}add/?family={other.pk}"
    answer = client.post(page, sent(client.get(page), person="luc moreau"))
    assert errors(answer) == {"person": ["Cette personne est déjà responsable d’une famille."]}


# Accounts


def test_account_is_linked_by_its_identifier_and_speaks_as_recorded(client, office, guardian, moreau) -> None:
    client.enter(office)
    typed = sent(client.get(change(guardian)), identifier="MOREAU1", last_name="Moreau-Petit")
    saved(client.post(change(guardian), typed))
    guardian.refresh_from_db()
    moreau.refresh_from_db()
    assert (guardian.user, moreau.last_name) == (moreau, "Moreau-Petit")
    saved(client.post(change(guardian), sent(client.get(change(guardian)), identifier="")))
    guardian.refresh_from_db()
    assert (guardian.user, FamilyAccount.objects.count()) == (None, 1)


def test_account_of_another_guardian_is_not_taken(client, office, family, guardian, petit) -> None:
    make_guardian(family, "Maud", user=petit)
    client.enter(office)
    answer = client.post(change(guardian), sent(client.get(change(guardian)), identifier="petit1"))
    assert errors(answer) == {"identifier": ["Ce compte est celui de Maud Moreau."]}


def test_account_of_another_site_is_another_one(client, office, guardian, xenakis) -> None:
    client.enter(office)
    saved(client.post(change(guardian), sent(client.get(change(guardian)), identifier="leroy1")))
    guardian.refresh_from_db()
    assert (guardian.user.site, guardian.user == xenakis) == (guardian.family.site, False)


def test_identifier_that_cannot_be_one_is_told_at_its_field(client, office, guardian) -> None:
    client.enter(office)
    answer = client.post(change(guardian), sent(client.get(change(guardian)), identifier="luc moreau"))
    assert errors(answer) == {"identifier": ["Un identifiant n’a ni espace ni deux-points."]}
    assert FamilyAccount.objects.count() == 0
