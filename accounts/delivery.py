"""The worker's part of a mail: take it, render it, send it, say what became of it.

Nothing is lost: a mail that was taken by a worker that died comes due again when its lease is over, and the
clock's sweep queues it. Nothing is sent twice, unless a worker dies, or loses the database, between sending and
recording.
"""

import logging
import time
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import Error, connection, transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from accounts.mails import Letter, NothingToSend, compose, queue
from accounts.models import Mail
from accounts.site_look import mail_colours

log = logging.getLogger("imuse.mail")

# Longer than a mail server may hold a worker up (EMAIL_TIMEOUT, for each of a handful of steps).
LEASE = timedelta(minutes=10)
RECORDING_PAUSES = [0.5, 1, 2, 4, 8, 15, 30]  # seconds
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240)]


@task
def deliver(mail_id: int) -> None:
    mail = take(mail_id)
    if mail is not None:
        try_to_send(mail)


def take(mail_id: int) -> Mail | None:
    """Whoever moves the next try forward has the mail; a second task for it finds nothing to do."""
    lease = timezone.now() + LEASE
    taken = Mail.objects.due().filter(pk=mail_id).update(next_try=lease, attempts=F("attempts") + 1)
    return Mail.objects.select_related("site", "user__site").get(pk=mail_id) if taken else None


def try_to_send(mail: Mail) -> None:
    try:
        check_has_not_lapsed(mail)
        letter = compose(mail)
        message_of(mail, letter).send()
    except NothingToSend:
        settle(mail, Mail.Status.VOID)
    except (OSError, SMTPException) as trouble:
        postpone(mail, trouble)
    except Exception as fault:  # ours: a template, a row that is gone
        log.exception("mail %s could not be made", mail.pk)
        postpone(mail, fault)
    else:
        record_as_sent(mail, letter)


def record_as_sent(mail: Mail, letter: Letter) -> None:
    """A database that restarts at this very moment must not make the mail go out again, with another password."""
    sent_at = timezone.now()
    for pause in RECORDING_PAUSES:
        try:
            with transaction.atomic():
                letter.once_sent()
                settle(mail, Mail.Status.SENT, sent_at=sent_at)
        except Error as trouble:
            log.warning("mail %s has left, and is not recorded yet: %s", mail.pk, reason_of(trouble))
            time.sleep(pause)
            connection.close()
        else:
            return
    log.error("mail %s has left, and could not be recorded: it goes out again", mail.pk)


def check_has_not_lapsed(mail: Mail) -> None:
    if mail.lapses_at and mail.lapses_at <= timezone.now():
        raise NothingToSend


def message_of(mail: Mail, letter: Letter) -> EmailMultiAlternatives:
    address = mail.to or (mail.user.email if mail.user else "")
    if not address:
        raise NothingToSend
    with translation.override(
        mail.user.language if mail.user and mail.user.language else settings.LANGUAGE_CODE
    ):
        context = {
            "site": mail.site,
            "user": mail.user,
            "mail": mail,
            "portal_url": settings.PUBLIC_URL,
            "colours": mail_colours(mail.site),
            **letter.context,
        }
        subject, text, html = (
            render_to_string(f"mails/{mail.template}/{part}", context)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    message = EmailMultiAlternatives(
        subject=subject.strip().replace("\n", " "),
        body=text.strip() + "\n",
        from_email=sender_of(mail),
        to=[address],
        reply_to=[mail.site.email] if mail.site and mail.site.email else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message


def sender_of(mail: Mail) -> str:
    if mail.site is None:
        return settings.DEFAULT_FROM_EMAIL
    address = mail.site.mail_sender or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((" ".join(mail.site.name.split()), address))


def postpone(mail: Mail, trouble: Exception) -> None:
    """Again after a growing pause; given up after two days, or at once where the address is refused for good."""
    now = timezone.now()
    after = now + PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    reason = reason_of(trouble)
    log.warning("mail %s was not sent: %s", mail.pk, reason)
    if after > mail.written_at + Mail.GIVEN_UP_AFTER or is_refused_for_good(trouble):
        settle(mail, Mail.Status.FAILED, last_error=reason)
        return
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(next_try=after, queued_at=after, last_error=reason)
        queue(mail, after=after)


def reason_of(trouble: Exception) -> str:
    """For staff and the log: what kind of trouble, without the address that servers repeat in their answers."""
    code = getattr(trouble, "smtp_code", None)
    if isinstance(trouble, SMTPRecipientsRefused):
        code = min(answer[0] for answer in trouble.recipients.values())
    return f"{type(trouble).__name__} {code}" if code else type(trouble).__name__


def is_refused_for_good(trouble: Exception) -> bool:
    if isinstance(trouble, SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in trouble.recipients.values())
    return isinstance(trouble, SMTPDataError) and trouble.smtp_code >= 500


def settle(mail: Mail, status: Mail.Status, **facts: object) -> None:
    """What a mail without an account refers to is what somebody typed: it is not kept."""
    if mail.user is None:
        facts["references"] = {}
    Mail.objects.filter(pk=mail.pk).update(status=status, **facts)


def sweep() -> int:
    """The clock's: queue what is overdue, whatever became of its task."""
    now = timezone.now()
    forgotten = Mail.objects.due().filter(queued_at__lte=now - LEASE).order_by("-priority", "next_try")[:500]
    queued = 0
    for mail in forgotten:
        with transaction.atomic():
            if Mail.objects.due().filter(pk=mail.pk, queued_at=mail.queued_at).update(queued_at=now):
                queue(mail)
                queued += 1
    return queued


# A mail keeps its dates then, and no person.
NOBODY = {"user": None, "to": "", "references": {}, "once": ""}


def with_a_person() -> QuerySet[Mail]:
    """Those whose ninety days are over."""
    old = Mail.objects.filter(written_at__lt=timezone.now() - timedelta(days=90))
    return old.exclude(status=Mail.Status.WAITING).exclude(**NOBODY)


def empty_old() -> int:
    return with_a_person().update(**NOBODY, last_error="")
