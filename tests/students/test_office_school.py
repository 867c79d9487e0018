"""What a school has by itself in the office: disciplines, cursus, rooms, departments, teachers."""

import pytest

from accounts.models import Post
from accounts.roles import Role
from students.models import (
    Cursus,
    Department,
    Discipline,
    Room,
    Teacher,
)
from tests.factories import make_staff, make_teacher
from tests.office_pages import errors, saved, sent

TEACHERS = "/gestion/students/teacher/"


def change(obj) -> str:
    return f"/gestion/students/{obj._meta.model_name}/{obj.pk}/change/"


def delete(client, obj):
    return client.post(f"/gestion/students/{obj._meta.model_name}/{obj.pk}/delete/", {"post": "yes"})


@pytest.mark.parametrize("model", [Department, Discipline, Cursus])
def test_name_is_given_once_at_a_site(client, office, gounod, xenakis_site, model) -> None:
    model.objects.create(site=gounod, name="Guitare")
    model.objects.create(site=xenakis_site, name="Luth")
    add = f"/gestion/students/{model._meta.model_name}/add/"
    client.enter(office)
    taken = {"name": ["Ce nom existe déjà sur ce site."]}
    assert errors(client.post(add, sent(client.get(add), name="GUITARE"))) == taken
    saved(client.post(add, sent(client.get(add), name="Luth")))
    made = model.objects.get(site=gounod, name="Luth")
    assert errors(client.post(change(made), sent(client.get(change(made)), name="guitare"))) == taken


def test_room_is_named_once_in_a_building(client, office, gounod) -> None:
    Room.objects.create(site=gounod, name="Salle 1", building="Annexe")
    add = "/gestion/students/room/add/"
    client.enter(office)
    answer = client.post(add, sent(client.get(add), name="salle 1", building="Annexe"))
    assert errors(answer) == {"name": ["Cette salle existe déjà dans ce bâtiment."]}
    saved(client.post(add, sent(client.get(add), name="Salle 1", building="Halle")))


def test_cursus_holds_disciplines_of_its_site(client, office, gounod, xenakis_site) -> None:
    own, strange = (Discipline.objects.create(site=site, name="Guitare") for site in (gounod, xenakis_site))
    add = "/gestion/students/cursus/add/"
    client.enter(office)
    shown = client.get(add)
    assert list(shown.context["adminform"].form.fields["disciplines"].queryset) == [own]
    saved(client.post(add, sent(shown, name="Cycle 1", disciplines=[own.pk])))
    assert list(Cursus.objects.get().disciplines.all()) == [own]
    assert list(errors(client.post(add, sent(shown, name="Autre", disciplines=[strange.pk])))) == [
        "disciplines"
    ]


def test_department_with_disciplines_is_not_deleted(client, office, gounod) -> None:
    strings = Department.objects.create(site=gounod, name="Cordes")
    guitar = Discipline.objects.create(site=gounod, name="Guitare", department=strings)
    client.enter(office)
    assert delete(client, strings).status_code == 404
    saved(delete(client, guitar))
    saved(delete(client, strings))


def test_account_of_a_teacher_is_given_by_the_administrator(client, office, administrator, gounod) -> None:
    account = make_staff("vidal", gounod, role=Role.PEDAGOGIE)
    teacher = make_teacher(gounod, mobile="+33639981234")
    client.enter(office)
    saved(client.post(change(teacher), sent(client.get(change(teacher)), user=account.pk)))
    assert Teacher.objects.get().user is None
    assert "06 39 98 12 34" in client.get(TEACHERS).content.decode()
    client.enter(administrator)
    saved(client.post(change(teacher), sent(client.get(change(teacher)), user=account.pk)))
    assert Teacher.objects.get().user == account


def test_role_counts_at_its_own_site(client, office, xenakis_site, enrolment, theirs) -> None:
    """Secretary of one, who teaches at the other: there nothing but the record may be changed."""
    Post.objects.create(user=office, site=xenakis_site, role=Role.PEDAGOGIE)
    client.enter(office)
    for each, status in ((enrolment, 302), (theirs, 404)):
        page = client.get(change(each.course))
        assert page.status_code == 200
        assert client.post(change(each.course), sent(page)).status_code == status
