"""One of each thing of a school, for who looks at pages of all kinds: asked for twice, it is the same.

The school is the site of the cast's `moreau`.
"""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Site
from billing.models import PriceList, Regie
from documents import files
from documents.models import DocumentType
from families.models import Family, FieldRule, Guardian, Person
from reenrolment.models import Campaign, NextStep, Reenrolment
from students.models import (
    Absence,
    Course,
    Cursus,
    Department,
    Discipline,
    Enrolment,
    Evaluation,
    Event,
    FollowUp,
    Membership,
    Restriction,
    Room,
    Student,
    Teacher,
    YearComment,
)
from tests.factories import (
    make_course,
    make_enrolment,
    make_family,
    make_guardian,
    make_student,
    make_teacher,
)
from tests.factories.billing import make_price_list, make_regie
from tests.factories.documents import a_scan, make_kind
from tests.factories.reenrolment import make_campaign, make_reenrolment

Cast = dict[str, Any]


def site(cast: Cast) -> Site:
    return cast["moreau"].site


def one(model: type[Model], **facts: Any) -> Any:
    return model.objects.get_or_create(**facts)[0]


def empty_family(cast: Cast) -> Family:
    return one(Family, site=site(cast), reference="V-1", name="Vide")


def family(cast: Cast) -> Family:
    found = Family.objects.filter(site=site(cast), reference="L-1").first()
    return found or make_family(site(cast), "Lambert", reference="L-1")


def guardian(cast: Cast) -> Guardian:
    return family(cast).guardians.first() or make_guardian(family(cast), "Anne")


def person(cast: Cast) -> Person:
    return guardian(cast).person


def field_rule(cast: Cast) -> FieldRule:
    return one(FieldRule, site=site(cast), record="guardian", field="fax", rule="hidden")


def student(cast: Cast) -> Student:
    found = Student.objects.filter(memberships__family=family(cast), person__first_name="Zoé").first()
    return found or make_student(family(cast), "Zoé")


def new_student(cast: Cast) -> Student:
    """Who follows nothing yet."""
    found = Student.objects.filter(memberships__family=family(cast), person__first_name="Tom").first()
    return found or make_student(family(cast), "Tom")


def place(cast: Cast) -> Membership:
    return student(cast).memberships.get()


def restriction(cast: Cast) -> Restriction:
    facts = {"starts_on": timezone.localdate(), "decided_by": cast["office"], "reason": "Tribunal"}
    of = {"guardian": guardian(cast), "student": student(cast)}
    return Restriction.objects.get_or_create(**of, defaults=facts)[0]


def department(cast: Cast) -> Department:
    return one(Department, site=site(cast), name="Cordes")


def discipline(cast: Cast) -> Discipline:
    return one(Discipline, site=site(cast), name="Guitare")


def cursus(cast: Cast) -> Cursus:
    return one(Cursus, site=site(cast), name="Cursus")


def room(cast: Cast) -> Room:
    return one(Room, site=site(cast), name="Salle 1")


def teacher(cast: Cast) -> Teacher:
    return Teacher.objects.filter(site=site(cast), last_name="Vidal").first() or make_teacher(site(cast))


def empty_course(cast: Cast) -> Course:
    found = Course.objects.filter(site=site(cast), name="Chœur").first()
    return found or make_course(site(cast), "Chœur")


def course(cast: Cast) -> Course:
    """With a student."""
    found = Course.objects.filter(site=site(cast), name="Ensemble").first()
    return found or make_enrolment(student(cast), make_course(site(cast), "Ensemble")).course


def enrolment(cast: Cast) -> Enrolment:
    return course(cast).enrolments.get()


def new_enrolment(cast: Cast) -> Enrolment:
    """Of which nothing is recorded yet."""
    return student(cast).enrolments.filter(course=None).first() or make_enrolment(student(cast))


def follow_up(cast: Cast) -> FollowUp:
    return one(FollowUp, enrolment=enrolment(cast), title="Gammes")


def evaluation(cast: Cast) -> Evaluation:
    return one(Evaluation, enrolment=enrolment(cast), subject="Audition", mark=15)


def absence(cast: Cast) -> Absence:
    return one(Absence, enrolment=enrolment(cast), lesson="Cours")


def year_comment(cast: Cast) -> YearComment:
    return one(YearComment, enrolment=enrolment(cast), text="Bonne année.")


def event(cast: Cast) -> Event:
    return one(Event, site=site(cast), name="Audition", date=timezone.localdate())


def regie(cast: Cast) -> Regie:
    found = Regie.objects.filter(site=site(cast), name="Régie des stages").first()
    return found or make_regie(site(cast), "Régie des stages")


def price_list(cast: Cast) -> PriceList:
    return PriceList.objects.filter(site=site(cast)).first() or make_price_list(site(cast))


def blank_form(cast: Cast) -> DocumentType:
    """Something that the school asks for, with a form to fill in."""
    found = DocumentType.objects.filter(site=site(cast), name="Autorisation").first()
    if found:
        return found
    made, form = make_kind(site(cast), "Autorisation"), a_scan("autorisation.pdf")
    made.take(form, files.keep(form))
    made.save()
    return made


def campaign(cast: Cast) -> Campaign:
    """The one that is open."""
    found = Campaign.objects.filter(site=site(cast)).order_by("year").first()
    return found or make_campaign(site(cast))


def empty_campaign(cast: Cast) -> Campaign:
    """Of a later year: nobody has answered yet."""
    year = campaign(cast).year + 1
    return Campaign.objects.filter(site=site(cast), year=year).first() or make_campaign(site(cast), year=year)


def reenrolment(cast: Cast) -> Reenrolment:
    """Taken down at the desk, of who follows the course."""
    of = {"campaign": campaign(cast), "student": enrolment(cast).student}
    found = Reenrolment.objects.filter(**of).first()
    return found or make_reenrolment(**of, family=family(cast), by=cast["office"])


def next_step(cast: Cast) -> NextStep:
    facts = {"campaign": campaign(cast), "course": course(cast)}
    return NextStep.objects.get_or_create(**facts, defaults={"words": "Mardi à 18 h 15"})[0]
