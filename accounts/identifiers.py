"""Identifiers made from names: «martin1», «martin2»; short, typed from a letter, told over the telephone."""

import re

from django.db import IntegrityError, transaction

from accounts.models import FamilyAccount, User, login_of
from imuse.keys import key

LONGEST = 20
# For a name without a letter from a to z.
NAMELESS = "famille"
# Letters that no accent was taken from.
UNFOLDED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# Others are opening accounts at the same moment: each of them takes a number away at most so often.
TRIES = 200


def base_of(last_name: str) -> str:
    """Letters alone, in one word: «de La Tour-d’Auvergne» is «delatourdauvergne»."""
    return re.sub(r"[^a-z]", "", key(last_name).translate(UNFOLDED))[:LONGEST] or NAMELESS


def next_identifier(last_name: str, site_id: int) -> str:
    """With the number after the highest in use: one that was given once is not given to somebody else."""
    base = base_of(last_name)
    start = login_of(site_id, base)
    namesakes = User.objects.filter(login__startswith=start, site=site_id)
    taken = re.compile(rf"{re.escape(start)}(\d{{1,9}})")
    numbers = (taken.fullmatch(login) for login in namesakes.order_by().values_list("login", flat=True))
    return f"{base}{max((int(found[1]) for found in numbers if found), default=0) + 1}"


def open_account(account: FamilyAccount) -> FamilyAccount:
    """Save a new account under an identifier made from its name. The key is unique in the database: who was slower
    than somebody else takes the next number."""
    account.set_unusable_password()
    for _try in range(TRIES):
        account.identifier = next_identifier(account.last_name, account.site_id)
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError:
            continue
        return account
    raise RuntimeError(f"no identifier was free for an account of site {account.site_id}")
