"""A student's record page: who of two households and two guardians sees and sends what."""

import pytest

from families.models import ChangeRequest, FieldRule
from students.models import Membership
from tests.factories import make_account, make_family, make_guardian, make_place
from tests.families.record_pages import rule, send, told

Rule, Status = FieldRule.Rule, ChangeRequest.Status


def test_request_of_one_household_is_unknown_to_the_other(client, mine, petit, lea) -> None:
    other = make_family(petit.site, "Petit")
    make_guardian(other, "Maud", petit)
    make_place(lea, other, pays=False, city="Bois-l’Abbesse")
    send(client, f"/eleves/{lea.pk}", birth_place="Nantes", city="Rennes")
    stranger = type(client)().enter(petit)
    shown = stranger.get(f"/eleves/{lea.pk}")
    assert "Nantes" not in shown.content.decode()
    send(stranger, f"/eleves/{lea.pk}", birth_place="Bondoufle", city="Évry")
    assert ChangeRequest.objects.waiting().count() == 2
    assert Membership.objects.get(family=other).city == "Bois-l’Abbesse"


# A student's own


def test_guardian_s_coordinates_serve_and_the_student_s_are_not_asked(client, mine, luc, lea) -> None:
    rule(luc.family.site, "mobile", Rule.REVIEWED, record="student", is_required=True)
    address = f"/eleves/{lea.pk}"
    answer = send(client, address, reached_through="on", mobile="abc", city="Rennes")
    assert answer.status_code == 302
    assert ChangeRequest.objects.get().values == {"membership.reached_through": [None, luc.pk]}


def test_guardian_s_coordinates_serve_where_the_school_closed_the_tick(client, mine, luc, lea) -> None:
    lea.memberships.update(reached_through=luc)
    rule(luc.family.site, "reached_through", Rule.READ_ONLY, record="student")
    rule(luc.family.site, "mobile", Rule.REVIEWED, record="student", is_required=True)
    assert send(client, f"/eleves/{lea.pk}", birth_place="Nantes").status_code == 302
    assert ChangeRequest.objects.get().values == {"person.birth_place": ["", "Nantes"]}


def test_another_s_refusal_of_the_image_is_read_and_not_changed(client, mine, family, lea) -> None:
    lea.image_right, lea.image_refused_by = "refused", make_guardian(family, "Anne")
    lea.save()
    shown = client.get(f"/eleves/{lea.pk}")
    assert "image_right" not in shown.context["page"].form.fields
    assert "refusé" in shown.content.decode()


def test_adult_student_edits_as_both(client, mine, luc, lea) -> None:
    student = lea.__class__.objects.create(person=luc.person)
    make_place(student, luc.family)
    send(client, mine, profession="Luthier")
    send(client, f"/eleves/{student.pk}", birth_place="Nantes", last_name="Moreau-Petit")
    asked = {"person.profession", "person.last_name", "person.birth_place"}
    assert set(ChangeRequest.objects.waiting().get().values) == asked
    assert client.get(mine).context["page"].form["last_name"].value() == "Moreau-Petit"


@pytest.fixture
def adult(lea, luc):
    """Luc, who takes lessons himself."""
    student = lea.__class__.objects.create(person=luc.person)
    make_place(student, luc.family)
    return student


@pytest.fixture
def anne(client, family, luc):
    """The other guardian, at her own browser."""
    user = make_account("anne1", family.site, email="anne@example.org")
    make_guardian(family, "Anne", user)
    return type(client)().enter(user)


def test_page_as_student_tells_the_other_guardian_nothing_of_the_page_as_guardian(
    client, mine, adult, anne
) -> None:
    send(client, mine, mobile="06 39 98 00 01")
    page = f"/eleves/{adult.pk}"
    assert anne.get(page).context["page"].verdicts == []
    assert anne.get("/accueil").context["waiting"] == []
    send(client, page, birth_place="Brest")
    shown = anne.get(page)
    assert [verdict.label for verdict in shown.context["page"].verdicts] == ["Lieu de naissance"]
    assert "Retirer la demande" not in shown.content.decode()
    waiting = ChangeRequest.objects.waiting().get()
    assert "n’attend plus" in told(anne.post(page, {"withdraw": waiting.pk}))[-1]
    assert ChangeRequest.objects.waiting().get() == waiting
    labels = [verdict.label for verdict in client.get(page).context["page"].verdicts]
    assert labels == ["Mobile", "Lieu de naissance"]


def test_request_for_an_adult_is_on_the_front_page_of_who_sent_it(adult, anne) -> None:
    send(anne, f"/eleves/{adult.pk}", birth_place="Brest")
    waiting = anne.get("/accueil").context["waiting"]
    assert [line.url for line in waiting] == [f"/eleves/{adult.pk}?de=accueil"]


def test_refusal_waits_to_be_read_whatever_came_after(client, mine, refused, family, luc, moreau) -> None:
    applied = {"status": Status.APPLIED, "accepted": ["guardian.city"]}
    for number in range(13):
        values = {"guardian.city": ["", f"Nantes {number}"]}
        ChangeRequest.objects.create(
            family=family, person=luc.person, values=values, proposed_by=moreau, **applied
        )
    page = client.get(mine).context["page"]
    assert [refusal.number for refusal in page.refusals] == [refused.pk]
    assert page.verdicts[0].asked == "Nantes 12"


def test_field_that_became_free_while_it_waited_is_applied_and_said_so(client, mine, family) -> None:
    send(client, mine, mobile="06 39 98 00 01")
    rule(family.site, "mobile", Rule.FREE)
    assert told(send(client, mine, mobile="06 39 98 00 02"))[-1] == "Vos modifications sont enregistrées."
