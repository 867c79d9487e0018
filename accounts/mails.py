"""Writing a mail: a row and a task, in the transaction of what the mail tells of. The worker does the rest.

An app's `emails.py` registers what it can write with `@email("template")`: a function of the Mail that gives the
Letter, called by the worker each time it tries. The words are in `templates/mails/<template>/`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise

from accounts import outgoing
from accounts.models import Mail, Site, User


@dataclass(frozen=True)
class Letter:
    """What the templates are filled with, and what is recorded in the transaction that marks it as sent."""

    context: dict[str, Any]
    once_sent: Callable[[], object] = lambda: None


class NothingToSend(Exception):  # noqa: N818 - it is no error
    """What the mail was written for is no more."""


Compose = Callable[[Mail], Letter]

_emails: dict[str, Compose] = {}
_labels: dict[str, str | Promise] = {}


def email(template: str, *, label: str | Promise = "") -> Callable[[Compose], Compose]:
    """`label` is what the office reads of it."""

    def register(compose: Compose) -> Compose:
        _emails[template], _labels[template] = compose, label
        return compose

    return register


def label(template: str) -> str:
    """Of a former version's too, which is written no more."""
    return str(_labels.get(template) or template)


def compose(mail: Mail) -> Letter:
    return _emails[mail.template](mail)


def write(
    template: str,
    *,
    to: User | None,
    site: Site | None = None,
    references: dict[str, Any] | None = None,
    address: str = "",
    priority: int = Mail.Priority.USUAL,
    once: str = "",
    lapses_at: datetime | None = None,
) -> Mail | None:
    """With `once`, nothing is added while a mail of that name still waits."""
    mail = Mail(
        template=template,
        user=to,
        site=site or (to.site if to else None),
        references=references or {},
        to=address,
        priority=priority,
        once=once,
        lapses_at=lapses_at,
    )
    try:
        _insert(mail)
    except IntegrityError:
        if not once:
            raise
        if Mail.objects.filter(once=once, status=Mail.Status.WAITING).exists():
            return None
        _insert(mail)  # its twin has left between the two statements
    return mail


@transaction.atomic
def _insert(mail: Mail) -> None:
    mail.save(force_insert=True)
    queue(mail)


def queue(mail: Mail, *, after: datetime | None = None) -> None:
    from accounts.delivery import deliver

    deliver.using(priority=mail.priority, run_after=after).enqueue(mail.pk)


def send_again(mail: Mail) -> bool:
    """By staff, for a mail that was given up; another of its kind may wait already."""
    return outgoing.send_again(mail, queue, once="")
