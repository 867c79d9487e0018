"""The inventory of personal data: every field of every model says whether it holds any, and until when.

Each app has a `personal_data.py` with INVENTORY: a dictionary from the model's name to its fields. A test
compares it with the models, so that a new field cannot be forgotten.
"""

from typing import NamedTuple


class Personal(NamedTuple):
    """What it is for, and how long it is kept."""

    purpose: str
    kept: str


# A field that tells nothing of a person.
NOTHING = None

Inventory = dict[str, dict[str, Personal | None]]
