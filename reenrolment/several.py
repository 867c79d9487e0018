"""Re-enrolments validated together, where nothing asks for a look: complete, and without a word from a household."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from documents.lines import Line
from families.models import Family
from imuse.policies import Denied
from reenrolment import deciding
from reenrolment.asked import lines_of
from reenrolment.models import Reenrolment
from reenrolment.standing import standing_of


class LookedOver(NamedTuple):
    reenrolment: Reenrolment
    why_not: str

    @property
    def is_safe(self) -> bool:
        return not self.why_not


def look_over(several: Iterable[Reenrolment]) -> list[LookedOver]:
    return [LookedOver(each, _why_not(each)) for each in several]


def validate_safe(several: Iterable[Reenrolment], *, seen: Mapping[int, int], by: User) -> tuple[int, int]:
    """How many, and how many are left to be looked at. Each in a transaction of its own, on the version that was
    seen in the list."""
    outcomes = [each.is_safe and _validated(each.reenrolment, seen, by) for each in look_over(several)]
    return outcomes.count(True), outcomes.count(False)


def _validated(reenrolment: Reenrolment, seen: Mapping[int, int], by: User) -> bool:
    """What changed meanwhile waits for somebody to look at it."""
    try:
        deciding.validate(reenrolment=reenrolment, version=seen.get(reenrolment.pk, 0), by=by)
    except Denied:
        return False
    return True


def _why_not(reenrolment: Reenrolment) -> str:
    if reenrolment.status != Reenrolment.Status.SENT:
        return _("elle n’attend plus")
    if reenrolment.remarks.exists():
        return _("une demande complémentaire est à lire")
    return "" if reenrolment.is_leaving else _about_documents(_lines_of(reenrolment))


def _lines_of(reenrolment: Reenrolment) -> list[Line]:
    """Of whoever sent it; where that family is gone, of who pays."""
    families = Family.objects.filter(memberships__student=reenrolment.student).select_related("site")
    family = reenrolment.family or families.order_by("-memberships__pays", "pk").first()
    return lines_of(standing_of(reenrolment.campaign, family, reenrolment.student)) if family else []


def _about_documents(lines: list[Line]) -> str:
    missing = [line.kind.name for line in lines if line.is_missing]
    if missing:
        return _("il manque : %(names)s") % {"names": ", ".join(missing)}
    return _("un document attend une décision") if any(line.waits for line in lines) else ""
