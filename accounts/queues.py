"""What of the accounts waits for the office: mails that were given up, and who is kept out by too many tries."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Mail, Throttle, User
from imuse.components import PagerWords
from imuse.queues import Queue

MAILS = PagerWords(
    title=_("Mails non envoyés"),
    first=_("Premier mail"),
    previous=_("Mail précédent"),
    next=_("Mail suivant"),
    last=_("Dernier mail"),
)
BLOCKED = PagerWords(
    title=_("Comptes bloqués"),
    first=_("Premier compte bloqué"),
    previous=_("Compte bloqué précédent"),
    next=_("Compte bloqué suivant"),
    last=_("Dernier compte bloqué"),
)
FAILED = "?status__exact=failed"


def failed_mails(user: User) -> QuerySet[Mail]:
    """The oldest first."""
    return Mail.objects.for_user(user, "accounts.change_mail").failed().order_by("written_at", "pk")


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
        40, BLOCKED.title, "admin:accounts_throttle_changelist", blocked_accounts, since="since", shape="todo"
    ),
)
