"""At the desk: the office fills a family's form in its stead, and the record says so."""

import pytest
from django.contrib.messages import get_messages

from accounts.models import Mail
from reenrolment import deciding, sending
from reenrolment.codes import code_of
from reenrolment.models import Campaign, Draft, Reenrolment
from reenrolment.wishes import Wish
from tests.billing.test_pages import words
from tests.factories import make_student
from tests.factories.documents import make_kind
from tests.factories.reenrolment import make_reenrolment

pytestmark = pytest.mark.django_db
ADD = "/gestion/reenrolment/reenrolment/add/"


@pytest.fixture
def desk(client, office):
    return client.enter(office)


@pytest.fixture
def mother(lea, family) -> str:
    return f"{ADD}?family={family.pk}&student={lea.pk}"


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def send(client, path, **ticked):
    form = client.get(path).context["desk"].form
    return client.post(path, {"seen": form["seen"].value(), **ticked})


def test_office_enters_for_a_family_and_the_record_says_so(desk, campaign, mother, family, office) -> None:
    answer = send(desk, mother, is_administrative="on", comment="Plutôt le mardi")
    made = Reenrolment.objects.get()
    assert (made.family, made.sent_by, answer["Location"]) == (
        family,
        office,
        f"/gestion/reenrolment/reenrolment/{made.pk}/change/",
    )
    assert told(answer) == ["La réinscription de Léa Moreau est enregistrée à l’accueil."]
    page = words(desk.get(answer["Location"]).content.decode())
    assert "enregistrée à l’accueil par Vasseur" in page
    assert "Enregistrée à l’accueil pour la famille Moreau" in page
    assert Mail.objects.get(template="reenrolment_received").user.identifier == "moreau1"


def test_next_of_the_family_comes_next(desk, campaign, mother, family) -> None:
    tom = make_student(family, "Tom")
    assert (
        send(desk, mother, is_administrative="on")["Location"] == f"{ADD}?family={family.pk}&student={tom.pk}"
    )


def test_desk_takes_who_comes_late_and_without_documents(desk, campaign, gounod, mother) -> None:
    campaign.types.add(make_kind(gounod, "Justificatif"))
    Campaign.objects.update(closes_at=campaign.opens_at, opens_at=campaign.announces_at, documents_first=True)
    assert "Justificatif À fournir" in words(desk.get(mother).content.decode())
    assert send(desk, mother, is_administrative="on").status_code == 302


def test_form_shows_what_the_family_had_drafted(desk, campaign, mother, lea, family, moreau) -> None:
    sending.save_draft(
        campaign=campaign,
        student=lea,
        family=family,
        wish=Wish(is_administrative=True, comment="Bas"),
        by=moreau,
    )
    form = desk.get(mother).context["desk"].form
    assert (form["is_administrative"].value(), form["comment"].value()) == (True, "Bas")
    assert send(desk, mother, is_administrative="on", comment="Bas").status_code == 302
    assert not Draft.objects.exists()


def test_nothing_ticked_is_told_at_the_boxes(desk, campaign, mother) -> None:
    answer = send(desk, mother)
    assert list(answer.context["desk"].form.errors) == ["is_administrative"]


def test_family_that_was_faster_is_not_overwritten(desk, campaign, mother, lea, family, moreau) -> None:
    seen = desk.get(mother).context["desk"].form["seen"].value()
    make_reenrolment(campaign, lea, family, moreau, Wish(is_leaving=True))
    form = {"seen": seen, "is_administrative": "on"}
    answer = desk.post(mother, form)
    assert "a été envoyée pendant que vous remplissiez" in words(answer.content.decode())
    again = answer.context["desk"].form["seen"].value()
    assert desk.post(mother, form | {"seen": again}).status_code == 302
    assert Reenrolment.objects.get().is_administrative


def test_desk_withdraws_for_the_family(desk, mother, sent) -> None:
    answer = send(desk, mother, is_administrative="on", withdraw="")
    sent.refresh_from_db()
    assert (sent.status, told(answer)) == ("withdrawn", ["La réinscription de Léa Moreau est retirée."])
    answer = send(desk, mother, is_administrative="on", withdraw="")
    assert "Rien n’est envoyé" in words(answer.content.decode())


def test_what_is_decided_is_read(desk, mother, sent, office) -> None:
    deciding.validate(reenrolment=sent, version=1, by=office)
    page = desk.get(mother)
    assert "Cette réinscription est décidée" in words(page.content.decode())
    answer = desk.post(mother, {"seen": "", "is_administrative": "on"})
    assert "validée" in str(answer.context["desk"].form.errors)


def test_of_a_family_alone_the_first_who_is_not_done(desk, mother, sent, family) -> None:
    tom = make_student(family, "Tom")
    assert desk.get(f"{ADD}?family={family.pk}").context["desk"].student == tom
    assert desk.get(f"{ADD}?student={tom.pk}").context["desk"].family == family


def test_paper_of_the_other_household_is_taken_down_for_it(
    desk, campaign, mother, lea, family, other_household
) -> None:
    theirs = f"{ADD}?family={other_household.pk}&student={lea.pk}"
    assert "Enregistrer pour la famille Petit" in words(desk.get(mother).content.decode())
    assert send(desk, theirs, is_administrative="on").status_code == 302
    assert Reenrolment.objects.get().family == other_household
    assert "Enregistrer pour la famille Moreau" in words(desk.get(theirs).content.decode())
    tom = make_student(family, "Tom")
    page = desk.get(f"{ADD}?family={family.pk}&student={tom.pk}")
    assert "Enregistrer pour" not in page.content.decode()


def test_code_on_a_paper_opens_the_form(desk, campaign, mother, lea, family, xenakis_site) -> None:
    code = code_of(campaign.pk, lea.pk)
    assert desk.get(ADD, {"code": code})["Location"] == mother
    wrong = [desk.get(ADD, {"code": each}) for each in (code[:-1] + "?", code_of(campaign.pk, 999))]
    assert [list(each.context["finder"].form.errors) for each in wrong] == [["code"], ["code"]]
    assert desk.get(ADD).context["finder"].form.is_bound is False
    Campaign.objects.all().delete()
    gone = desk.get(ADD, {"code": code}).context["finder"].form
    assert gone.errors["code"] == ["Aucune campagne ne concerne cet élève en ce moment."]


def test_desk_is_of_one_s_own_site_and_of_a_campaign(client, other_office, office, campaign, mother) -> None:
    assert client.enter(other_office).get(mother).status_code == 404
    Campaign.objects.all().delete()
    assert client.enter(office).get(mother).status_code == 404


def test_pages_of_family_and_student_lead_to_the_desk(desk, sent, family, lea) -> None:
    for page in (
        f"/gestion/families/family/{family.pk}/change/",
        f"/gestion/students/student/{lea.pk}/change/",
    ):
        shown = words(desk.get(page).content.decode())
        assert "Enregistrer une réinscription à l’accueil" in shown
        assert "en attente de validation" in shown
