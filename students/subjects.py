"""Who is meant when somebody asks for their data: a record, an account, the households where it counts."""

from accounts.models import User
from families.models import Family, Guardian, Person
from imuse.personal_data import Subject
from imuse.policies import Denied
from students.models import Membership


def of_person(person: Person, *, household: str = "", every_household: bool = False) -> Subject:
    guardian = Guardian.objects.filter(person=person).first()
    places = Membership.objects.filter(student__person=person).order_by("family")
    pupil_in = list(places.values_list("family", flat=True))
    return Subject(
        person=person.pk,
        account=guardian.user_id or 0 if guardian else 0,
        answers_for=[guardian.family_id] if guardian else [],
        pupil_in=pupil_in if every_household else _one_of(pupil_in, household),
    )


def of_account(user: User) -> Subject:
    """A guardian's, or that of somebody of the staff."""
    guardian = Guardian.objects.filter(user=user).select_related("person").first()
    return of_person(guardian.person) if guardian else Subject(account=user.pk)


def _one_of(families: list[int], household: str) -> list[int]:
    """What one parent wrote, and where they live, is not the other's to read."""
    if household:
        families = list(
            Family.objects.filter(pk__in=families, reference=household).values_list("pk", flat=True)
        )
        if not families:
            raise Denied(f"The student has no place in a family {household!r}.")
    if len(families) > 1:
        raise Denied("The student belongs to two households: say which one asks, by its reference.")
    return families
