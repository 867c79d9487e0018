"""«Voir comme cette famille»: staff look, and change nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import KeptForm, SeenAs, User
from accounts.roles import Role
from documents.models import DocumentLook, DocumentType
from tests import household
from tests.access import ACCOUNT, BILLING, FAMILY, FRONT_DOOR
from tests.access_words import VISITORS, Row
from tests.factories import make_family, make_guardian, make_staff
from tests.test_access import routes

PORTAL = FRONT_DOOR + ACCOUNT + FAMILY + BILLING
# What a family opens by itself alone: the ways to pay.
CLOSED = {"payfip_leave", "payfip_return"}
PUBLIC_WITH_ANOTHER_ANSWER = {"payfip_notification"}


@pytest.fixture
def cast(request, db) -> dict:
    return {name: request.getfixturevalue(name) for name in ("gounod", "mail", *VISITORS[1:])}


@pytest.fixture
def family(cast):
    return household.family(cast)


@pytest.fixture
def visitor(client, office, moreau, family):
    """Of the secrétariat, on the portal as `moreau`."""
    client.enter(office)
    start = reverse("see_as_family", args=[family.pk])
    response = client.post(start, {"account": moreau.pk, "reason": "Au téléphone"})
    assert response["Location"] == reverse("home")
    return client


@pytest.mark.parametrize("row", PORTAL, ids=lambda row: row.route)
def test_every_page_answers_as_the_family_s_own(row: Row, visitor, cast) -> None:
    if row.method != "get":
        return
    response = visitor.get(reverse(row.route, args=row.address(cast)), row.data)
    expected = row.answers[VISITORS.index("moreau")]
    if row.route in CLOSED:
        assert response.status_code == 403
    else:
        assert response.status_code == (expected if isinstance(expected, int) else 302)


@pytest.mark.parametrize("row", PORTAL, ids=lambda row: row.route)
def test_every_post_is_refused(row: Row, visitor, cast) -> None:
    response = visitor.post(reverse(row.route, args=row.address(cast)), row.data | {"value": "x"})
    if row.route == "sign_out":
        assert response.status_code == 302
    else:
        assert response.status_code == 403
        assert "Vous regardez le portail comme une famille" in response.content.decode()


def test_no_route_of_the_portal_is_left_out() -> None:
    office = settings.OFFICE_PATH
    names = {name for name in routes(get_resolver()) if ":" not in name}
    of_office = {name for name in names if is_of_the_office(name, office)}
    assert names - of_office == {row.route for row in PORTAL}


def is_of_the_office(name: str, office: str) -> bool:
    return all(way.startswith(office) for way, _arguments in get_resolver().reverse_dict.getlist(name)[0][0])


def test_banner_says_as_whom_and_leads_out(visitor, family, moreau) -> None:
    page = visitor.get(reverse("home")).content.decode()
    assert "Vous voyez le portail comme <b>Luc Moreau</b> (moreau1), en lecture seule" in page
    response = visitor.post(reverse("stop_seeing_as"))
    assert response["Location"] == reverse("admin:families_family_change", args=[family.pk])
    assert visitor.get(reverse("home"))["Location"] == reverse("admin:index")


def test_the_office_s_pages_stay_the_staff_s_own(visitor, office) -> None:
    assert visitor.get(reverse("admin:index")).context["user"] == office


def test_visit_is_written_down_with_its_reason(visitor, office, moreau, family) -> None:
    visit = SeenAs.objects.get()
    assert (visit.user, visit.account, visit.reason, visit.ended_at) == (office, moreau, "Au téléphone", None)
    visitor.post(reverse("stop_seeing_as"))
    visit.refresh_from_db()
    assert visit.ended_at is not None
    page = visitor.get(reverse("admin:families_family_history", args=[family.pk])).content.decode()
    assert "a vu le portail comme Luc Moreau" in page
    assert "Motif\u00a0: Au téléphone" in page


@pytest.mark.parametrize("way_out", ["sign_out", "staff_sign_out"])
def test_visit_ends_with_the_session(way_out: str, visitor) -> None:
    visitor.post(reverse(way_out))
    assert SeenAs.objects.get().ended_at is not None
    assert visitor.get(reverse("home")).status_code == 302


def test_visit_ends_by_itself(visitor) -> None:
    SeenAs.objects.update(began_at=timezone.now() - timedelta(minutes=31))
    response = visitor.get(reverse("home"))
    assert response["Location"] == reverse("admin:index")
    visit = SeenAs.objects.get()
    assert visit.ends_at - visit.began_at == SeenAs.LASTS
    assert visitor.post(reverse("family"), {"city": "Nantes"}).status_code == 302


@pytest.mark.parametrize("what", ["post", "account"])
def test_visit_ends_with_the_right_to_it(what: str, visitor, office, moreau) -> None:
    if what == "post":
        office.posts.all().delete()
    else:
        User.objects.filter(pk=moreau.pk).update(is_active=False)
    assert visitor.get(reverse("home"))["Location"] == reverse("admin:index")


def test_the_account_is_left_as_it_was(visitor, moreau) -> None:
    before = User.objects.values().get(pk=moreau.pk)
    KeptForm.objects.create(user=moreau, page="/famille", typed={"city": ["Nantes"]}, kept_at=timezone.now())
    for route in ("home", "family", "students", "billing", "change_password"):
        assert "Nantes" not in visitor.get(reverse(route)).content.decode()
    visitor.post(reverse("family"), {"city": "Rennes"})
    assert User.objects.values().get(pk=moreau.pk) == before
    assert KeptForm.objects.count() == 1


def test_provisional_password_does_not_hold_up_who_looks(visitor, moreau) -> None:
    User.objects.filter(pk=moreau.pk).update(password_expires_at=timezone.now())
    assert visitor.get(reverse("home")).status_code == 200


def test_look_at_a_document_is_the_staff_s(visitor, cast, office) -> None:
    document = household.document(cast)
    assert visitor.get(reverse("document_file", args=[document.pk])).status_code == 200
    look = DocumentLook.objects.get()
    assert (look.document, look.user) == (document, office)


def test_document_that_the_staff_may_not_open_stays_closed(visitor, cast) -> None:
    document = household.document(cast)
    DocumentType.objects.filter(pk=document.type_id).update(open_to_secretariat=False)
    assert visitor.get(reverse("document_file", args=[document.pk])).status_code == 404
    assert not DocumentLook.objects.exists()


def test_reason_is_asked_and_the_account_is_of_that_family(client, office, family, petit) -> None:
    client.enter(office)
    start = reverse("see_as_family", args=[family.pk])
    make_guardian(make_family(family.site, "Petit"), "Maud", petit)
    response = client.post(start, {"account": petit.pk, "reason": ""})
    assert set(response.context["form"].errors) == {"account", "reason"}
    assert not SeenAs.objects.exists()


@pytest.mark.parametrize("role", [Role.REGIE, Role.PEDAGOGIE])
def test_who_may_not_read_the_family_does_not_see_as_it(role: str, client, family, gounod) -> None:
    client.enter(make_staff("autre", gounod, role=role))
    assert client.get(reverse("see_as_family", args=[family.pk])).status_code == 404


def test_family_without_an_account_says_so(client, office, gounod) -> None:
    alone = make_family(gounod, "Seul")
    page = client.enter(office).get(reverse("see_as_family", args=[alone.pk])).content.decode()
    assert "Personne de cette famille n’a de compte" in page
