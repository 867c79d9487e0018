"""What a school makes of each field of a record: hidden, shown, reviewed or free; required or not."""

from collections.abc import Mapping

from accounts.models import Site, User
from families.models import FieldRule

Kind, Rule = FieldRule.Record, FieldRule.Rule

# What a site hides until it says otherwise.
HIDDEN = {Kind.GUARDIAN: {"fax"}, Kind.STUDENT: {"fax", "occupation_code"}}


class FieldRules:
    """Those of one school for one kind of record."""

    def __init__(self, kind: Kind, own: Mapping[str, FieldRule]) -> None:
        self._kind, self._own = kind, own

    def rule(self, name: str) -> Rule:
        if name in self._own:
            return Rule(self._own[name].rule)
        return Rule.HIDDEN if name in HIDDEN[self._kind] else Rule.REVIEWED

    def hides(self, name: str) -> bool:
        return self.rule(name) == Rule.HIDDEN

    def opens(self, name: str) -> bool:
        return self.rule(name) in {Rule.REVIEWED, Rule.FREE}

    def requires(self, name: str) -> bool:
        return name in self._own and self._own[name].is_required


def rules_at(site: Site, kind: Kind, user: User) -> FieldRules:
    rows = FieldRule.objects.for_user(user).filter(site=site, record=kind)
    return FieldRules(kind, {row.field: row for row in rows})
