from imuse.personal_data import NOTHING, Inventory, Personal

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
