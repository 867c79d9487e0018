"""The families of whom an answer is still expected: for which students, whether they can be written to, and were."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts.models import User
from families.models import Family
from imuse.keys import key
from reenrolment.concerned import students_not_done
from reenrolment.models import Campaign, Draft, Extension, Notice, Reenrolment
from reenrolment.standing import Standing
from students.models import Membership


@dataclass
class Late:
    family: Family
    standings: list[Standing] = field(default_factory=list)
    is_reached: bool = False
    told_at: datetime | None = None
    until: datetime | None = None


def families_expected(campaign: Campaign, named: str = "") -> QuerySet[Family]:
    places = Membership.objects.filter(family=OuterRef("pk"), student__in=_not_done(campaign))
    families = Family.objects.filter(Exists(places), site=campaign.site_id).order_by("search_key", "pk")
    return families.filter(search_key__contains=key(named)) if named else families


def late_of(campaign: Campaign, families: Sequence[Family]) -> list[Late]:
    """In six questions to the database, however many families."""
    told, until = _told(campaign, families), _extended(campaign, families)
    reached = set(_accounts(families).values_list("guardian__family", flat=True))
    late = {
        family.pk: Late(
            family, is_reached=family.pk in reached, told_at=told.get(family.pk), until=until.get(family.pk)
        )
        for family in families
    }
    for standing in _standings(campaign, late):
        late[standing.family.pk].standings.append(standing)
    return list(late.values())


def _standings(campaign: Campaign, late: dict[int, Late]) -> list[Standing]:
    places = Membership.objects.filter(family__in=late, student__in=_not_done(campaign))
    places = list(places.select_related("student__person").order_by("student__person__birth_date", "pk"))
    of_them = {"campaign": campaign, "student__in": [place.student_id for place in places]}
    sent = {row.student_id: row for row in Reenrolment.objects.filter(**of_them).order_by("pk")}
    drafts = {(row.family_id, row.student_id): row for row in Draft.objects.filter(**of_them).order_by("pk")}
    return [
        Standing(
            campaign,
            place.student,
            late[place.family_id].family,
            sent.get(place.student_id),
            drafts.get((place.family_id, place.student_id)),
            late[place.family_id].until or campaign.closes_at,
        )
        for place in places
    ]


def _not_done(campaign: Campaign) -> QuerySet:
    return students_not_done(campaign).order_by().values("pk")


def _accounts(families: Sequence[Family]) -> QuerySet[User]:
    active = User.objects.filter(guardian__family__in=families, is_active=True)
    return active.exclude(email="").order_by("pk")


def _told(campaign: Campaign, families: Sequence[Family]) -> dict[int, datetime]:
    """When each was last written to."""
    notices = Notice.objects.filter(campaign=campaign, user__guardian__family__in=families).order_by()
    found = notices.values_list("user__guardian__family").annotate(latest=Max("written_at"))
    return dict(found.order_by("user__guardian__family"))


def _extended(campaign: Campaign, families: Sequence[Family]) -> dict[int, datetime]:
    given = Extension.objects.filter(campaign=campaign, family__in=families).order_by("pk")
    return dict(given.values_list("family", "until"))
