from django.db.models import Q

from families import changes
from imuse.personal_data import NOTHING, Inventory, Owners, Personal, Purge, whose

SCHOOL_FILE = "the school file: enrolment and two years after it"
IDENTITY = Personal("knowing whom one teaches or answers to", SCHOOL_FILE)
ADDRESSING = Personal("addressing the person", SCHOOL_FILE)
REACHING = Personal("reaching the family", SCHOOL_FILE)
HOUSEHOLD = Personal("which household a person belongs to, which is billed as one", SCHOOL_FILE)
REQUEST = Personal("telling the family what became of what it asked", "a year")
STATISTICS = Personal("the yearly survey that the school's authority asks for", SCHOOL_FILE)

INVENTORY: Inventory = {
    "Person": {
        "id": NOTHING,
        "site": NOTHING,
        "reference": IDENTITY,
        "civility": ADDRESSING,
        "sex": STATISTICS,
        "last_name": IDENTITY,
        "first_name": IDENTITY,
        "name_key": Personal("finding the person in the office", SCHOOL_FILE),
        "birth_date": Personal("telling namesakes apart; courses and fees go by age", SCHOOL_FILE),
        "birth_place": IDENTITY,
        "family_situation": Personal("knowing who answers for a child", SCHOOL_FILE),
        "profession": STATISTICS,
        "occupation_code": STATISTICS,
    },
    "Family": {
        "id": NOTHING,
        "site": NOTHING,
        "reference": HOUSEHOLD,
        "name": HOUSEHOLD,
        "search_key": Personal("finding the family in the office", SCHOOL_FILE),
    },
    "Guardian": {
        "id": NOTHING,
        "person": HOUSEHOLD,
        "family": HOUSEHOLD,
        "order": Personal("whom one writes to first", SCHOOL_FILE),
        "user": Personal("signing in", SCHOOL_FILE),
        "address_1": REACHING,
        "address_2": REACHING,
        "postal_code": REACHING,
        "city": REACHING,
        "home_telephone": REACHING,
        "work_telephone": REACHING,
        "fax": REACHING,
        "mobile": REACHING,
        "email": REACHING,
    },
    "ChangeRequest": {
        "id": NOTHING,
        "family": HOUSEHOLD,
        "person": HOUSEHOLD,
        "values": REQUEST,
        "status": REQUEST,
        "proposed_by": REQUEST,
        "proposed_at": REQUEST,
        "seen_at": REQUEST,
        "accepted": REQUEST,
        "decided_by": REQUEST,
        "decided_at": REQUEST,
        "reason": REQUEST,
        "read_at": REQUEST,
    },
    "FieldRule": {
        "id": NOTHING,
        "site": NOTHING,
        "record": NOTHING,
        "field": NOTHING,
        "rule": NOTHING,
        "is_required": NOTHING,
    },
}

WHOSE: Owners = {
    "Person": whose(lambda subject: Q(pk=subject.person), without="name_key"),
    "Family": whose(lambda subject: Q(pk__in=subject.families), without="search_key"),
    "Guardian": whose(lambda subject: Q(person=subject.person)),
    "ChangeRequest": whose(
        lambda subject: Q(person=subject.person, family__in=subject.families), without="decided_by"
    ),
}

PURGES = [
    Purge(
        "families' requests for a change, a year after",
        due=lambda _sites: changes.past().count(),
        act=lambda _sites: changes.forget_old(),
    )
]
