"""The words of the access table: who asks, what they get, and the rows of a page of the office."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests import household

VISITORS = ("anonymous", "moreau", "petit", "xenakis", "office", "other_office", "administrator")

TO_SIGN_IN = "→ sign_in"
TO_STAFF_SIGN_IN = "→ staff_sign_in"
TO_HOME = "→ home"
TO_OFFICE = "→ admin:index"


class Row(NamedTuple):
    """`answers` in the order of VISITORS; the address is that of the cast's object where there is one."""

    route: str
    answers: tuple[int | str, ...]
    address: Callable[[dict[str, Any]], list[Any]] = lambda _cast: []
    method: str = "get"
    data: dict[str, str] = {}


def everyone(status: int | str) -> tuple[int | str, ...]:
    return (status,) * len(VISITORS)


def families(status: int) -> tuple[int | str, ...]:
    return (TO_SIGN_IN, status, status, status, TO_OFFICE, TO_OFFICE, TO_OFFICE)


def staff(
    status: int | str, *, other: int | str | None = None, administrator: int | str | None = None
) -> tuple:
    """The office of the site, that of another, and the installation's administrator."""
    return (TO_STAFF_SIGN_IN, 404, 404, 404, status, other or status, administrator or status)


def administrator_only() -> tuple[int | str, ...]:
    return staff(404, administrator=200)


def model_rows(
    model: str,
    of: str | Callable,
    *,
    lists: tuple,
    one: tuple,
    add: tuple,
    delete: tuple,
    history: tuple | None = None,
    app: str = "accounts",
) -> list[Row]:
    """`of` is one of the cast, or makes the object that is looked at. `history` is as its page, unless it is told."""

    def address(cast: dict[str, Any]) -> list[Any]:
        return [(of(cast) if callable(of) else cast[of]).pk]

    return [
        Row(f"admin:{app}_{model}_changelist", lists),
        Row(f"admin:{app}_{model}_add", add),
        Row(f"admin:{app}_{model}_change", one, address),
        Row(f"admin:{app}_{model}_history", history or one, address),
        Row(f"admin:{app}_{model}_delete", delete, address),
    ]


def of_document(cast: dict[str, Any]) -> list[int]:
    return [household.document(cast).pk]
