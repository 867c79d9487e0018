"""What each role may do with documents; which files it opens, each kind of document says (documents/models/doors.py)."""

from accounts.roles import Role, grant


def verbs(model: str, *allowed: str) -> list[str]:
    return [f"documents.{verb}_{model}" for verb in allowed]


KEEPS = [
    *verbs("documenttype", "view", "add", "change", "delete"),
    *verbs("document", "view", "add", "change"),
]

grant(Role.SECRETARIAT, *KEEPS)
grant(Role.DIRECTION, *KEEPS)
# What a kind of document opens to the régie, as a mandate for direct debit; it decides on that too.
grant(Role.REGIE, *verbs("document", "view", "change"))
