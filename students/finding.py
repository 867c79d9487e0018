"""Students by name; by the telephone of their place in a family, for who may see it. A teacher finds the own ones."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from families.finding import TELEPHONES
from imuse.finding import Found, Question, Source, some
from students.models import Membership, Student

VIEW = "students.view_student"
OF_A_PLACE = (*TELEPHONES, "emergency_telephone")


def students(user: User, question: Question) -> Iterator[Found]:
    seen = Student.objects.for_user(user).select_related("person__site")
    if question.telephone:
        places = Membership.objects.for_user(user).filter(question.telephoned(OF_A_PLACE))
        rows = seen.filter(pk__in=places.order_by().values("student"))
    else:
        rows = seen.filter(question.named("person__name_key"))
    for student in some(question.in_order(rows, "person__name_key")):
        born = student.person.birth_date
        about = [f"{born:%d/%m/%Y}" if born else "", student.person.site.name]
        yield Found(
            str(student),
            reverse("admin:students_student_change", args=[student.pk]),
            ", ".join(filter(None, about)),
            bool(question.telephone),
        )


SOURCES = [Source(30, _("Élèves"), (VIEW,), students, "admin:students_student_changelist")]
