from accounts.models.activation import ActivationCode
from accounts.models.clock import ClockJob
from accounts.models.imports import Import, ImportUnit
from accounts.models.installation import Installation
from accounts.models.mail import Mail
from accounts.models.seen_as import SeenAs
from accounts.models.sending import KeptForm, SentForm
from accounts.models.site import Site
from accounts.models.text import Text
from accounts.models.throttle import Throttle
from accounts.models.trace import Trace
from accounts.models.user import FamilyAccount, Post, StaffAccount, User, login_of

__all__ = [
    "ActivationCode",
    "ClockJob",
    "FamilyAccount",
    "Import",
    "ImportUnit",
    "Installation",
    "KeptForm",
    "Mail",
    "Post",
    "SeenAs",
    "SentForm",
    "Site",
    "StaffAccount",
    "Text",
    "Throttle",
    "Trace",
    "User",
    "login_of",
]
