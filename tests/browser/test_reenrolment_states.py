"""axe over «Réinscription» in each state that a family meets: the access table opens the page in one of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from reenrolment import campaign as campaigns
from reenrolment.models import Campaign
from students.models import Student
from tests.browser.conftest import WIDTHS
from tests.browser.steps import sign_in, title
from tests.browser.test_accessibility import findings

XENAKIS = "Conservatoire Xénakis"


def look_at(page: Page, identifier: str, *first_names: str) -> dict[tuple[str, str], list[str]]:
    """What is wrong with the page of each of them, in both widths."""
    page.context.clear_cookies()
    page.goto("/extranet/famille")
    sign_in(page, XENAKIS, identifier)
    expect(title(page)).to_contain_text("Bonjour")
    report = {}
    for name in first_names:
        student = Student.objects.get(person__first_name=name, person__site__name=XENAKIS)
        page.goto(reverse("reenrolment", args=[student.pk]))
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            report[name, width] = findings(page)
    return {place: found for place, found in report.items() if found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_of_a_re_enrolment_are_accessible(visit, scheme: str) -> None:
    """Sent, drafted, to do; validated, more asked for, refused; then closed with each, and not open yet."""
    page = visit(color_scheme=scheme, bypass_csp=True)
    leroy, petit = ("Éléonore", "Sacha", "Marie-Apolline"), ("Ambre", "Côme", "Octave", "Éléonore")
    assert (look_at(page, "leroy1", *leroy), look_at(page, "petit1", *petit)) == ({}, {})
    campaign = campaigns.close_now(Campaign.objects.get(site__name=XENAKIS))
    assert look_at(page, "leroy1", *leroy) == {}
    later = timezone.now() + timedelta(days=3)
    Campaign.objects.filter(pk=campaign.pk).update(opens_at=later, closes_at=later + timedelta(days=9))
    assert look_at(page, "leroy1", "Marie-Apolline") == {}
