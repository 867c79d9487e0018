"""What the audit trail follows of sites and accounts."""

from accounts.models import (
    ActivationCode,
    Import,
    ImportUnit,
    Installation,
    KeptForm,
    Mail,
    Post,
    SeenAs,
    SentForm,
    Site,
    Text,
    Throttle,
    Trace,
    User,
)
from accounts.trail.audited import leave
from accounts.trail.pages import parts
from accounts.trail.saving import watch

# Hours of signing in are in the logs; how somebody needs pages to look is nobody's business.
NOT_OF_A_USER = "login search_key last_login display password_expires_at password_link_at"


def register() -> None:
    watch(Site, site="", without="name_key")
    watch(Installation, site="")
    watch(User, without=NOT_OF_A_USER, hidden="password", shown_as="familyaccount")
    watch(Post)
    parts(User, user=Post)
    leave("it is a trail itself", Trace, SeenAs)
    leave("a mail or a text is written once, and its own row says what became of it", Mail, Text)
    leave("a code is written down as a hash, and its row says who printed it", ActivationCode)
    leave("a file waits for a week at most; what it changes is followed with the records", Import, ImportUnit)
    leave("counts of tries, gone within a day; who lifts a block is in the logs", Throttle)
    leave("what somebody typed and did not send, for minutes", KeptForm, SentForm)
