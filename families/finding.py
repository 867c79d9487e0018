"""Families by name or reference, and who answers for them by name or telephone."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from families.models import Family, Guardian
from imuse.finding import Found, Question, Source, some
from imuse.keys import key
from imuse.telephones import show

TELEPHONES = ("mobile", "home_telephone", "work_telephone")


def families(user: User, question: Question) -> Iterator[Found]:
    seen = Family.objects.for_user(user).select_related("site")
    for family in some(question.in_order(seen.filter(question.named("search_key")), "search_key")):
        is_exact = key(family.reference) == question.key
        about = f"{family.reference}, {family.site.name}"
        yield Found(family.name, reverse("admin:families_family_change", args=[family.pk]), about, is_exact)


def guardians(user: User, question: Question) -> Iterator[Found]:
    seen = Guardian.objects.for_user(user).select_related("person", "family__site")
    asked = question.telephoned(TELEPHONES) if question.telephone else question.named("person__name_key")
    for guardian in some(question.in_order(seen.filter(asked), "person__name_key")):
        about = [guardian.family.name, show(guardian.mobile), guardian.family.site.name]
        yield Found(
            str(guardian),
            reverse("admin:families_guardian_change", args=[guardian.pk]),
            ", ".join(filter(None, about)),
            bool(question.telephone),
        )


SOURCES = [
    Source(10, _("Familles"), ("families.view_family",), families, "admin:families_family_changelist"),
    Source(
        20, _("Responsables"), ("families.view_guardian",), guardians, "admin:families_guardian_changelist"
    ),
]
