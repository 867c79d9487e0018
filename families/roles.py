"""What each role may do with families and who answers for them."""

from accounts.roles import Role, grant


def verbs(model: str, *allowed: str) -> list[str]:
    return [f"families.{verb}_{model}" for verb in allowed]


KEEPS = [
    *verbs("person", "view", "change"),
    *verbs("family", "view", "add", "change", "delete"),
    *verbs("guardian", "view", "add", "change", "delete"),
    *verbs("changerequest", "view", "change"),
    *verbs("fieldrule", "view"),
]

grant(Role.SECRETARIAT, *KEEPS)
grant(Role.DIRECTION, *KEEPS, *verbs("fieldrule", "add", "change", "delete"))
# To bill, one looks up whom.
grant(Role.REGIE, *verbs("family", "view"), *verbs("guardian", "view"))
