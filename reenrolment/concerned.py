"""Whom a campaign is about, and who reads of it."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Site, User
from families.models import Family
from reenrolment.models import Campaign, Reenrolment
from students.files import students_for
from students.models import Enrolment, Membership, Restriction, Student

if TYPE_CHECKING:
    from django.http import HttpRequest


def campaign_at(site: Site) -> Campaign | None:
    """The one that families of a school see now, the nearest year first."""
    shown = Campaign.objects.to_come(site).select_related("site").order_by("year")
    return next((campaign for campaign in shown if campaign.is_shown), None)


def campaign_for(request: "HttpRequest") -> Campaign | None:
    """Asked for once in a request."""
    if not hasattr(request, "campaign_shown"):
        site = request.user.site
        request.campaign_shown = campaign_at(site) if site else None
    return request.campaign_shown


def students_concerned(campaign: Campaign) -> QuerySet[Student]:
    """Who follows something this year, or never followed anything yet. Who left before is not asked."""
    lessons = Enrolment.objects.filter(student=OuterRef("pk"))
    here = Exists(lessons.filter(year__gte=campaign.current_year))
    in_a_family = Exists(Membership.objects.filter(student=OuterRef("pk")))
    return Student.objects.filter(here | ~Exists(lessons), in_a_family, person__site=campaign.site_id)


def students_not_done(campaign: Campaign) -> QuerySet[Student]:
    done = Reenrolment.objects.done().filter(campaign=campaign, student=OuterRef("pk"))
    return students_concerned(campaign).filter(~Exists(done))


def readers_of(students: QuerySet[Student]) -> QuerySet[User]:
    """The accounts of either household that see one of them, whom no court keeps away."""
    kept_away = Restriction.objects.in_force().filter(
        guardian__user=OuterRef(OuterRef("pk")), student=OuterRef("student")
    )
    places = Membership.objects.filter(
        ~Exists(kept_away),
        family__guardians__user=OuterRef("pk"),
        student__in=students.order_by().values("pk"),
    )
    return User.objects.filter(Exists(places), is_active=True)


def families_without_address(campaign: Campaign) -> QuerySet[Family]:
    """Of whom nobody can be written to by mail: they get a letter."""
    students = students_concerned(campaign).values("pk")
    theirs = Membership.objects.filter(family=OuterRef("pk"), student__in=students)
    reached = User.objects.filter(~Q(email=""), guardian__family=OuterRef("pk"), is_active=True)
    return Family.objects.filter(Exists(theirs), ~Exists(reached), site=campaign.site_id)


def concerned_for(request: "HttpRequest") -> list[Student]:
    """Those of the family's students whom the campaign is about, as the menu orders them; asked for once."""
    if not hasattr(request, "students_concerned"):
        campaign, students = campaign_for(request), students_for(request)
        numbers = [student.pk for student in students] if campaign else []
        found = students_concerned(campaign).filter(pk__in=numbers) if numbers else Student.objects.none()
        here = set(found.values_list("pk", flat=True).order_by("pk"))
        request.students_concerned = [student for student in students if student.pk in here]
    return request.students_concerned


def is_concerned(request: "HttpRequest", student: Student) -> bool:
    """For the tab of the student's file."""
    return student in concerned_for(request)
