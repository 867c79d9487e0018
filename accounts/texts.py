"""Writing a text message: a row and a task, in the transaction of what it tells of. The worker does the rest."""

from datetime import datetime

from django.db import transaction

from accounts import outgoing
from accounts.models import Mail, Site, Text, User


@transaction.atomic
def write(words: str, *, to: str, site: Site, user: User | None, lapses_at: datetime) -> Text:
    text = Text(words=words, to=to, site=site, user=user, lapses_at=lapses_at)
    text.save(force_insert=True)
    queue(text)
    return text


def queue(text: Text, *, after: datetime | None = None) -> None:
    from accounts.text_delivery import deliver

    deliver.using(priority=Mail.Priority.URGENT, run_after=after).enqueue(text.pk)


def send_again(text: Text) -> bool:
    """By staff, for a text that was given up. What lapsed stays so: a lesson of yesterday is not told of."""
    return not outgoing.has_lapsed(text) and outgoing.send_again(text, queue)
