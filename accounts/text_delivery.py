"""The worker's part of a text message, as accounts/delivery.py is that of a mail: take it, send it, say what became
of it. A text is sent twice where a worker dies between sending and recording, unless the gateway knows the number
that goes with it."""

import logging

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from accounts import outgoing
from accounts.models import Text
from accounts.texts import queue
from imuse import texting

log = logging.getLogger("imuse.text")


@task
def deliver(text_id: int) -> None:
    text = outgoing.take(Text.objects.all(), text_id)
    if text is not None:
        try_to_send(text)


def try_to_send(text: Text) -> None:
    if outgoing.has_lapsed(text):
        settle(text, Text.Status.FAILED, last_error=text.last_error or "too late")
        return
    try:
        texting.send(to=text.to, text=text.words, reference=str(text.pk))
    except texting.Refused as refusal:
        log.warning("text %s was refused: %s", text.pk, refusal)
        settle(text, Text.Status.FAILED, last_error=str(refusal))
    except texting.Trouble as trouble:
        postpone(text, str(trouble))
    except Exception as fault:  # ours
        log.exception("text %s could not be made", text.pk)
        postpone(text, type(fault).__name__)
    else:
        record_as_sent(text)


def record_as_sent(text: Text) -> None:
    sent_at = timezone.now()
    outgoing.record(
        f"text {text.pk}",
        lambda: settle(text, Text.Status.SENT, sent_at=sent_at, last_error=""),
        lambda trouble: type(trouble).__name__,
        log,
    )


def postpone(text: Text, reason: str) -> None:
    """Again after a growing pause, as long as it is of use."""
    after = outgoing.next_try_of(text)
    log.warning("text %s was not sent: %s", text.pk, reason)
    if after is None or (text.lapses_at and after >= text.lapses_at):
        settle(text, Text.Status.FAILED, last_error=reason)
    else:
        outgoing.put_off(text, after, reason, queue)


def settle(text: Text, status: Text.Status, **facts: object) -> None:
    Text.objects.filter(pk=text.pk).update(status=status, **facts)


def sweep() -> int:
    """The clock's."""
    return outgoing.sweep(Text.objects.due().order_by("next_try"), queue)


# A text keeps its dates then, and no person.
NOBODY = {"user": None, "to": "", "words": ""}


def with_a_person() -> QuerySet[Text]:
    return outgoing.with_a_person(Text.objects.all(), NOBODY)


def empty_old() -> int:
    return outgoing.empty_old(Text.objects.all(), NOBODY)
