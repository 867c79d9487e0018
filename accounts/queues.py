"""What of the accounts waits for the office: mails and texts that were given up, and who is kept out by too many tries."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Mail, Text, Throttle, User
from imuse.components import PagerWords
from imuse.queues import Queue

MAILS = PagerWords(
    title=_("Mails non envoyés"),
    first=_("Premier mail"),
    previous=_("Mail précédent"),
    next=_("Mail suivant"),
    last=_("Dernier mail"),
)
TEXTS = PagerWords(
    title=_("Textos non partis"),
    first=_("Premier texto"),
    previous=_("Texto précédent"),
    next=_("Texto suivant"),
    last=_("Dernier texto"),
)
BLOCKED = PagerWords(
    title=_("Comptes bloqués"),
    first=_("Premier compte bloqué"),
    previous=_("Compte bloqué précédent"),
    next=_("Compte bloqué suivant"),
    last=_("Dernier compte bloqué"),
)
A_WEEK = timedelta(days=7)
FAILED = "?status__exact=failed"


def failed_mails(user: User) -> QuerySet[Mail]:
    """The oldest first."""
    return Mail.objects.for_user(user, "accounts.change_mail").failed().order_by("written_at", "pk")


def failed_texts(user: User) -> QuerySet[Text]:
    """Given up within a week: who was to be told is called, or sent it again. What it told of is over later."""
    since = timezone.now() - A_WEEK
    return (
        Text.objects.for_user(user, "accounts.change_text")
        .failed()
        .filter(written_at__gt=since)
        .order_by("written_at", "pk")
    )


def blocked_accounts(user: User) -> QuerySet[Throttle]:
    """Who waits longest first."""
    return Throttle.objects.for_user(user, "accounts.delete_throttle").blocked().order_by("since", "pk")


QUEUES = (
    Queue(
        30,
        MAILS.title,
        "admin:accounts_mail_changelist",
        failed_mails,
        since="written_at",
        asked=FAILED,
        shape="refused",
    ),
    Queue(
        35,
        TEXTS.title,
        "admin:accounts_text_changelist",
        failed_texts,
        since="written_at",
        asked=FAILED,
        shape="refused",
    ),
    Queue(
        40, BLOCKED.title, "admin:accounts_throttle_changelist", blocked_accounts, since="since", shape="todo"
    ),
)
