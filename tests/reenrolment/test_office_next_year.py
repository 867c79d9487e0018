"""The year to come in the office: what follows each course, and places that are given one."""

import pytest
from django.contrib.messages import get_messages

from imuse.keys import key
from reenrolment import deciding
from reenrolment.models import NextStep
from reenrolment.options import options_of
from students.models import Discipline, Enrolment
from tests.billing.test_pages import words
from tests.factories import make_course, make_enrolment, make_student
from tests.factories.reenrolment import follows, make_reenrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, office):
    return client.enter(office)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def solfege(gounod, family, lea):
    """Léa and Tom follow it."""
    theory = Discipline.objects.create(site=gounod, name="Formation musicale")
    course = make_course(gounod, "FM 1", discipline=theory)
    for student in (lea, make_student(family, "Tom")):
        make_enrolment(student, course, cycle="1C1")
    return course


def steps_page(campaign, course=None) -> str:
    return f"/gestion/campagnes/{campaign.pk}/suites" + (f"/{course.pk}" if course else "")


def prepare(client, campaign, course, **typed):
    """`lea_words` is the row of Léa."""
    entry = client.get(steps_page(campaign, course)).context["entry"]
    data = {field.html_name: field.value() or "" for form in entry.both() for field in form}
    row_of = {key(row.enrolment.student.person.first_name): row.prefix for row in entry.rows}
    named = {
        f"{row_of[name.partition('_')[0]]}-{name.partition('_')[2]}" if "_" in name else name: value
        for name, value in typed.items()
    }
    return client.post(steps_page(campaign, course), data | named)


def test_what_follows_a_course_is_prepared_for_all_and_for_one(desk, by_course, solfege, lea) -> None:
    answer = prepare(desk, by_course, solfege, words="2e année, mercredi", cycle="1C2", tom_words="1re année")
    assert answer["Location"] == steps_page(by_course)
    assert told(answer) == ["Les suites de «\u00a0FM 1\u00a0» sont enregistrées."]
    said = NextStep.objects.order_by("pk").values_list("course__name", "enrolment__student", "words", "cycle")
    tom = solfege.enrolments.exclude(student=lea).get().student_id
    assert list(said) == [("FM 1", None, "2e année, mercredi", "1C2"), (None, tom, "1re année", "")]
    option = next(each for each in options_of(by_course, lea) if each.name == "Formation musicale")
    assert option.next_steps == [("", "2e année, mercredi")]
    [listed] = desk.get(steps_page(by_course)).context["courses"]
    assert (listed.words, listed.followers, listed.otherwise) == ("2e année, mercredi", 2, 1)


def test_what_is_emptied_is_said_no_more(desk, by_course, solfege) -> None:
    prepare(desk, by_course, solfege, words="2e année", lea_words="Autre")
    assert prepare(desk, by_course, solfege, words="", lea_words="").status_code == 302
    assert not NextStep.objects.exists()


def test_cycle_without_words_is_told_at_its_row(desk, by_course, solfege) -> None:
    answer = prepare(desk, by_course, solfege, lea_cycle="1C2")
    assert [words for _anchor, words in answer.context["entry"].wrong] == [
        "Léa Moreau, L’an prochain\u00a0: Dites aussi ce que la famille lira."
    ]
    answer = prepare(desk, by_course, solfege, cycle="1C2")
    assert list(answer.context["entry"].head.errors) == ["words"]


def test_colleague_who_was_faster_is_not_overwritten(desk, by_course, solfege) -> None:
    stale = desk.get(steps_page(by_course, solfege)).context["entry"].token
    prepare(desk, by_course, solfege, words="2e année")
    page = desk.post(steps_page(by_course, solfege), {"words": "Mardi", "seen": stale})
    assert "Un collègue a changé" in words(page.content.decode())
    again = page.context["entry"].head["seen"].value()
    assert desk.post(steps_page(by_course, solfege), {"words": "Mardi", "seen": again}).status_code == 302
    assert NextStep.objects.get().words == "Mardi"


def test_course_of_another_year_or_site_has_no_page(desk, by_course, gounod, xenakis_site) -> None:
    for course in (make_course(gounod, year=by_course.year), make_course(xenakis_site)):
        assert desk.get(steps_page(by_course, course)).status_code == 404


@pytest.mark.parametrize("several", [1, 3])
def test_courses_ask_as_much_for_three(desk, by_course, gounod, several, django_assert_num_queries) -> None:
    for number in range(several):
        make_course(gounod, f"Cours {number}")
    with django_assert_num_queries(9):
        assert len(desk.get(steps_page(by_course)).context["courses"]) == several


def to_place(campaign) -> str:
    return f"/gestion/campagnes/{campaign.pk}/a-placer"


@pytest.fixture
def placed_later(campaign, sent, family, moreau, office) -> list[Enrolment]:
    """Léa and Tom play the guitar next year; Léa sings besides."""
    tom = make_student(family, "Tom")
    follows(tom, "Guitare")
    for each in (sent, make_reenrolment(campaign, tom, family, moreau)):
        deciding.validate(reenrolment=each, version=1, by=office)
    return list(Enrolment.objects.of_year(campaign.year).filter(class_name="Guitare").order_by("pk"))


def test_several_are_given_a_course_together(desk, campaign, gounod, placed_later) -> None:
    guitar = Discipline.objects.get(name="Guitare")
    course = make_course(gounod, "Guitare mardi", year=campaign.year, discipline=guitar)
    groups = desk.get(to_place(campaign)).context["groups"]
    shown = [(each.name, each.cycle, len(each.places), each.courses) for each in groups]
    assert shown == [("Chœur", "", 1, []), ("Guitare", "Cycle 1", 2, [course])]
    answer = desk.post(
        to_place(campaign), {"numbers": [each.pk for each in placed_later], "course": course.pk}
    )
    assert (answer["Location"], told(answer)) == (to_place(campaign), ["2 élèves sont placés."])
    assert {row.class_name for row in course.enrolments.all()} == {"Guitare mardi"}
    assert [each.name for each in desk.get(to_place(campaign)).context["groups"]] == ["Chœur"]


def test_who_was_placed_meanwhile_stays_there(desk, campaign, gounod, placed_later) -> None:
    first, second = (make_course(gounod, f"Guitare {n}", year=campaign.year) for n in (1, 2))
    form = {"numbers": [placed_later[0].pk]}
    desk.post(to_place(campaign), form | {"course": first.pk})
    assert told(desk.post(to_place(campaign), form | {"course": second.pk}))[-1].startswith("Rien n’a changé")
    assert list(second.enrolments.all()) == []


def test_places_want_boxes_and_a_course_of_that_year(desk, campaign, gounod, placed_later) -> None:
    now = make_course(gounod, "Guitare")
    wrong = [
        {"course": ""},
        {"numbers": [placed_later[0].pk], "course": now.pk},
        {"numbers": ["x"], "course": ""},
    ]
    found = [list(desk.post(to_place(campaign), form).context["form"].errors) for form in wrong]
    assert found == [["numbers", "course"], ["course"], ["numbers", "course"]]


@pytest.mark.parametrize("several", [1, 3])
def test_places_ask_as_much_for_three(desk, campaign, family, several, django_assert_num_queries) -> None:
    for number in range(several):
        make_enrolment(make_student(family, f"Élève {number}"), year=campaign.year, class_name=f"C{number}")
    with django_assert_num_queries(8):
        assert len(desk.get(to_place(campaign)).context["groups"]) == several
