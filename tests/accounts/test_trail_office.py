"""The trail of a whole school, for its direction."""

import pytest
from django.urls import reverse

from accounts.models import Trace
from accounts.roles import Role
from tests.factories import make_family, make_guardian, make_staff
from tests.office_pages import rows

LIST = reverse("admin:accounts_trace_changelist")


@pytest.fixture
def direction(client, gounod):
    return client.enter(make_staff("direction.gounod", gounod, role=Role.DIRECTION))


def test_what_is_gone_is_found_at_its_own_school_alone(direction, gounod, xenakis_site) -> None:
    for site in (gounod, xenakis_site):
        make_family(site, "Moreau").delete()
    gone = rows(direction.get(LIST, {"act__exact": "removed"}))
    assert [(trace.kind, trace.site) for trace in gone] == [("families.family", gounod)]
    page = direction.get(reverse("admin:accounts_trace_change", args=[gone[0].pk])).content.decode()
    assert "Nom\u00a0: «\u00a0Moreau\u00a0» est retiré" in page


def test_list_asks_as_much_for_three(direction, gounod, django_assert_num_queries) -> None:
    direction.get(LIST)
    Trace.objects.all().delete()
    for names in (["Luc"], ["Anne", "Zoé"]):
        for name in names:
            make_guardian(make_family(gounod), name)
        with django_assert_num_queries(7):
            direction.get(LIST)
