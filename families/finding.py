"""Families by name or reference, and who answers for them by name or telephone."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from families.models import Family, Guardian, Person
from imuse.finding import Found, Question, Source, some
from imuse.keys import key
from imuse.telephones import show

VIEW = "families.view_guardian"
TELEPHONES = ("mobile", "home_telephone", "work_telephone")


def families(user: User, question: Question) -> Iterator[Found]:
    seen = Family.objects.for_user(user).select_related("site")
    for family in some(question.in_order(seen.filter(question.named("search_key")), "search_key")):
        is_exact = key(family.reference) == question.key
        about = f"{family.reference}, {family.site.name}"
        yield Found(family.name, reverse("admin:families_family_change", args=[family.pk]), about, is_exact)


def guardians(user: User, question: Question) -> Iterator[Found]:
    seen = Guardian.objects.for_user(user).select_related("person", "family__site")
    if question.telephone:
        rows = seen.filter(question.telephoned(TELEPHONES))
    else:
        # Of the sites first: by the family's alone, everybody's names would be read through.
        people = Person.objects.for_user(user, VIEW).filter(question.named("name_key"))
        rows = seen.filter(person__in=people)
    for guardian in some(question.in_order(rows, "person__name_key")):
        about = [guardian.family.name, show(guardian.mobile), guardian.family.site.name]
        yield Found(
            str(guardian),
            reverse("admin:families_guardian_change", args=[guardian.pk]),
            ", ".join(filter(None, about)),
            bool(question.telephone),
        )


SOURCES = [
    Source(10, _("Familles"), ("families.view_family",), families, "admin:families_family_changelist"),
    Source(20, _("Responsables"), (VIEW,), guardians, "admin:families_guardian_changelist"),
]
