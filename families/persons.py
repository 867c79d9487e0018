"""A person outlives none of what they are to the school."""

from django.db.models import ProtectedError

from families.models import Person


def forget(person: Person) -> bool:
    """Once they are nothing to the school any more; who still is a guardian or a student stays."""
    try:
        person.delete()
    except ProtectedError:
        return False
    return True
