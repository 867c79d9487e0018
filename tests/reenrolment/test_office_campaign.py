"""A campaign in the office: its dates, how far it is, what is done by hand."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Mail
from accounts.roles import Role
from documents.models import DocumentType
from reenrolment import deciding, sending
from reenrolment.models import Campaign, Extension, Notice, Reenrolment
from reenrolment.progress import Progress
from reenrolment.wishes import Wish
from tests.factories import make_family, make_guardian, make_staff, make_student
from tests.factories.documents import make_kind
from tests.factories.reenrolment import follows, make_reenrolment
from tests.office_pages import errors, saved
from tests.office_pages import sent as sent_by

pytestmark = pytest.mark.django_db
CAMPAIGNS = "/gestion/reenrolment/campaign/"
DAY = timedelta(days=1)


@pytest.fixture
def desk(client, office):
    return client.enter(office)


def page_of(campaign) -> str:
    return f"{CAMPAIGNS}{campaign.pk}/change/"


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def at(days: int) -> str:
    return f"{timezone.localtime() + days * DAY:%Y-%m-%dT%H:%M}"


def add(desk, **given):
    form = sent_by(desk.get(f"{CAMPAIGNS}add/"))
    moments = {"opens_at": at(given.pop("opens", 20)), "closes_at": at(given.pop("closes", 40))}
    return desk.post(f"{CAMPAIGNS}add/", form | moments | given)


def test_campaign_is_made_with_its_documents(desk, gounod) -> None:
    proof = make_kind(gounod, "Justificatif")
    saved(add(desk, types=[str(proof.pk)], introduction="Bonjour"))
    made = Campaign.objects.get()
    assert (made.site, made.year, made.reminder_days) == (gounod, gounod.school_year() + 1, 7)
    assert list(made.types.all()) == [proof]
    assert f"{timezone.localtime(made.opens_at):%Y-%m-%dT%H:%M}" == at(20)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"closes": 10}, "closes_at"),
        ({"opens": -9, "closes": -2}, "closes_at"),
        ({"closes": 900}, "closes_at"),
        ({"year": "2001"}, "year"),
        ({"reminder_days": "30"}, "reminder_days"),
        ({"reminder_days": "3", "last_reminder_days": "5"}, "last_reminder_days"),
        ({"reminder_days": "", "last_reminder_days": "5"}, "last_reminder_days"),
        ({"announced_days": "61"}, "announced_days"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(desk, given, field) -> None:
    assert list(errors(add(desk, **given))) == [field]


def test_one_campaign_a_year(desk, campaign) -> None:
    assert errors(add(desk)) == {"year": ["Une campagne prépare déjà cette année sur ce site."]}


def test_mode_is_fixed_once_a_family_has_ticked(desk, campaign, sent) -> None:
    form = sent_by(desk.get(page_of(campaign)))
    assert "mode" not in form
    saved(desk.post(page_of(campaign), form | {"introduction": "Bonjour"}))
    campaign.refresh_from_db()
    assert (campaign.mode, campaign.introduction) == ("administrative", "Bonjour")


def test_documents_are_chosen_among_the_site_s(desk, campaign, gounod, xenakis_site) -> None:
    make_kind(xenakis_site, "Photo")
    own = make_kind(gounod, "Justificatif")
    boxes = desk.get(page_of(campaign)).context["adminform"].form.fields["types"]
    assert list(boxes.queryset) == [own]
    assert DocumentType.objects.count() == 2


def test_documents_of_another_site_are_refused(client, administrator, campaign, xenakis_site) -> None:
    other = make_kind(xenakis_site, "Photo")
    desk = client.enter(administrator)
    form = sent_by(desk.get(page_of(campaign)))
    assert list(errors(desk.post(page_of(campaign), form | {"types": [str(other.pk)]}))) == ["types"]
    with pytest.raises(ValidationError, match="de ce site"), transaction.atomic():
        campaign.types.add(other)
    with pytest.raises(ValidationError, match="de ce site"), transaction.atomic():
        other.campaigns.add(campaign)
    assert not campaign.types.exists()


def counted(tally) -> dict[str, int]:
    return {label: count for label, count in tally.counts if count}


@pytest.fixture
def in_all_stages(campaign, gounod, family, lea, moreau, office) -> Progress:
    """Léa and four others: validated, sent, nothing yet, leaving, drafted; and Max, who withdrew."""
    lea.enrolments.filter(class_name="Guitare").update(department_name="Cordes")
    tom, zoe, ana, max_, noe = (make_student(family, name) for name in ("Tom", "Zoé", "Ana", "Max", "Noé"))
    for student in (tom, zoe):
        follows(student, "Guitare", department_name="Cordes")
    facts = {"campaign": campaign, "family": family, "by": moreau}
    deciding.validate(reenrolment=make_reenrolment(student=lea, **facts), version=1, by=office)
    make_reenrolment(student=tom, **facts)
    make_reenrolment(student=ana, wish=Wish(is_leaving=True), **facts)
    sending.withdraw(reenrolment=make_reenrolment(student=max_, **facts), family=family, by=moreau)
    sending.save_draft(student=noe, wish=Wish(is_administrative=True), **facts)
    return Progress(campaign)


def test_progress_counts_each_student_once(in_all_stages) -> None:
    assert counted(in_all_stages.total) == {
        "Rien encore": 2,
        "Brouillon": 1,
        "À valider": 1,
        "Validée": 1,
        "Ne revient pas": 1,
    }
    assert (in_all_stages.answered, in_all_stages.total.concerned) == (3, 6)
    assert [tuple(day) for day in in_all_stages.by_day] == [(timezone.localdate(), 3, 1)]


def test_progress_counts_a_student_in_each_department(in_all_stages) -> None:
    assert [(row.name, counted(row)) for row in in_all_stages.by_department] == [
        ("Cordes", {"Rien encore": 1, "À valider": 1, "Validée": 1}),
        ("Sans département", {"Validée": 1}),
        ("Sans cours", {"Rien encore": 1, "Brouillon": 1, "Ne revient pas": 1}),
    ]


@pytest.mark.parametrize("several", [3, 300])
def test_page_asks_as_much_for_three_hundred(
    desk, campaign, family, moreau, several, django_assert_num_queries
) -> None:
    students = [make_student(family, f"Élève {number}") for number in range(several)]
    follows(students[0], "Guitare")
    Reenrolment.objects.bulk_create(Reenrolment(campaign=campaign, student=each) for each in students)
    desk.get(page_of(campaign))  # Django learns the number of a model once
    with django_assert_num_queries(16):
        page = desk.get(page_of(campaign))
    assert page.context["progress"].answered == several


def test_opened_and_closed_by_hand(desk, gounod) -> None:
    saved(add(desk))
    campaign = Campaign.objects.get()
    done = []
    for act in ("annoncer", "ouvrir", "clore"):
        path = f"/gestion/campagnes/{campaign.pk}/{act}"
        assert "disabled" not in desk.get(path).content.decode()
        desk.post(path)
        campaign.refresh_from_db()
        done.append(campaign.phase())
    assert done == ["announced", "open", "closed"]
    refused = desk.post(f"/gestion/campagnes/{campaign.pk}/clore")
    assert told(refused)[-1] == "La campagne n’est pas ouverte."
    assert "disabled" in desk.get(f"/gestion/campagnes/{campaign.pk}/ouvrir").content.decode()
    assert desk.get(f"/gestion/campagnes/{campaign.pk}/effacer").status_code == 404


def families_of(campaign) -> str:
    return f"/gestion/campagnes/{campaign.pk}/familles"


@pytest.fixture
def silent(gounod, campaign):
    """A family that has no e-mail, and does not answer."""
    family = make_family(gounod, "Roux", reference="F-3")
    make_guardian(family, "Jo")
    make_student(family, "Ali")
    return family


def test_families_expected_are_listed_with_what_is_known(desk, campaign, lea, family, silent, moreau) -> None:
    make_reenrolment(campaign, lea, family, moreau)
    tom = make_student(family, "Tom")
    sending.save_draft(
        campaign=campaign, student=tom, family=family, wish=Wish(is_administrative=True), by=moreau
    )
    late = desk.get(families_of(campaign)).context["late"]
    shown = [
        (each.family, [str(one.state.words) for one in each.standings], each.is_reached) for each in late
    ]
    assert shown == [(family, ["Brouillon, pas encore envoyée"], True), (silent, ["À faire"], False)]
    found = desk.get(families_of(campaign), {"nom": "roux"}).context["late"]
    assert [each.family for each in found] == [silent]


@pytest.mark.parametrize("several", [1, 3])
def test_families_ask_as_much_for_three(desk, gounod, campaign, several, django_assert_num_queries) -> None:
    for number in range(several):
        make_student(make_family(gounod, f"Famille {number}", reference=f"R-{number}"), "Ali")
    with django_assert_num_queries(13):
        assert len(desk.get(families_of(campaign)).context["late"]) == several


def test_family_is_reminded_once_a_day(desk, campaign, lea, family, silent, moreau) -> None:
    chosen = {"family": [family.pk, silent.pk]}
    first, second = (desk.post(families_of(campaign), chosen) for _time in range(2))
    assert told(first) == ["Le rappel part à 1 compte."]
    assert told(second)[-1].startswith("Personne à qui écrire")
    assert [mail.user for mail in Mail.objects.filter(template="campaign_reminder")] == [moreau]


def test_everybody_is_reminded_by_the_worker_and_who_was_today_is_not(
    desk, campaign, lea, family, other_household, moreau, settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    Notice.objects.create(campaign=campaign, user=moreau, occasion="reminder-7")
    assert told(desk.post(families_of(campaign), {"everybody": ""})) == ["Le rappel part à 1 compte."]
    assert list(Notice.objects.filter(occasion__startswith="by-hand").values_list("user__identifier")) == [
        ("petit1",)
    ]


def test_nobody_is_reminded_of_a_campaign_that_is_closed(desk, campaign, lea, family) -> None:
    Campaign.objects.update(closes_at=timezone.now() - DAY / 2)
    answer = desk.post(families_of(campaign), {"everybody": ""})
    assert told(answer) == ["La campagne n’est pas ouverte\u00a0: il n’y a rien à rappeler."]
    assert "Relancer les familles" not in desk.get(families_of(campaign)).content.decode()


def test_family_is_given_more_time(desk, campaign, lea, family, office, moreau) -> None:
    path = f"{families_of(campaign)}/{family.pk}/prolonger"
    proposed = desk.get(path).context["form"]["until"].value()
    assert f"{proposed:%Y-%m-%dT%H:%M}" == at(21)
    assert list(desk.post(path, {"until": at(2)}).context["form"].errors) == ["until"]
    answer = desk.post(path, {"until": at(30)})
    assert (answer["Location"], Extension.objects.get().given_by) == (families_of(campaign), office)
    assert Mail.objects.filter(template="campaign_extended").count() == 1
    assert "prolongée jusqu’au" in desk.get(families_of(campaign)).content.decode()


def test_role_of_pedagogie_reads_and_does_nothing(client, gounod, campaign) -> None:
    client.enter(make_staff("ped", gounod, role=Role.PEDAGOGIE))
    page = client.get(page_of(campaign))
    assert ("Où elle en est" in page.content.decode(), page.context["entries"]) == (True, [])
    assert client.post(page_of(campaign), {}).status_code == 404
