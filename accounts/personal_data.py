from django.db.models import Q

from accounts import activation, delivery, text_delivery
from accounts.imports import verbs as imports
from accounts.trail import retention as trail
from imuse.personal_data import NOTHING, Inventory, Owners, Personal, Purge, whose

ACCOUNT = "as long as the account: enrolment and two years after it"
NINETY_DAYS = "ninety days"
ONE_HOUR = "one hour"
ONE_DAY = "one day after the last try"
IMPORTED = "a week; what was imported or given up, at once"
POST = "as long as the person works at the school"
ONE_YEAR = "one year"  # the upper bound for logs, CNIL, délibération 2021-122
TRAIL = Personal("knowing who changed a person's data, when, and from what to what", ONE_YEAR)
SEEN_AS = Personal("knowing who of the staff saw the portal as a family, and why", ONE_YEAR)
SIGNING_IN = Personal("signing in", ACCOUNT)
OFFICE_HOLDER = Personal(
    "naming whom the law asks a portal to name", "as long as the person holds the office"
)
ADDRESSING = Personal("addressing the person", ACCOUNT)

INVENTORY: Inventory = {
    "Site": {
        "id": NOTHING,
        "name": NOTHING,
        "name_key": NOTHING,
        "is_open": NOTHING,
        "accent": NOTHING,
        "logo": NOTHING,
        "telephone": NOTHING,  # the school's
        "email": NOTHING,  # the school's
        "address": NOTHING,
        "opening_hours": NOTHING,
        "welcome": NOTHING,
        "personal_data_notice": NOTHING,
        "mail_sender": NOTHING,
        "mail_signature": NOTHING,
        "lost_password": NOTHING,
        "password_min_length": NOTHING,
        "password_max_length": NOTHING,
        "idle_minutes": NOTHING,
        "sign_out_label": NOTHING,
        "billing_in_menu": NOTHING,
        "year_starts_in": NOTHING,
        "evaluations_shown_after": NOTHING,
        "archives_visa": NOTHING,
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
        "password_expires_at": NOTHING,
        "password_link_at": NOTHING,
        "identifier_told_at": Personal("not writing twice", ACCOUNT),
        "search_key": Personal("finding the account in the office", ACCOUNT),
        "language": Personal("writing in the language that was chosen", ACCOUNT),
        "display": Personal("showing pages as the person asks, on every browser", ACCOUNT),
        "is_active": NOTHING,
    },
    "Installation": {
        "id": NOTHING,
        "publisher": NOTHING,
        "publisher_status": NOTHING,
        "publisher_address": NOTHING,
        "publisher_telephone": NOTHING,
        "publisher_email": NOTHING,
        "publication_director": OFFICE_HOLDER,
        "host": NOTHING,
        "host_address": NOTHING,
        "host_telephone": NOTHING,
        "data_contact": OFFICE_HOLDER,
        "data_contact_email": OFFICE_HOLDER,
        "data_contact_address": NOTHING,
        "conformity": NOTHING,
        "rate": NOTHING,
        "audited_on": NOTHING,
        "auditor": NOTHING,
        "non_conformities": NOTHING,
        "disproportionate_burden": NOTHING,
        "exempt_content": NOTHING,
        "declared_on": NOTHING,
        "updated_on": NOTHING,
        "test_environment": NOTHING,
        "test_tools": NOTHING,
        "tested_pages": NOTHING,
        "accessibility_email": NOTHING,
        "accessibility_telephone": NOTHING,
        "scheme_url": NOTHING,
        "action_plan_url": NOTHING,
    },
    "Mail": {
        "id": NOTHING,
        "site": NOTHING,
        "user": Personal("finding what was written to a person", NINETY_DAYS),
        "template": NOTHING,
        "references": Personal(
            "what the mail tells of; what was typed to find an account, until it is answered", NINETY_DAYS
        ),
        "to": Personal("where the mail goes", NINETY_DAYS),
        "priority": NOTHING,
        "once": NOTHING,  # a keyed hash, or an account's number
        "status": NOTHING,
        "attempts": NOTHING,
        "written_at": NOTHING,
        "next_try": NOTHING,
        "queued_at": NOTHING,
        "lapses_at": NOTHING,
        "sent_at": NOTHING,
        "last_error": NOTHING,
    },
    "Text": {
        "id": NOTHING,
        "site": NOTHING,
        "user": Personal("finding what was written to a person", NINETY_DAYS),
        "to": Personal("where the text goes", NINETY_DAYS),
        "words": Personal("what the text says", NINETY_DAYS),
        "status": NOTHING,
        "attempts": NOTHING,
        "written_at": NOTHING,
        "next_try": NOTHING,
        "queued_at": NOTHING,
        "lapses_at": NOTHING,
        "sent_at": NOTHING,
        "last_error": NOTHING,
    },
    "ActivationCode": {
        "id": NOTHING,
        "user": SIGNING_IN,
        "code_hash": Personal("choosing a password, as a hash", "thirty days"),
        "made_at": NOTHING,
        "made_by": Personal("knowing who printed the letter", "thirty days"),
    },
    "Throttle": {
        "id": NOTHING,
        "purpose": NOTHING,
        "kind": NOTHING,
        "key_hash": Personal("counting tries, as a keyed hash of the identifier and the address", ONE_DAY),
        "site": NOTHING,
        "user": Personal("finding whose account is blocked", ONE_DAY),
        "failures": Personal("slowing down who guesses", ONE_DAY),
        "tries": Personal("slowing down who guesses", ONE_DAY),
        "since": Personal("slowing down who guesses", ONE_DAY),
        "day_ends": NOTHING,
        "blocked_until": Personal("slowing down who guesses", ONE_DAY),
    },
    "Post": {
        "id": NOTHING,
        "user": Personal("giving the rights of the role", POST),
        "site": NOTHING,
        "role": Personal("giving the rights of the role", POST),
    },
    "KeptForm": {
        "id": NOTHING,
        "user": Personal("giving back what was typed to who typed it", ONE_HOUR),
        "page": Personal("giving back what was typed on its page", ONE_HOUR),
        "showing": NOTHING,
        "typed": Personal("giving back what was typed", ONE_HOUR),
        "kept_at": NOTHING,
    },
    "SentForm": {
        "id": NOTHING,
        "key_hash": Personal("knowing a second sending, as a keyed hash of the form", "ten minutes"),
        "began_at": NOTHING,
        "location": Personal("answering a second sending like the first", "ten minutes"),
        "said": Personal("answering a second sending like the first", "ten minutes"),
        "treated_by": NOTHING,
    },
    "Trace": {
        "id": NOTHING,
        "at": TRAIL,
        "site": NOTHING,
        "act": TRAIL,
        "kind": NOTHING,
        "record": TRAIL,
        "name": TRAIL,
        "values": TRAIL,
        "user": TRAIL,
        "who": TRAIL,
        "means": NOTHING,
        "address": TRAIL,
    },
    "SeenAs": {
        "id": NOTHING,
        "user": SEEN_AS,
        "account": SEEN_AS,
        "reason": SEEN_AS,
        "address": SEEN_AS,
        "began_at": SEEN_AS,
        "ended_at": SEEN_AS,
    },
    "ClockJob": {
        "id": NOTHING,
        "name": NOTHING,
        "due_at": NOTHING,
        "last_started_at": NOTHING,
        "last_finished_at": NOTHING,
        "last_failed_at": NOTHING,
        "last_error": NOTHING,  # the class of an exception
    },
    "Import": {
        "id": NOTHING,
        "site": NOTHING,
        "kind": NOTHING,
        "file_name": NOTHING,
        "path": Personal("the file of people that the school sent", IMPORTED),
        "heads": NOTHING,
        "status": NOTHING,
        "refusal": NOTHING,
        "is_stale": NOTHING,
        "lines": NOTHING,
        "units": NOTHING,
        "place": NOTHING,
        "created": NOTHING,
        "changed": NOTHING,
        "kept": NOTHING,
        "wrong": NOTHING,
        "sent_by": Personal("who of the staff sent the file", IMPORTED),
        "sent_at": NOTHING,
        "confirmed_by": Personal("who of the staff had it imported", IMPORTED),
        "ended_at": NOTHING,
        "lease": NOTHING,
    },
    "ImportUnit": {
        "id": NOTHING,
        "source": NOTHING,
        "place": NOTHING,
        "key": Personal("finding the rows of the file again", IMPORTED),
        "cells": Personal("what the file says of people, for the file to mend", IMPORTED),
        "action": NOTHING,
        "told": Personal("what the import would change, for its preview", IMPORTED),
        "faults": Personal("what is wrong in a row", IMPORTED),
        "claims": Personal("finding what comes twice in the file", IMPORTED),
    },
}

WHOSE: Owners = {
    # The password is kept as a hash, of use to nobody but who would guess it.
    "User": whose(lambda subject: Q(pk=subject.account), without="password login search_key"),
    "Installation": "«Mentions légales» says it to everybody",
    "Mail": whose(
        lambda subject: Q(user=subject.account), without="user", also="template written_at sent_at"
    ),
    "Text": whose(lambda subject: Q(user=subject.account), without="user", also="written_at sent_at"),
    "ActivationCode": "a keyed hash of a code that lasts thirty days",
    "Throttle": whose(lambda subject: Q(user=subject.account), without="user key_hash"),
    "Post": whose(lambda subject: Q(user=subject.account), without="user"),
    "KeptForm": whose(lambda subject: Q(user=subject.account), without="user"),
    "SentForm": "a keyed hash tells of nobody; it lasts ten minutes",
    # What was changed is told with the records; here, that it was this account that did so.
    "Trace": whose(lambda subject: Q(user=subject.account), without="user who name values", also="kind"),
    "SeenAs": whose(lambda subject: Q(account=subject.account), without="user account address"),
    "Import": whose(
        lambda subject: Q(sent_by=subject.account), without="path sent_by confirmed_by", also="kind sent_at"
    ),
    "ImportUnit": "rows of a file that waits for a week at most: what is imported is told with the records",
}

PURGES = [
    Purge(
        "mails emptied of whom they went to, after 90 days",
        due=lambda _sites: delivery.with_a_person().count(),
        act=lambda _sites: delivery.empty_old(),
    ),
    Purge(
        "texts emptied of whom they went to, after 90 days",
        due=lambda _sites: text_delivery.with_a_person().count(),
        act=lambda _sites: text_delivery.empty_old(),
    ),
    Purge(
        "codes of letters, after 30 days",
        due=lambda _sites: activation.past().count(),
        act=lambda _sites: activation.purge(),
    ),
    Purge(
        "files to import, after a week",
        due=lambda _sites: imports.past().count(),
        act=lambda _sites: imports.purge(),
    ),
    Purge(
        "lines of the trail, after a year",
        due=lambda _sites: sum(rows.count() for rows in trail.past()),
        act=lambda _sites: trail.forget_old(),
    ),
]
