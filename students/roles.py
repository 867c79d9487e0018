"""What each role may do with students, courses and what is recorded of them."""

from accounts.roles import Role, grant

# A restriction is ended, never deleted.
PEOPLE = ["student", "membership"]
SCHOOL = ["department", "discipline", "cursus", "room", "teacher"]
COURSES = ["course", "enrolment"]
RECORD = ["followup", "evaluation", "absence", "yearcomment", "event", "performance"]


def verbs(models: list[str], *allowed: str) -> list[str]:
    return [f"students.{verb}_{model}" for model in models for verb in allowed]


KEEPS = [
    *verbs([*PEOPLE, *SCHOOL, *COURSES, *RECORD], "view", "add", "change", "delete"),
    *verbs(["restriction"], "view", "add", "change"),
    *verbs(["coursenotice"], "view", "add"),
]

grant(Role.SECRETARIAT, *KEEPS)
grant(Role.DIRECTION, *KEEPS)
grant(Role.PEDAGOGIE, *verbs(["student", *COURSES], "view"), *verbs(RECORD, "view", "add", "change"))
# That they are away.
grant(Role.PEDAGOGIE, *verbs(["coursenotice"], "view", "add"))
