from accounts.models.clock import ClockJob
from accounts.models.installation import Installation
from accounts.models.mail import Mail
from accounts.models.site import Site
from accounts.models.throttle import Throttle
from accounts.models.user import FamilyAccount, Post, StaffAccount, User, login_of

__all__ = [
    "ClockJob",
    "FamilyAccount",
    "Installation",
    "Mail",
    "Post",
    "Site",
    "StaffAccount",
    "Throttle",
    "User",
    "login_of",
]
