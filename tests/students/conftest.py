"""A school of music: a family with two children, and a course that they follow."""

import pytest

from accounts.models import Site, User
from accounts.roles import Role
from families.models import Family, Guardian
from students.models import Course, Enrolment, Student
from tests.factories import (
    make_course,
    make_enrolment,
    make_family,
    make_guardian,
    make_staff,
    make_student,
    make_teacher,
)


@pytest.fixture
def family(gounod: Site) -> Family:
    return make_family(gounod, "Moreau", reference="F-1")


@pytest.fixture
def guardian(family: Family) -> Guardian:
    return make_guardian(family, "Luc")


@pytest.fixture
def lea(family: Family) -> Student:
    return make_student(family, "Léa")


@pytest.fixture
def tom(family: Family) -> Student:
    return make_student(family, "Tom")


@pytest.fixture
def course(gounod: Site) -> Course:
    return make_course(gounod, "Guitare 1")


@pytest.fixture
def enrolment(lea: Student, course: Course) -> Enrolment:
    return make_enrolment(lea, course)


@pytest.fixture
def theirs(xenakis_site: Site) -> Enrolment:
    """At another site, of a child of the same name in a course of the same name."""
    child = make_student(make_family(xenakis_site, "Moreau"), "Léa")
    return make_enrolment(child, make_course(xenakis_site, "Guitare 1"))


@pytest.fixture
def pedagogy(gounod: Site) -> User:
    """Who looks after all that is taught at the site."""
    return make_staff("pedagogie.gounod", gounod, role=Role.PEDAGOGIE)


@pytest.fixture
def vidal(gounod: Site, course: Course) -> User:
    """The course's teacher, who signs in."""
    account = make_staff("vidal", gounod, role=Role.PEDAGOGIE)
    course.teacher = make_teacher(gounod, "Vidal", user=account)
    course.save()
    return account


@pytest.fixture
def of_another(gounod: Site, tom: Student) -> Enrolment:
    """In a course of the same site, given by another teacher."""
    return make_enrolment(tom, make_course(gounod, "Piano 1", teacher=make_teacher(gounod, "Roux")))
