"""At the school's desk: a family's form, filled by the office in its stead. The record says so."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.office import may_at
from documents.lines import Line
from families.models import Family
from imuse.policies import Denied
from reenrolment import sending
from reenrolment.asked import lines_of
from reenrolment.concerned import campaign_at, students_concerned
from reenrolment.forms import SEEN, ReenrolmentForm
from reenrolment.life import LIFE
from reenrolment.models import Campaign, Reenrolment
from reenrolment.office_forms import CodeForm
from reenrolment.options import Option, options_of
from reenrolment.review import review_page
from reenrolment.sending import ChangedMeanwhileError
from reenrolment.standing import Standing, standings_of
from reenrolment.wishes import Kept, NothingTickedError, as_it_is_kept
from students.models import Student

if TYPE_CHECKING:
    from accounts.models import User

ADD = "reenrolment.add_reenrolment"


class Desk:
    def __init__(self, campaign: Campaign, family: Family, student: Student, by: "User", data: Any) -> None:
        self.campaign, self.family, self.student, self.by = campaign, family, student, by
        self.sent: Reenrolment | None = None
        self.kept: Kept | None = None
        self.form = ReenrolmentForm(self.standing, self.options, data)

    @classmethod
    def of(cls, asked: Mapping[str, Any], by: "User", data: Any) -> Self | None:
        """Of the family and the student that the address names: of a student alone, the family that pays; of a family
        alone, the first of its students who is not done. Nothing for who may not."""
        family = _family(asked)
        if family is None or not may_at(by, ADD, family.site_id):
            return None
        campaign = campaign_at(family.site)
        students = _students(campaign, family) if campaign else []
        if not students:
            return None
        wanted = next((each for each in students if each.pk == asked.get("student")), None)
        return cls(campaign, family, wanted or _first_not_done(campaign, family, students), by, data)

    @cached_property
    def siblings(self) -> list[Standing]:
        """All students of the family whom the campaign is about, this one among them."""
        return standings_of(self.campaign, self.family, _students(self.campaign, self.family))

    @cached_property
    def other_households(self) -> list[Family]:
        """Of the student: whose paper it is, a code does not say."""
        theirs = Family.objects.filter(memberships__student=self.student).exclude(pk=self.family.pk)
        return list(theirs.order_by("search_key", "pk"))

    @property
    def standing(self) -> Standing:
        return next(each for each in self.siblings if each.student == self.student)

    @cached_property
    def options(self) -> list[Option]:
        return options_of(self.campaign, self.student)

    @cached_property
    def lines(self) -> list[Line]:
        reads = may_at(self.by, "documents.view_document", self.campaign.site_id)
        return lines_of(self.standing, [each.student for each in self.siblings]) if reads else []

    @property
    def may_be_filled(self) -> bool:
        sent = self.standing.reenrolment
        return sent is None or LIFE.allows("send", sent.status)

    @property
    def may_be_withdrawn(self) -> bool:
        sent = self.standing.reenrolment
        return sent is not None and LIFE.allows("withdraw", sent.status)

    def record(self) -> bool:
        """The family is written to, where it can be."""
        if not self.form.is_valid():
            return False
        try:
            self.sent = self._withdrawn() if "withdraw" in self.form.data else self._sent()
        except NothingTickedError as denied:
            self.form.add_error(self.form.box, denied.reason)
        except ChangedMeanwhileError as denied:
            del self.siblings
            self.kept = as_it_is_kept(self.standing, self.options)
            self.form.add_error(None, denied.reason)
            self.form.has_seen(self.standing)
        except Denied as denied:
            self.form.add_error(None, denied.reason)
        return self.sent is not None

    def _sent(self) -> Reenrolment:
        facts = {"campaign": self.campaign, "student": self.student, "family": self.family}
        return sending.send(**facts, wish=self.form.wish, seen=self.form.cleaned_data[SEEN], by=self.by)

    def _withdrawn(self) -> Reenrolment:
        sent = self.standing.reenrolment
        if sent is None:
            raise Denied(_("Rien n’est envoyé : il n’y a rien à retirer."))
        return sending.withdraw(reenrolment=sent, family=self.family, by=self.by)

    @property
    def told(self) -> str:
        if self.sent.status == Reenrolment.Status.WITHDRAWN:
            return _("La réinscription de %(name)s est retirée.") % {"name": self.student}
        return _("La réinscription de %(name)s est enregistrée à l’accueil.") % {"name": self.student}

    @property
    def leads_to(self) -> str:
        """The next student of the family who is not done; else what was just taken down, to be decided."""
        rest = [each.student for each in self.siblings if each.student != self.student and not each.is_done]
        return desk_page(self.family, rest[0]) if rest else review_page(self.sent.pk)


class Finder:
    """Which form: the code on a paper says it."""

    def __init__(self, asked: Mapping[str, Any], by: "User") -> None:
        self.by = by
        self.form = CodeForm(asked if "code" in asked else None)

    @cached_property
    def leads_to(self) -> str:
        if not self.form.is_valid():
            return ""
        _campaign, number = self.form.cleaned_data["code"]
        student = Student.objects.for_user(self.by, ADD).filter(pk=number).first()
        family = _family({"student": number}) if student else None
        if family is None:
            self.form.add_error("code", _("Aucun élève de vos sites ne porte ce code."))
            return ""
        campaign = campaign_at(family.site)
        if campaign is None or student not in _students(campaign, family):
            self.form.add_error("code", _("Aucune campagne ne concerne cet élève en ce moment."))
            return ""
        return desk_page(family, student)


def desk_page(family: Family, student: Student) -> str:
    query = urlencode({"family": family.pk, "student": student.pk})
    return f"{reverse('admin:reenrolment_reenrolment_add')}?{query}"


def _family(asked: Mapping[str, Any]) -> Family | None:
    families = Family.objects.select_related("site").order_by("-memberships__pays", "pk")
    if "family" in asked:
        return families.filter(pk=asked["family"]).first()
    return families.filter(memberships__student=asked.get("student", 0)).first()


def _students(campaign: Campaign, family: Family) -> list[Student]:
    concerned = students_concerned(campaign).filter(memberships__family=family)
    return list(concerned.select_related("person").order_by("person__birth_date", "pk"))


def _first_not_done(campaign: Campaign, family: Family, students: list[Student]) -> Student:
    standings = standings_of(campaign, family, students)
    return next((each.student for each in standings if not each.is_done), students[0])
