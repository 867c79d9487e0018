from accounts.models.mail import Mail
from accounts.models.site import Site
from accounts.models.user import FamilyAccount, Post, StaffAccount, User, login_of

__all__ = ["FamilyAccount", "Mail", "Post", "Site", "StaffAccount", "User", "login_of"]
