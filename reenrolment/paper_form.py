"""Re-enrolment on paper, for families without internet: filled in beforehand as far as the school knows, and with a
code by which the desk finds the student again."""

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

import segno

from accounts.papers import paper
from billing.payers import payer_of
from documents.lines import Line
from families.models import Family
from reenrolment.codes import code_of
from reenrolment.households import Asked, Household, households, to_be_written_to
from reenrolment.models import Campaign
from reenrolment.options import Option, options_of
from reenrolment.standing import Standing, standings_of
from reenrolment.wishes import offers_administrative


class Sheet(NamedTuple):
    """What is asked about a student."""

    standing: Standing
    code: str
    options: list[Option]
    is_administrative: bool
    lines: list[Line]

    @property
    def picture(self) -> str:
        return f"{self.code}.svg"


class Form(NamedTuple):
    """`lines` are the documents of the family."""

    family: Family
    to: str
    sheets: list[Sheet]
    lines: list[Line]


def render(campaign: Campaign, families: Iterable[int]) -> bytes:
    several = to_be_written_to(households(campaign, families))
    asked = Asked(campaign, several)
    forms = [_form_of(campaign, each, asked) for each in several]
    sheets = [sheet for form in forms for sheet in form.sheets]
    return paper(
        "papers/reenrolment_form.html",
        site=campaign.site,
        given={sheet.picture: _drawn(sheet.code) for sheet in sheets},
        campaign=campaign,
        forms=forms,
    )


def file_name(campaign: Campaign, part: int) -> str:
    return f"formulaires-reinscription-{campaign.year}-{part}"


def _form_of(campaign: Campaign, household: Household, asked: Asked) -> Form:
    family = household.family
    standings = standings_of(campaign, family, household.students)
    sheets = [_sheet(each, asked.of_student(household, each.student)) for each in standings]
    return Form(family, payer_of(family), sheets, asked.of_family(household))


def _sheet(standing: Standing, lines: list[Line]) -> Sheet:
    campaign, student = standing.campaign, standing.student
    options = options_of(campaign, student)
    code = code_of(campaign.pk, student.pk)
    return Sheet(standing, code, options, offers_administrative(campaign, options), lines)


def _drawn(code: str) -> bytes:
    """For the desk's reader, which types what it reads."""
    picture = BytesIO()
    segno.make(code, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False, svgns=True)
    return picture.getvalue()
