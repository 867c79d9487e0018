"""The worker's part, done in the test: deliver what is due, ask PayFiP, go on with imports, and open the outbox as a
person opens their mail."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from accounts import delivery
from accounts.imports import work
from accounts.models import Import, Mail
from billing import asking


def deliver_mails() -> None:
    while waiting := list(Mail.objects.due().order_by("pk")):
        for mail in waiting:
            delivery.deliver.call(mail.pk)


def ask_payfip() -> int:
    """Whatever a page, a notification or the clock put on the way; how often PayFiP was asked."""
    waiting = list(
        DBTaskResult.objects.ready().filter(task_path=asking.ask.module_path).order_by("enqueued_at")
    )
    for row in waiting:
        row.claim("test")
        asking.ask.call(*row.args_kwargs["args"])
        row.set_successful(None)
    return len(waiting)


def go_on_with_imports() -> None:
    """Each to where somebody has to decide."""
    for row in Import.objects.at_work().order_by("pk"):
        work.work_on.call(row.pk)


def newest_mail(to: str) -> EmailMessage:
    """The last .eml file of the outbox; it is this person's."""
    newest = max(Path(settings.EMAIL_FILE_PATH).glob("*.eml"))
    message = email.message_from_bytes(newest.read_bytes(), policy=default)
    assert message["To"] == to
    return message


def subject_of(message: EmailMessage) -> str:
    return message["Subject"].strip()  # Python keeps the blank of a folded header


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def password_in(message: EmailMessage) -> str:
    """It stands alone on its line, to be copied."""
    return re.search(r"^[A-Za-z0-9]{12}$", text_of(message), re.MULTILINE)[0]


def link_in(message: EmailMessage) -> str:
    return re.search(r"^https?://[^/]+(/mot-de-passe-perdu/\S+)$", text_of(message), re.MULTILINE)[1]
