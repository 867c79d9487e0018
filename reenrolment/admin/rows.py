"""What was sent, on the page of the family and of the student; and the way to the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from families.admin import FamilyAdmin
from families.office_inlines import LinkedInline, Way
from imuse.school_year import named
from reenrolment.models import Reenrolment
from students.admin.student import StudentAdmin


class Reenrolments(LinkedInline):
    model = Reenrolment
    related = ["campaign", "student__person"]
    ordering = ["-campaign__year", "student__person__name_key"]
    ways = [Way(_("Enregistrer une réinscription à l’accueil"), "reenrolment.reenrolment")]

    @admin.display(description=_("pour"))
    def year_named(self, obj: Reenrolment) -> str:
        return named(obj.campaign.year)


class ReenrolmentsOfFamily(Reenrolments):
    fk_name = "family"
    fields = readonly_fields = ["student_name", "year_named", "status", "sent_at"]

    @admin.display(description=_("élève"))
    def student_name(self, obj: Reenrolment) -> str:
        return str(obj.student)


class ReenrolmentsOfStudent(Reenrolments):
    fk_name = "student"
    fields = readonly_fields = ["year_named", "status", "sent_at"]


FamilyAdmin.inlines.append(ReenrolmentsOfFamily)
StudentAdmin.inlines.append(ReenrolmentsOfStudent)
# What was sent for a student keeps it.
StudentAdmin.kept_while.append(lambda student: student.reenrolments.exists())
