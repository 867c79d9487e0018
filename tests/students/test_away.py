"""«Enseignant absent»: who has a lesson that day is told, once, by text or by mail."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.utils import timezone

from accounts import delivery
from accounts.models import Mail, Text
from accounts.roles import Role
from imuse.policies import Denied
from students import away
from students.models import CourseNotice, Discipline, Restriction
from tests.at_once import at_once
from tests.factories import (
    make_account,
    make_course,
    make_enrolment,
    make_family,
    make_guardian,
    make_person,
    make_place,
    make_staff,
    make_student,
    make_teacher,
)

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY = date(2026, 5, 12), date(2026, 5, 13)
WORDS = "Cours de piano de Gaël Petit du mardi 12 mai\u00a0: l’enseignant est absent, le cours n’a pas lieu."


class Gateway:
    """Offered; the tests here look at what is written."""


@pytest.fixture(autouse=True)
def clock(settings):
    settings.SMS = Gateway()
    with time_machine.travel("2026-05-11 08:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def course(gounod):
    """Tuesdays."""
    piano = Discipline.objects.create(site=gounod, name="Piano")
    slot = {"weekday": 1, "starts_at": time(17), "minutes": 30}
    return make_course(
        gounod, "Piano 2", discipline=piano, teacher=make_teacher(gounod, "Petit", first_name="Gaël"), **slot
    )


@pytest.fixture
def moreaus(gounod, moreau, course):
    """Two children in the course; one guardian with a mobile, one with an address."""
    family = make_family(gounod, "Moreau")
    make_guardian(family, "Luc", moreau, mobile="+33639981234", email="luc@example.org")
    make_guardian(family, "Anne", email="anne@example.org", mobile="+33199001234")
    for name in ("Léa", "Tom"):
        make_enrolment(make_student(family, name), course)
    return family


def names(recipients) -> list[str]:
    return [str(recipient.person) for recipient in recipients]


def told(course, day: date = TUESDAY) -> tuple[list[str], list[str], list[str]]:
    return tuple(map(names, away.reached(course, day)))


def page_of(course) -> str:
    return f"/gestion/cours/{course.pk}/enseignant-absent"


# Which day, and what is said


def test_words_are_ready(course) -> None:
    assert away.ready_words(course, TUESDAY) == WORDS


@pytest.mark.parametrize(
    ("discipline", "words"),
    [
        ("Orgue", "Cours d’orgue du mardi 12 mai"),
        ("Éveil musical", "Cours d’éveil musical du mardi 12 mai"),
        ("Harpe", "Cours de harpe du mardi 12 mai"),
        ("MAO", "Cours de MAO du mardi 12 mai"),
        ("", "Cours de guitare 1 du mardi 12 mai"),
    ],
)
def test_words_name_the_lesson_in_french(gounod, discipline, words) -> None:
    found = Discipline.objects.create(site=gounod, name=discipline) if discipline else None
    course = make_course(gounod, "Guitare 1", discipline=found)
    assert away.ready_words(course, TUESDAY).startswith(f"{words}\u00a0:")


def test_words_name_the_teacher_in_french(gounod) -> None:
    course = make_course(gounod, "Piano 3", teacher=make_teacher(gounod, "Perrigon", first_name="Élise"))
    assert away.ready_words(course, TUESDAY).startswith("Cours de piano 3 d’Élise Perrigon du mardi")


def test_first_of_the_month_is_said_so(course) -> None:
    assert "du lundi 1er juin" in away.ready_words(course, date(2026, 6, 1))


def test_next_lesson_is_proposed(course, moreaus, clock) -> None:
    assert away.next_day(course) == TUESDAY
    clock.move_to("2026-05-12 18:00Z")
    assert away.next_day(course) == TUESDAY
    clock.move_to("2026-05-13 08:00Z")
    assert away.next_day(course) == date(2026, 5, 19)


def test_course_without_a_time_is_today(gounod) -> None:
    assert away.next_day(make_course(gounod)) == date(2026, 5, 11)


# Who is told


def test_each_person_is_told_once_though_two_children_are_in_it(course, moreaus) -> None:
    assert told(course) == (["Luc Moreau"], ["Anne Moreau"], [])


def test_whom_nothing_reaches_is_told_of(course, moreaus) -> None:
    moreaus.guardians.update(mobile="", email="", user=None)
    assert told(course) == ([], [], ["Anne Moreau", "Luc Moreau"])


def test_account_s_address_serves_where_the_record_has_none(course, moreaus, moreau) -> None:
    moreau.email = "moreau1@example.org"
    moreau.save()
    moreaus.guardians.filter(user=moreau).update(mobile="", email="")
    assert [each.email for each in away.reached(course, TUESDAY).by_mail] == [
        "anne@example.org",
        "moreau1@example.org",
    ]


def test_same_number_or_address_gets_one_message(course, moreaus) -> None:
    moreaus.guardians.update(mobile="+33639981234")
    assert told(course) == (["Anne Moreau"], [], [])
    moreaus.guardians.update(mobile="", email="Luc@example.org")
    assert told(course) == ([], ["Anne Moreau"], [])


def test_who_is_kept_from_the_child_by_a_court_is_told_nothing(course, moreaus, office) -> None:
    luc = moreaus.guardians.get(person__first_name="Luc")
    facts = {"guardian": luc, "reason": "Tribunal", "decided_by": office, "starts_on": TUESDAY}
    for place in moreaus.memberships.all():
        Restriction.objects.create(student=place.student, **facts)
    assert told(course) == ([], ["Anne Moreau"], [])


def test_who_is_kept_from_one_child_is_told_for_the_other(course, moreaus, office) -> None:
    luc, tom = moreaus.guardians.get(person__first_name="Luc"), moreaus.memberships.first().student
    Restriction.objects.create(
        guardian=luc, student=tom, reason="Tribunal", decided_by=office, starts_on=date(2026, 1, 1)
    )
    assert told(course)[0] == ["Luc Moreau"]


def test_both_households_of_a_child_are_told(course, moreaus, gounod) -> None:
    other = make_family(gounod, "Petit")
    make_guardian(other, "Maud", mobile="+33639985678")
    make_place(moreaus.memberships.first().student, other, pays=False)
    assert told(course)[0] == ["Luc Moreau", "Maud Petit"]


def test_student_of_age_is_told_and_a_minor_is_not(course, gounod) -> None:
    family = make_family(gounod, "Roux")
    for name, born, mobile in (("Ida", "2008-05-12", "+33639980001"), ("Jo", "2008-05-13", "+33639980002")):
        person = make_person(gounod, name, "Roux", birth_date=date.fromisoformat(born))
        student = make_student(family, person=person)
        student.memberships.update(mobile=mobile)
        make_enrolment(student, course)
    assert told(course) == (["Ida Roux"], [], [])


def test_adult_who_answers_for_the_own_family_is_told_once(course, gounod) -> None:
    family = make_family(gounod, "Roux")
    adult = make_guardian(family, "Ana", mobile="+33639980001").person
    adult.birth_date = date(1980, 1, 1)
    adult.save()
    make_enrolment(make_student(family, person=adult), course)
    assert told(course) == (["Ana Roux"], [], [])


def test_lesson_of_one_s_own_on_another_day_is_held(course, moreaus) -> None:
    lea = course.enrolments.get(student__person__first_name="Léa")
    lea.weekday, lea.starts_at, lea.minutes = 2, time(18), 30
    lea.save()
    course.enrolments.exclude(pk=lea.pk).update(is_active=False)
    assert (told(course), told(course, WEDNESDAY)[0]) == (([], [], []), ["Luc Moreau"])
    with pytest.raises(Denied, match="Personne n’a cours"):
        away.check_can_tell(course, TUESDAY)


def test_without_a_gateway_everybody_gets_a_mail(course, moreaus, settings) -> None:
    settings.SMS = None
    assert told(course) == ([], ["Anne Moreau", "Luc Moreau"], [])


# Telling, in the office


def form_of(page: str, **changes) -> dict[str, str]:
    words = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]
    hidden = re.findall(r'<input type="hidden" name="(jour|stamp)" value="([^"]*)"', page)
    return dict(hidden) | {"words": words} | changes


def test_two_clicks_tell_by_text_and_by_mail(client, office, course, moreaus) -> None:
    client.enter(office)
    address = page_of(course)
    assert address in client.get(f"/gestion/students/course/{course.pk}/change/").content.decode()
    page = client.get(address).content.decode()
    assert WORDS in page
    response = client.post(address, form_of(page), follow=True)
    assert "Le message part\u00a0: 1 personne par texto, 1 par mail." in response.content.decode()
    text, mail = Text.objects.get(), Mail.objects.get()
    assert (text.to, text.words) == (
        "+33639981234",
        WORDS.replace("\u00a0", " ").replace("’", "'").replace("ë", "e"),
    )
    assert text.lapses_at == mail.lapses_at == away.end_of(TUESDAY)
    delivery.deliver.call(mail.pk)
    assert (outbox.outbox[0].to, WORDS in outbox.outbox[0].body) == (["anne@example.org"], True)


def test_page_counts_people_and_messages(client, office, course, moreaus) -> None:
    page = client.enter(office).get(page_of(course)).content.decode()
    assert "94 caractères : 1 SMS par personne. 1 SMS en tout." in " ".join(page.split())
    longer = form_of(page, words="a" * 161, recount="1")
    page = " ".join(client.post(page_of(course), longer).content.decode().split())
    assert ("2 SMS par personne. 2 SMS en tout." in page, CourseNotice.objects.exists()) == (True, False)


def test_double_click_sends_once(client, office, course, moreaus) -> None:
    form = form_of(client.enter(office).get(page_of(course)).content.decode())
    assert [client.post(page_of(course), form).status_code for _click in "12"] == [302, 302]
    assert (CourseNotice.objects.count(), Text.objects.count(), Mail.objects.count()) == (1, 1, 1)


def test_same_words_from_another_page_are_told_to_have_left(client, office, course, moreaus) -> None:
    client.enter(office)
    forms = [form_of(client.get(page_of(course)).content.decode()) for _page in "12"]
    client.post(page_of(course), forms[0])
    assert "Ce message est déjà parti." in client.post(page_of(course), forms[1]).content.decode()
    assert Text.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_once(course, moreaus, office) -> None:
    def send() -> bool:
        try:
            away.tell(course=course, day=TUESDAY, words=WORDS, by=office)
        except Denied:
            return False
        return True

    assert sorted(at_once(send, send)) == [False, True]
    assert (CourseNotice.objects.count(), Text.objects.count(), Mail.objects.count()) == (1, 1, 1)


def test_another_day_has_other_words(client, office, course, moreaus) -> None:
    page = client.enter(office).get(page_of(course), {"jour": "2026-05-19"}).content.decode()
    assert "du mardi 19 mai" in page


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-05-05", "Ce jour est passé."),
        ("2028-05-09", "Ce jour est trop loin."),
        ("2026-05-13", "Personne n’a cours ce jour-là."),
        ("abc", "Saisissez une date valide."),
    ],
)
def test_day_without_a_lesson_to_come_is_refused(client, office, course, moreaus, day, reason) -> None:
    client.enter(office)
    assert reason in client.get(page_of(course), {"jour": day}).content.decode()
    client.post(page_of(course), {"jour": day, "words": "Bonjour"})
    assert not CourseNotice.objects.exists()


def test_message_is_not_left_empty(client, office, course, moreaus) -> None:
    client.enter(office).post(page_of(course), {"jour": "2026-05-12", "words": " "})
    assert not CourseNotice.objects.exists()


def test_who_is_left_is_to_be_called(client, office, course, moreaus) -> None:
    moreaus.guardians.filter(user=None).update(email="")
    page = client.enter(office).get(page_of(course)).content.decode()
    assert "Anne Moreau" in page
    response = client.post(page_of(course), form_of(page), follow=True)
    assert "0 par mail. 1 personne reste à appeler." in response.content.decode()


def test_what_was_told_stands_on_the_page(client, office, course, moreaus) -> None:
    away.tell(course=course, day=TUESDAY, words="Message de ce matin", by=office)
    page = client.enter(office).get(page_of(course)).content.decode()
    assert ("Message de ce matin" in page, "1 par texto, 1 par mail" in page) == (True, True)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.DIRECTION, 200), (Role.PEDAGOGIE, 200), (Role.REGIE, 404)]
)
def test_roles_that_tell(client, gounod, course, role, status) -> None:
    assert client.enter(make_staff("autre", gounod, role=role)).get(page_of(course)).status_code == status


def test_teacher_tells_of_own_courses_alone(client, gounod, course) -> None:
    vidal = make_staff("vidal", gounod, role=Role.PEDAGOGIE)
    own = make_course(gounod, "Guitare 1", teacher=make_teacher(gounod, user=vidal))
    client.enter(vidal)
    assert [client.get(page_of(each)).status_code for each in (own, course)] == [200, 404]


def test_page_asks_as_much_for_three(
    client, office, course, moreaus, gounod, django_assert_num_queries
) -> None:
    client.enter(office)
    counted = []
    for number in range(2):
        with django_assert_num_queries(17):
            client.get(page_of(course))
        family = make_family(gounod, f"Roux {number}")
        make_guardian(family, "Ana", make_account(f"roux{number}", gounod), mobile=f"+3363998111{number}")
        make_enrolment(make_student(family, "Zoé"), course)
        counted.append(number)
    assert counted == [0, 1]


# What the family reads


@pytest.fixture
def notice(course, moreaus, office) -> CourseNotice:
    return away.tell(course=course, day=TUESDAY, words=WORDS, by=office)


def test_home_shows_it_until_the_day_is_over(client, moreau, notice, clock) -> None:
    shown = []
    for moment in ("2026-05-11 10:00Z", "2026-05-12 21:30Z", "2026-05-12 22:30Z"):
        clock.move_to(moment)
        shown.append(WORDS in client.enter(moreau).get("/accueil").content.decode())
    assert shown == [True, True, False]


def test_course_s_file_keeps_it(client, moreau, notice, clock) -> None:
    lesson = notice.course.enrolments.get(student__person__first_name="Léa")
    clock.move_to("2026-05-20 08:00Z")
    page = client.enter(moreau).get(f"/eleves/{lesson.student_id}/cours/{lesson.pk}").content.decode()
    assert WORDS in page


def test_others_see_nothing_of_it(client, petit, notice, gounod) -> None:
    make_guardian(make_family(gounod, "Petit"), "Maud", petit)
    assert WORDS not in client.enter(petit).get("/accueil").content.decode()


def test_who_is_kept_from_the_child_sees_nothing_of_it(client, moreau, notice, office) -> None:
    for lesson in notice.course.enrolments.all():
        Restriction.objects.create(
            guardian=moreau.guardian,
            student=lesson.student,
            starts_on=timezone.localdate() - timedelta(days=1),
            reason="Tribunal",
            decided_by=office,
        )
    assert WORDS not in client.enter(moreau).get("/accueil").content.decode()


def test_whose_lesson_is_on_another_day_sees_nothing_of_it(client, moreau, notice) -> None:
    notice.course.enrolments.update(weekday=2, starts_at=time(18), minutes=30)
    assert WORDS not in client.enter(moreau).get("/accueil").content.decode()
