from django.db.models import Q

from documents import looks, retention
from imuse.personal_data import NOTHING, Inventory, Owners, Personal, Purge, Subject, whose

AS_THE_KIND_SAYS = "as each kind of document says; 90 days once refused, not at all once replaced"
SCHOOL_FILE = "the school file: enrolment and two years after it"

FILE = Personal("checking what the school asks for", AS_THE_KIND_SAYS)
GIVEN = Personal("knowing what a family gave, and what became of it", SCHOOL_FILE)
LOOKED = Personal("knowing who of the staff looked at a family's file", "one year, as the rest of the trail")


def of(purpose: Personal, names: str) -> dict[str, Personal]:
    return dict.fromkeys(names.split(), purpose)


def plain(names: str) -> dict[str, None]:
    return dict.fromkeys(names.split(), NOTHING)


INVENTORY: Inventory = {
    "DocumentType": {
        **plain("id path file_name content_type size digest pages site name name_key of condition note"),
        **plain(
            "is_required asked valid_months in_person open_to_secretariat open_to_regie kept kept_months"
        ),
        **plain("order is_active"),
    },
    "Document": {
        **plain("id told_at file_deleted_at"),
        "path": FILE,
        **of(GIVEN, "type family student answer file_name content_type size digest pages sent_at sent_by"),
        **of(GIVEN, "status reason decided_at decided_by valid_until"),
    },
    "DocumentLook": {"id": NOTHING, **of(LOOKED, "document user page looked_at address")},
}


def given_by(subject: Subject, path: str = "") -> Q:
    """A household's own, and a student's in the household that may see it."""
    household = Q(**{f"{path}student": None, f"{path}family__in": subject.answers_for})
    return household | Q(
        **{f"{path}student__person": subject.person, f"{path}family__in": subject.pupil_in}
    ) & ~Q(**{f"{path}student": None})


WHOSE: Owners = {
    "Document": whose(given_by, without="decided_by", file="path"),
    "DocumentLook": whose(lambda subject: given_by(subject, "document__"), without="user address"),
}

PURGES = [
    Purge(
        "files of documents, as their kind says or refused for 90 days",
        due=lambda _sites: retention.past().count(),
        act=lambda _sites: retention.delete_due(),
    ),
    Purge(
        "documents that waited for 90 days",
        due=lambda _sites: retention.forgotten().count(),
        act=lambda _sites: retention.delete_forgotten(),
    ),
    Purge(
        "looks of the staff at documents, after a year",
        due=lambda _sites: looks.past().count(),
        act=lambda _sites: looks.forget_old(),
    ),
]
