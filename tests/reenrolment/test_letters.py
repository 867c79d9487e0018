"""What goes by post: the announcement in an envelope with a window, the form on paper."""

from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from imuse.school_year import named
from imuse.templatetags.times import full_moment
from reenrolment import by_post, letters, paper_form
from reenrolment.codes import code_of, read
from reenrolment.models import NextStep
from students.models import Restriction
from tests.factories import make_family, make_guardian, make_student
from tests.factories.documents import make_document, make_kind
from tests.factories.reenrolment import follows, make_reenrolment
from tests.papers import facts_of, tags_of, text_of

pytestmark = pytest.mark.django_db

MILLIMETRE = 72 / 25.4
# What a window of 35 mm by 100 mm shows of a page folded in three, wherever it slides in its envelope.
SEEN_AT_TIMES, SEEN_ALWAYS = (90, 44, 200, 90), (100, 55, 190, 79)


@pytest.fixture
def roux(gounod):
    """A family whom no mail reaches: it has no account."""
    family = make_family(gounod, "Roux", reference="F-9")
    coordinates = {"address_1": "3, rue du Puits", "address_2": "Bâtiment C", "postal_code": "29950"}
    make_guardian(family, "Ana", city="Bénodet", **coordinates)
    follows(make_student(family, "Tom"), "Piano", teacher_name="LE BIHAN Gaël")
    return family


def words_at(content: bytes) -> list[tuple[float, float, str]]:
    """Of the first page: where each line begins, in millimetres from the upper left corner."""
    page, found = PdfReader(BytesIO(content)).pages[0], []

    def see(text: str, cm: list, tm: list, *_font: object) -> None:
        across, down = cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        if text.strip():
            found.append((across / MILLIMETRE, 297 - down / MILLIMETRE, text.strip()))

    page.extract_text(visitor_text=see)
    return found


def within(area: tuple, words: list) -> list[str]:
    left, top, right, bottom = area
    return [text for across, down, text in words if left <= across <= right and top <= down <= bottom]


def test_letter_goes_to_whom_no_mail_reaches(campaign, lea, roux) -> None:
    assert by_post.families(campaign) == [roux.pk]
    assert [part.rows for part in by_post.parts(campaign)] == [[roux.pk]]


def test_only_the_address_stands_behind_the_window(campaign, roux) -> None:
    words = words_at(letters.render(campaign, [roux.pk]))
    address = ["Ana Roux", "3, rue du Puits", "Bâtiment C", "29950 Bénodet"]
    assert within(SEEN_ALWAYS, words) == address
    assert within(SEEN_AT_TIMES, words) == address


def test_letter_says_when_where_and_as_whom_and_no_password(campaign, lea, family, moreau, settings) -> None:
    text = text_of(letters.render(campaign, [family.pk]))
    dates = f"ouverte du {full_moment(campaign.opens_at)} au {full_moment(campaign.closes_at)}"
    words = (
        f"Réinscription {named(campaign.year)}",
        " ".join(dates.split()),
        "Léa Moreau",
        settings.PUBLIC_URL,
        "Identifiant de Luc Moreau moreau1",
    )
    assert [each for each in words if each not in text] == []
    assert moreau.password not in text


def test_letter_to_who_has_no_account_says_so(campaign, roux) -> None:
    text = text_of(letters.render(campaign, [roux.pk]))
    assert "Vous n’avez pas encore d’identifiant" in text
    assert "Identifiant de" not in text


def test_each_family_has_a_page_of_its_own(campaign, lea, family, roux) -> None:
    content = letters.render(campaign, [family.pk, roux.pk])
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert ["Moreau" in page for page in pages] == [True, False]
    assert ["Roux" in page for page in pages] == [False, True]


@pytest.mark.parametrize("paper", [letters, paper_form])
def test_nothing_names_a_child_to_whom_a_court_keeps_away(paper, campaign, roux, office) -> None:
    follows(make_student(roux, "Zoé"), "Piano")
    tom = roux.memberships.get(student__person__first_name="Tom").student
    Restriction.objects.create(
        guardian=roux.guardians.get(),
        student=tom,
        starts_on=timezone.localdate(),
        reason="Tribunal",
        decided_by=office,
    )
    text = text_of(paper.render(campaign, [roux.pk]))
    assert ("Tom" in text, "Zoé Roux" in text) == (False, True)


def test_family_of_another_site_gets_nothing(campaign, xenakis_site) -> None:
    stranger = make_family(xenakis_site, "Leroy")
    make_student(stranger, "Inès")
    assert tags_of(letters.render(campaign, [stranger.pk]))["H1"] == 0


@pytest.mark.parametrize("paper", [letters, paper_form])
def test_paper_can_be_followed_by_ear(paper, campaign, roux) -> None:
    content = paper.render(campaign, [roux.pk])
    facts = facts_of(content)
    assert (facts["language"], facts["standard"], facts["shows_title"]) == ("fr", "ua-1", "True")
    assert tags_of(content)["H1"] == 1


def test_parts_are_numbered_through(campaign, lea, roux, monkeypatch) -> None:
    monkeypatch.setattr(by_post, "AT_ONCE", 1)
    make_student(make_family(campaign.site, "Abel", reference="F-10"), "Zoé")
    parts = by_post.parts(campaign)
    assert [(part.number, part.first, part.last) for part in parts] == [(1, 1, 1), (2, 2, 2)]


# On paper


def test_form_offers_what_the_student_follows(by_course, roux) -> None:
    student = roux.memberships.get().student
    follows(student, "Chœur", cycle="")
    piano = student.enrolments.get(class_name="Piano")
    NextStep.objects.create(campaign=by_course, enrolment=piano, words="mardi à 18 h 15")
    text = text_of(paper_form.render(by_course, [roux.pk]))
    words = (
        "famille Roux (F-9)",
        "Tom Roux",
        "Piano, Cycle 1, LE BIHAN Gaël",
        "L’an prochain : mardi à 18 h 15",
        "Chœur",
        "Ne reviendra pas l’an prochain",
        "Demandes complémentaires",
        "Date et signature",
    )
    assert [each for each in words if each not in text] == []
    assert "Réinscription administrative" not in text


def test_form_carries_the_code_of_each_student(campaign, roux) -> None:
    student = roux.memberships.get().student
    content = paper_form.render(campaign, [roux.pk])
    assert read(code_of(campaign.pk, student.pk)) == (campaign.pk, student.pk)
    assert code_of(campaign.pk, student.pk) in text_of(content)
    assert tags_of(content)["Figure"] == 1


def test_administrative_form_has_one_box_for_all(campaign, roux) -> None:
    text = text_of(paper_form.render(campaign, [roux.pk]))
    assert "Réinscription administrative Piano, Cycle 1, LE BIHAN Gaël Ne reviendra pas" in text


def test_form_is_printed_before_the_opening_with_all_documents(campaign, roux, gounod) -> None:
    kinds = [
        make_kind(gounod, "Attestation d’assurance", of="student", asked="reenrolment"),
        make_kind(gounod, "Justificatif de domicile", asked="reenrolment", is_required=False),
    ]
    campaign.types.set(kinds)
    make_kind(gounod, "Autre chose")
    make_document(kinds[0], roux, student=roux.memberships.get().student, status="waiting")
    text = text_of(paper_form.render(campaign, [roux.pk]))
    assert "Attestation d’assurance (En attente de validation)" in text
    assert "Justificatif de domicile (À fournir, facultatif)" in text
    assert "Autre chose" not in text


def test_form_leaves_out_what_is_done(campaign, lea, family, moreau) -> None:
    make_reenrolment(campaign, lea, family, moreau)
    text = text_of(paper_form.render(campaign, [family.pk]))
    assert "Déjà envoyée : En attente de validation" in text
    assert "Réinscription administrative" not in text


def test_form_is_found_by_name_or_reference(campaign, lea, family, roux) -> None:
    assert by_post.families_named(campaign, "moreau") == [family]
    assert by_post.families_named(campaign, "f-9") == [roux]
    assert by_post.families_named(campaign, " ") == []
    assert by_post.is_concerned(campaign, make_family(campaign.site, "Vide").pk) is False
