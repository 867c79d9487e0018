"""The worker's part of a mail: take it, render it, send it, say what became of it.

Nothing is lost: a mail that was taken by a worker that died comes due again when its lease is over, and the
clock's sweep queues it. Nothing is sent twice, unless a worker dies, or loses the database, between sending and
recording.
"""

import logging
from email.utils import formataddr, parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from accounts import outgoing
from accounts.mails import Letter, NothingToSend, compose, queue
from accounts.models import Mail
from accounts.site_look import mail_colours

log = logging.getLogger("imuse.mail")


@task
def deliver(mail_id: int) -> None:
    mail = take(mail_id)
    if mail is not None:
        try_to_send(mail)


def take(mail_id: int) -> Mail | None:
    return outgoing.take(Mail.objects.select_related("site", "user__site"), mail_id)


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
    """Or the mail would go out again, with another password."""
    sent_at = timezone.now()

    def record() -> None:
        letter.once_sent()
        settle(mail, Mail.Status.SENT, sent_at=sent_at)

    outgoing.record(f"mail {mail.pk}", record, reason_of, log)


def check_has_not_lapsed(mail: Mail) -> None:
    if outgoing.has_lapsed(mail):
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
    after, reason = outgoing.next_try_of(mail), reason_of(trouble)
    log.warning("mail %s was not sent: %s", mail.pk, reason)
    if after is None or is_refused_for_good(trouble):
        settle(mail, Mail.Status.FAILED, last_error=reason)
    else:
        outgoing.put_off(mail, after, reason, queue)


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
    """The clock's."""
    return outgoing.sweep(Mail.objects.due().order_by("-priority", "next_try"), queue)


# A mail keeps its dates then, and no person.
NOBODY = {"user": None, "to": "", "references": {}, "once": ""}


def with_a_person() -> QuerySet[Mail]:
    return outgoing.with_a_person(Mail.objects.all(), NOBODY)


def empty_old() -> int:
    return outgoing.empty_old(Mail.objects.all(), NOBODY)
