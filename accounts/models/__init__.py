from accounts.models.clock import ClockJob
from accounts.models.mail import Mail
from accounts.models.site import Site
from accounts.models.throttle import Throttle
from accounts.models.user import FamilyAccount, Post, StaffAccount, User, login_of

__all__ = [
    "ClockJob",
    "FamilyAccount",
    "Mail",
    "Post",
    "Site",
    "StaffAccount",
    "Throttle",
    "User",
    "login_of",
]
