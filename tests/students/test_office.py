"""Students in the office: their file, their places in families, what a court decided."""

import datetime

import pytest

from accounts.roles import Role
from families.models import Person
from students.models import Absence, Membership, Performance, Restriction, Student
from tests.factories import (
    make_enrolment,
    make_family,
    make_guardian,
    make_person,
    make_place,
    make_staff,
    make_student,
)
from tests.office_pages import errors, rows, saved, sent

STUDENTS = "/gestion/students/student/"
PLACES = "/gestion/students/membership/"
RESTRICTIONS = "/gestion/students/restriction/"
FAMILY = "/gestion/families/family/{}/change/"
REQUIRED = "Ce champ est obligatoire."


def change(obj) -> str:
    return f"/gestion/students/{obj._meta.model_name}/{obj.pk}/change/"


def delete(client, obj):
    return client.post(f"/gestion/students/{obj._meta.model_name}/{obj.pk}/delete/", {"post": "yes"})


def test_lists_are_of_the_own_site(client, office, lea, theirs) -> None:
    client.enter(office)
    assert [rows(client.get(page)) for page in (STUDENTS, PLACES)] == [[lea], [lea.memberships.get()]]


@pytest.mark.parametrize("typed", ["moreau", "LEA", "Léa Moreau"])
def test_student_is_found_by_name(client, office, lea, theirs, typed) -> None:
    assert rows(client.enter(office).get(STUDENTS, {"q": typed})) == [lea]


def test_lists_ask_as_much_for_three(client, office, family, django_assert_num_queries) -> None:
    guardian = make_guardian(family)
    client.enter(office)
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            child = make_student(family, name)
            child.memberships.update(reached_through=guardian)
            Restriction.objects.create(
                guardian=guardian, student=child, starts_on="2026-01-01", decided_by=office
            )
        for page, queries in ((STUDENTS, 9), (PLACES, 8), (RESTRICTIONS, 7)):
            with django_assert_num_queries(queries):
                client.get(page)


def test_page_of_a_student_asks_as_much_for_three(client, office, lea, django_assert_num_queries) -> None:
    client.enter(office).get(change(lea))
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            family = make_family(lea.person.site, name)
            make_place(lea, family, pays=False, reached_through=make_guardian(family))
            make_enrolment(lea, class_name=name)
        with django_assert_num_queries(14):
            client.get(change(lea))


# Made


def added(client, family, **typed):
    page = f"{STUDENTS}add/?family={family.pk}"
    facts = {"last_name": "Moreau", "first_name": "Zoé", "birth_date": "2015-03-12"}
    return client.post(page, sent(client.get(page), **{**facts, **typed}))


def test_child_is_entered_from_the_page_of_its_family(client, office, family, guardian) -> None:
    client.enter(office)
    page = client.get(FAMILY.format(family.pk)).content.decode()
    assert f"{STUDENTS}add/?family={family.pk}" in page
    leads_to = saved(added(client, family, memberships_0_emergency_telephone="06 39 98 12 34"))
    student = Student.objects.select_related("person").get()
    assert leads_to == change(student)
    assert (str(student), student.person.site, student.person.birth_date) == (
        "Zoé Moreau",
        family.site,
        datetime.date(2015, 3, 12),
    )
    place = student.memberships.get()
    assert (place.family, place.pays, place.reached_through) == (family, True, guardian)
    assert place.emergency_telephone == "+33639981234"


def test_child_is_entered_with_the_family_that_is_typed(client, office, family, guardian) -> None:
    client.enter(office)
    page = client.get(f"{STUDENTS}add/")
    typed = {"last_name": "Moreau", "memberships_0_family": "f-1"}
    saved(client.post(f"{STUDENTS}add/", sent(page, **typed)))
    assert Membership.objects.get().reached_through == guardian
    saved(client.post(f"{STUDENTS}add/", sent(page, **typed, memberships_0_city="Bondoufle")))
    assert Membership.objects.latest("pk").reached_through is None


@pytest.mark.parametrize("family_typed", ["", "Personne"])
def test_student_without_a_family_is_not_entered(client, office, gounod, family_typed) -> None:
    client.enter(office)
    typed = sent(client.get(f"{STUDENTS}add/"), last_name="Moreau", memberships_0_family=family_typed)
    assert list(errors(client.post(f"{STUDENTS}add/", typed))) == ["memberships-0-family"]
    assert (Student.objects.count(), Person.objects.count()) == (0, 0)


def test_family_of_another_site_is_not_offered(client, office, theirs) -> None:
    other = theirs.student.memberships.get().family
    shown = client.enter(office).get(f"{STUDENTS}add/?family={other.pk}")
    form = shown.context["inline_admin_formsets"][0].formset.forms[0]
    assert form["family"].value() is None
    answer = added(client, other, memberships_0_family=f"n° {other.pk}")
    assert list(errors(answer)) == ["memberships-0-family"]


def test_guardian_who_takes_lessons_is_not_entered_twice(client, office, family, guardian) -> None:
    client.enter(office)
    typed = {"person": "luc moreau", "last_name": "", "first_name": "", "birth_date": "1970-05-02"}
    saved(added(client, family, **typed))
    student = Student.objects.get()
    assert (student.person, Person.objects.count()) == (guardian.person, 1)
    assert student.person.birth_date == datetime.date(1970, 5, 2)
    assert student.memberships.get().reached_through == guardian
    answer = added(client, family, **typed | {"person": f"n° {guardian.person.pk}"})
    assert errors(answer) == {"person": ["Cette personne est déjà élève."]}


def test_site_is_asked_where_there_are_several(client, administrator, family, guardian, theirs) -> None:
    client.enter(administrator)
    page = f"{STUDENTS}add/?family={family.pk}"
    assert errors(added(client, family)) == {"site": [REQUIRED]}
    answer = added(client, family, site=theirs.student.person.site.pk)
    assert errors(answer) == {"memberships-0-__all__": ["L’élève et la famille sont du même site."]}
    saved(client.post(page, sent(client.get(page), last_name="Moreau", site=family.site.pk)))
    assert family.memberships.count() == 1


# Changed


def test_page_of_a_student_sends_back_what_it_shows(client, office, lea) -> None:
    lea.person.birth_date, lea.may_leave_alone = datetime.date(2015, 3, 12), True
    lea.person.save()
    lea.save()
    before = (Student.objects.values().get(), Person.objects.values().get())
    client.enter(office)
    saved(client.post(change(lea), sent(client.get(change(lea)))))
    assert (Student.objects.values().get(), Person.objects.values().get()) == before


def test_student_and_person_are_changed_on_one_page(client, office, lea) -> None:
    client.enter(office)
    typed = sent(client.get(change(lea)), first_name="Léonie", sex="F", image_right="refused")
    saved(client.post(change(lea), typed))
    lea = Student.objects.get()
    assert (str(lea), lea.person.sex, lea.image_right) == ("Léonie Moreau", "F", "refused")


def test_name_of_a_student_is_not_left_empty(client, office, lea) -> None:
    client.enter(office)
    answer = client.post(change(lea), sent(client.get(change(lea)), last_name=""))
    assert errors(answer) == {"last_name": [REQUIRED]}


# Places


def test_child_of_two_households_has_a_place_in_each(client, office, lea, guardian) -> None:
    other = make_family(lea.person.site, "Petit", reference="F-2")
    mother = make_guardian(other, "Maud")
    page = f"{PLACES}add/?student={lea.pk}"
    client.enter(office)
    typed = {"family": "petit"}
    told = {"pays": ["Une autre famille paie déjà pour cet élève."]}
    assert errors(client.post(page, sent(client.get(page), **typed))) == told
    free = sent(client.get(page), **typed)
    del free["pays"]
    assert saved(client.post(page, free)) == change(lea)
    assert lea.memberships.get(family=other).reached_through == mother
    answer = client.post(page, free)
    assert errors(answer) == {"family": ["Cet élève est déjà dans cette famille."]}


def test_coordinates_are_of_a_guardian_of_that_family(client, office, lea, guardian) -> None:
    place = lea.memberships.get()
    second = make_guardian(place.family, "Maud")
    stranger = make_guardian(make_family(place.family.site, "Petit"))
    client.enter(office)
    shown = client.get(change(place))
    assert list(shown.context["adminform"].form.fields["reached_through"].queryset) == [guardian, second]
    saved(client.post(change(place), sent(shown, reached_through=second.pk)))
    answer = client.post(change(place), sent(shown, reached_through=stranger.pk))
    assert list(errors(answer)) == ["reached_through"]
    shown = client.get(change(place))
    saved(client.post(change(place), sent(shown, reached_through="", city="Bondoufle")))
    place.refresh_from_db()
    assert (place.reached_through, place.city) == (None, "Bondoufle")


def test_place_stays_where_it_is(client, office, lea, guardian) -> None:
    place = lea.memberships.get()
    other = make_family(place.family.site, "Petit")
    client.enter(office)
    shown = client.get(change(place))
    saved(client.post(change(place), sent(shown, family=f"n° {other.pk}", student="")))
    place.refresh_from_db()
    assert (place.family, place.student) == (guardian.family, lea)


# Courts


@pytest.fixture
def restriction(office, lea, guardian) -> Restriction:
    facts = {"starts_on": datetime.date(2026, 3, 2), "reason": "TJ, 1er mars", "decided_by": office}
    return Restriction.objects.create(guardian=guardian, student=lea, **facts)


def test_decision_is_entered_by_who_signs(client, office, lea, guardian) -> None:
    page = f"{RESTRICTIONS}add/?student={lea.pk}"
    client.enter(office)
    typed = {"guardian": "luc moreau", "starts_on": "2026-03-02", "reason": "TJ, 1er mars", "decided_by": "1"}
    assert saved(client.post(page, sent(client.get(page), **typed))) == change(lea)
    entered = Restriction.objects.get()
    assert (entered.guardian, entered.student, entered.decided_by) == (guardian, lea, office)
    assert "TJ, 1er mars" in client.get(change(lea)).content.decode()


@pytest.mark.parametrize("typed", [{"guardian": ""}, {"student": ""}])
def test_decision_without_somebody_is_told_at_their_field(client, office, lea, guardian, typed) -> None:
    page = f"{RESTRICTIONS}add/?student={lea.pk}"
    facts = {"guardian": "luc moreau", "starts_on": "2026-03-02", "reason": "TJ"}
    answer = client.enter(office).post(page, sent(client.get(page), **{**facts, **typed}))
    assert errors(answer) == {name: [REQUIRED] for name in typed}


def test_decision_is_about_a_guardian_of_the_child(client, office, lea) -> None:
    make_guardian(make_family(lea.person.site, "Petit"), "Maud")
    page = f"{RESTRICTIONS}add/?student={lea.pk}"
    client.enter(office)
    typed = sent(client.get(page), guardian="maud", starts_on="2026-03-02", reason="TJ")
    told = {"__all__": ["Cet élève n’est pas dans la famille de ce responsable."]}
    assert errors(client.post(page, typed)) == told


def test_decision_is_ended_by_a_date_and_nothing_else_changes(client, office, restriction) -> None:
    client.enter(office)
    shown = client.get(change(restriction))
    assert list(shown.context["adminform"].form.fields) == ["ends_on"]
    told = {"ends_on": ["La fin ne précède pas le début."]}
    assert errors(client.post(change(restriction), sent(shown, ends_on="2026-03-01"))) == told
    typed = sent(shown, ends_on="2026-06-01", reason="autre", starts_on="2020-01-01")
    saved(client.post(change(restriction), typed))
    restriction.refresh_from_db()
    assert (restriction.ends_on, restriction.reason) == (datetime.date(2026, 6, 1), "TJ, 1er mars")
    assert restriction.starts_on == datetime.date(2026, 3, 2)
    history = client.get(f"{RESTRICTIONS}{restriction.pk}/history/").content.decode()
    assert office.get_full_name() in history


def test_decision_is_never_deleted(client, administrator, restriction) -> None:
    client.enter(administrator)
    answers = [delete(client, obj).status_code for obj in (restriction, restriction.student)]
    guardian = f"/gestion/families/guardian/{restriction.guardian.pk}/delete/"
    answers.append(client.post(guardian, {"post": "yes"}).status_code)
    chosen = {"action": "delete_selected", "_selected_action": [restriction.pk], "post": "yes"}
    client.post(RESTRICTIONS, chosen)
    assert (answers, Restriction.objects.count()) == ([404, 404, 404], 1)


@pytest.mark.parametrize("role", [Role.PEDAGOGIE, Role.REGIE])
def test_decision_is_of_no_concern_to_others(client, gounod, restriction, role) -> None:
    client.enter(make_staff("agent", gounod, role=role))
    answers = {client.get(page).status_code for page in (RESTRICTIONS, change(restriction))}
    assert answers == {404}


# Deleted


def test_student_who_followed_nothing_is_deleted_with_the_person(client, office, lea) -> None:
    saved(delete(client.enter(office), lea))
    assert (Student.objects.count(), Membership.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_student_who_followed_something_is_not_deleted(client, office, enrolment, tom) -> None:
    client.enter(office)
    assert delete(client, enrolment.student).status_code == 404
    Absence.objects.create(enrolment=enrolment)
    assert delete(client, enrolment).status_code == 404
    enrolment.absences.all().delete()
    saved(delete(client, enrolment))
    saved(delete(client, enrolment.student))
    assert list(Student.objects.all()) == [tom]


# Who teaches


def test_who_teaches_reads_names_and_no_coordinates(client, pedagogy, lea, guardian) -> None:
    lea.memberships.update(city="Bondoufle", emergency_name="Mamie", reached_through=guardian)
    Person.objects.filter(pk=lea.person.pk).update(birth_place="Évry", birth_date="2015-03-12")
    page = client.enter(pedagogy).get(change(lea)).content.decode()
    shown = ["Léa", "Moreau", "Droit à l’image", "Bondoufle", "Mamie", "Évry", "Luc"]
    assert [word in page for word in shown] == [True, True, True, False, False, False, False]
    listed = client.get(STUDENTS).content.decode()
    assert ("Léa" in listed, "2015" in listed) == (True, False)
    assert client.post(change(lea), {}).status_code == 404


def test_teacher_sees_the_own_students_alone(client, vidal, enrolment, of_another) -> None:
    client.enter(vidal)
    assert rows(client.get(STUDENTS)) == [enrolment.student]
    answers = [client.get(change(each.student)).status_code for each in (enrolment, of_another)]
    assert answers == [200, 404]


# Events


@pytest.fixture
def event(gounod):
    return gounod.events.create(name="Audition", date="2026-03-02")


def test_pieces_are_entered_on_the_page_of_their_event(client, pedagogy, event, lea, tom) -> None:
    client.enter(pedagogy)
    first = {"performances_0_student": "lea", "performances_0_piece": "Lágrima"}
    saved(client.post(change(event), sent(client.get(change(event)), **first)))
    second = {"performances_1_student": "tom", "performances_1_piece": "Adelita"}
    again = sent(client.get(change(event)), performances_0_composer="Tárrega", **second)
    saved(client.post(change(event), again))
    played = Performance.objects.order_by("pk").values_list(
        "student__person__first_name", "piece", "composer"
    )
    assert list(played) == [("Léa", "Lágrima", "Tárrega"), ("Tom", "Adelita", "")]


def test_teacher_sees_what_the_own_students_played(client, vidal, event, enrolment, of_another) -> None:
    for each in (enrolment, of_another):
        event.performances.create(student=each.student, piece=f"Étude de {each.student}")
    page = client.enter(vidal).get(change(event)).content.decode()
    assert ("Étude de Léa" in page, "Étude de Tom" in page) == (True, False)
    typed = {"performances_1_student": "tom", "performances_1_piece": "Adelita"}
    answer = client.post(change(event), sent(client.get(change(event)), **typed))
    assert list(errors(answer)) == ["performances-1-student"]


def test_page_of_an_event_asks_as_much_for_three(
    client, office, event, family, django_assert_num_queries
) -> None:
    client.enter(office).get(change(event))
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            event.performances.create(student=make_student(family, name), piece="Étude")
        with django_assert_num_queries(10):
            client.get(change(event))


def test_piece_of_a_student_of_another_site_is_refused(client, administrator, event, theirs, lea) -> None:
    client.enter(administrator)
    typed = {"performances_0_student": f"n° {theirs.student.pk}", "performances_0_piece": "Adelita"}
    answer = client.post(change(event), sent(client.get(change(event)), **typed))
    assert errors(answer) == {"performances-0-student": ["D’un autre site."]}


def test_person_is_known_by_the_birth_date_in_suggestions(client, office, gounod, family) -> None:
    child = make_student(family, person=make_person(gounod, "Léa", birth_date="2015-03-12"))
    asked = {"app_label": "students", "model_name": "enrolment", "field_name": "student", "term": "lea"}
    found = client.enter(office).get("/gestion/autocomplete/", asked).json()["results"]
    assert [each["text"] for each in found] == [f"Léa Moreau (12/03/2015) – n°\u00a0{child.pk}"]
