"""What each role may do with re-enrolments: they are the office's; money and lessons only follow from them."""

from accounts.roles import Role, grant


def verbs(model: str, *allowed: str) -> list[str]:
    return [f"reenrolment.{verb}_{model}" for verb in allowed]


KEEPS = [
    *verbs("campaign", "view", "add", "change", "delete"),
    *verbs("nextstep", "view", "add", "change", "delete"),
    *verbs("extension", "view", "add", "change"),
    *verbs("reenrolment", "view", "add", "change"),
]

grant(Role.SECRETARIAT, *KEEPS)
grant(Role.DIRECTION, *KEEPS)
# Who comes back, for whom places are to be found.
grant(Role.PEDAGOGIE, *verbs("campaign", "view"), *verbs("reenrolment", "view"))
