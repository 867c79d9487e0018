"""Rows with nothing surprising in them; a test names what matters to it."""

from functools import cache
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Post, Site, User
from accounts.roles import Role
from families.models import Family, Guardian, Person
from students.models import Course, Enrolment, Membership, Student, Teacher

PASSWORD = "Contrepoint-2026"


hashed = cache(make_password)


def make_site(name: str = "Conservatoire Gounod", **settings: Any) -> Site:
    defaults = {"telephone": "01 99 00 12 10", "email": "gounod@example.org"}
    return Site.objects.create(name=name, **(defaults | settings))


def make_account(identifier: str, site: Site, *, password: str = PASSWORD, **facts: Any) -> User:
    facts = {"last_name": "Moreau", "password": hashed(password)} | facts
    return User.objects.create(identifier=identifier, site=site, **facts)


def make_staff(
    identifier: str, *sites: Site, role: str = Role.SECRETARIAT, password: str = PASSWORD, **facts: Any
) -> User:
    facts = {"last_name": "Vasseur", "password": hashed(password)} | facts
    account = User.objects.create(identifier=identifier, **facts)
    Post.objects.bulk_create(Post(user=account, site=site, role=role) for site in sites)
    return account


_numbers = count(1)


def make_person(site: Site, first_name: str = "Luc", last_name: str = "Moreau", **facts: Any) -> Person:
    return Person.objects.create(site=site, first_name=first_name, last_name=last_name, **facts)


def make_family(site: Site, name: str = "Moreau", **facts: Any) -> Family:
    """Without anybody in it."""
    facts = {"reference": f"F-{next(_numbers)}"} | facts
    return Family.objects.create(site=site, name=name, **facts)


def make_guardian(
    family: Family, first_name: str = "Luc", user: User | None = None, **facts: Any
) -> Guardian:
    """Who comes next in the family, called like it."""
    person = facts.pop("person", None) or make_person(family.site, first_name, family.name)
    facts = {"order": family.guardians.count() + 1} | facts
    return Guardian.objects.create(family=family, person=person, user=user, **facts)


def make_student(family: Family, first_name: str = "Léa", **facts: Any) -> Student:
    """A child of that family, which pays, called like it."""
    person = facts.pop("person", None) or make_person(family.site, first_name, family.name)
    student = Student.objects.create(person=person, **facts)
    make_place(student, family)
    return student


def make_place(student: Student, family: Family, *, pays: bool = True, **facts: Any) -> Membership:
    return Membership.objects.create(student=student, family=family, pays=pays, **facts)


def make_teacher(site: Site, last_name: str = "Vidal", user: User | None = None, **facts: Any) -> Teacher:
    return Teacher.objects.create(site=site, last_name=last_name, user=user, **facts)


def make_course(site: Site, name: str = "Guitare 1", **facts: Any) -> Course:
    """Of the year that is running, without a teacher."""
    facts = {"year": site.school_year()} | facts
    return Course.objects.create(site=site, name=name, **facts)


def make_enrolment(student: Student, course: Course | None = None, **facts: Any) -> Enrolment:
    """In that course; without one, «à placer» this year."""
    year = course.year if course else student.person.site.school_year()
    return Enrolment.objects.create(student=student, course=course, **({"year": year} | facts))
