"""«Historique»: the trail in French words, on each record's page."""

import pytest
from django.urls import reverse

from accounts.models import Trace
from accounts.roles import Role
from families import guardians
from families.models import Guardian, Person
from tests.factories import make_guardian, make_staff
from tests.office_pages import saved, sent


def history_of(obj) -> str:
    return reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_history", args=[obj.pk])


def lines(response) -> list[tuple[str, str, list[str]]]:
    return [(line.who, line.what, list(line.details)) for line in response.context["page"]]


@pytest.fixture
def desk(client, office):
    return client.enter(office)


@pytest.fixture
def luc(luc) -> Guardian:
    """From here on."""
    Trace.objects.all().delete()
    return luc


def test_what_the_office_changes_is_told_in_words(desk, luc) -> None:
    page = f"/gestion/families/guardian/{luc.pk}/change/"
    changes = {"mobile": "06 39 98 00 00", "civility": "madame", "city": "Nantes"}
    saved(desk.post(page, sent(desk.get(page), **changes)))
    told = lines(desk.get(history_of(luc)))
    mobile = "Mobile\u00a0: de «\u00a006 39 98 12 34\u00a0» à «\u00a006 39 98 00 00\u00a0»"
    assert ("Vasseur", "modification", ["Ville\u00a0: «\u00a0Nantes\u00a0»", mobile]) in told
    person = "modification (personne\u00a0: Luc Moreau)"
    assert ("Vasseur", person, ["Civilité\u00a0: «\u00a0Madame\u00a0»"]) in told


def test_moment_is_that_of_the_school(desk, luc) -> None:
    Trace.objects.create(
        at="2026-05-12T12:03:00Z", act="changed", kind="families.guardian", record=luc.pk, who="Aline Girard"
    )
    page = desk.get(history_of(luc)).content.decode()
    assert "<b>Aline Girard</b>, le 12 mai 2026 à 14 h 03 : modification" in page.replace("\u00a0", " ")


def test_who_is_gone_is_told_of_on_the_family_s_page(desk, luc) -> None:
    anne = make_guardian(luc.family, "Anne")
    anne.delete()
    told = [what for _who, what, _details in lines(desk.get(history_of(luc.family)))]
    assert told == ["suppression (responsable\u00a0: Anne Moreau)", "ajout (responsable\u00a0: Anne Moreau)"]


def test_what_is_pointed_to_is_told_by_name(desk, luc, petit) -> None:
    Guardian.objects.filter(pk=luc.pk).update(user=petit)
    assert lines(desk.get(history_of(luc)))[0][2] == [
        "Compte\u00a0: de «\u00a0Luc Moreau\u00a0» à «\u00a0Maud Petit\u00a0»"
    ]


def test_another_order_is_told_once(desk, luc) -> None:
    anne = make_guardian(luc.family, "Anne")
    guardians.make_first(anne)
    told = lines(desk.get(history_of(anne)))
    assert [details for _who, what, details in told if what == "modification"] == [
        ["Rang\u00a0: de «\u00a02\u00a0» à «\u00a01\u00a0»"]
    ]


def test_password_is_told_without_a_value(desk, luc, moreau) -> None:
    moreau.set_password("Contrepoint-2027")
    moreau.save()
    assert lines(desk.get(history_of(luc)))[0][2] == [
        "Mot de passe\u00a0: changé, sans que le journal garde la valeur"
    ]


def test_history_is_that_of_this_record_alone(desk, luc, strangers) -> None:
    Guardian.objects.update(city="Nantes")
    assert len(lines(desk.get(history_of(luc)))) == 1
    assert desk.get(history_of(strangers)).status_code == 404


def test_who_may_only_read_a_record_reads_of_what_its_page_shows(client, luc, gounod, family) -> None:
    """The régie looks up whom it bills; who they are at home, and their passwords, is not its business."""
    regie = make_staff("regie.gounod", gounod, role=Role.REGIE)
    Person.objects.filter(pk=luc.person_id).update(birth_place="Nantes")
    Guardian.objects.filter(pk=luc.pk).update(city="Nantes", order=7)
    luc.user.set_password("Contrepoint-2027")
    luc.user.save()
    told = lines(client.enter(regie).get(history_of(luc)))
    assert [details for _who, _what, details in told] == [["Ville\u00a0: «\u00a0Nantes\u00a0»"]]


def test_history_is_paged(desk, luc) -> None:
    rows = [Trace(act="changed", kind="families.guardian", record=luc.pk, who=str(n)) for n in range(31)]
    Trace.objects.bulk_create(rows)
    assert [who for who, _what, _details in lines(desk.get(history_of(luc), {"page": 2}))] == ["0"]


def test_history_asks_as_much_for_three(desk, luc, django_assert_num_queries) -> None:
    desk.get(history_of(luc))
    for number in (1, 3):
        for city in map(str, range(number)):
            Guardian.objects.filter(pk=luc.pk).update(city=f"{number}-{city}")
        with django_assert_num_queries(7):
            desk.get(history_of(luc))
