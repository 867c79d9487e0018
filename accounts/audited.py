"""What the audit trail follows of sites and accounts."""

from accounts.models import (
    Installation,
    KeptForm,
    Mail,
    Post,
    SeenAs,
    SentForm,
    Site,
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
    leave("a mail is written once, and its own row says what became of it", Mail)
    leave("counts of tries, gone within a day; who lifts a block is in the logs", Throttle)
    leave("what somebody typed and did not send, for minutes", KeptForm, SentForm)
