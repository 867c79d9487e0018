from imuse.personal_data import NOTHING, Inventory, Personal

ACCOUNT = "as long as the account: enrolment and two years after it"
POST = "as long as the person works at the school"
SIGNING_IN = Personal("signing in", ACCOUNT)
ADDRESSING = Personal("addressing the person", ACCOUNT)

INVENTORY: Inventory = {
    "Site": {
        "id": NOTHING,
        "name": NOTHING,
        "name_key": NOTHING,
        "is_open": NOTHING,
        "telephone": NOTHING,  # the school's
        "email": NOTHING,  # the school's
        "address": NOTHING,
        "opening_hours": NOTHING,
        "welcome": NOTHING,
        "personal_data_notice": NOTHING,
        "password_min_length": NOTHING,
        "password_max_length": NOTHING,
        "idle_minutes": NOTHING,
        "sign_out_label": NOTHING,
    },
    "User": {
        "id": NOTHING,
        "password": SIGNING_IN,
        "last_login": Personal("finding accounts that nobody uses", ACCOUNT),
        "is_superuser": NOTHING,
        "site": SIGNING_IN,
        "identifier": SIGNING_IN,
        "login": SIGNING_IN,
        "civility": ADDRESSING,
        "first_name": ADDRESSING,
        "last_name": ADDRESSING,
        "email": Personal("writing to the person", ACCOUNT),
        "search_key": Personal("finding the account in the office", ACCOUNT),
        "language": Personal("writing in the language that was chosen", ACCOUNT),
        "is_active": NOTHING,
    },
    "Post": {
        "id": NOTHING,
        "user": Personal("giving the rights of the role", POST),
        "site": NOTHING,
        "role": Personal("giving the rights of the role", POST),
    },
}
