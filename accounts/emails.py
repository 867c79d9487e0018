"""What this app writes to people; the words are in templates/mails/."""

from django.utils.translation import gettext_lazy as _

from accounts import lost_password
from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail


@email("lost_password", label=_("Mot de passe perdu"))
def find_accounts(mail: Mail) -> Letter:
    """No mail itself: it is answered by one for each account that matches."""
    lost_password.answer(mail)
    raise NothingToSend


@email("provisional_password", label=_("Mot de passe provisoire"))
def provisional_password(mail: Mail) -> Letter:
    return lost_password.letter_with_password(mail, lasts=lost_password.PROVISIONAL_LASTS)


@email("new_password", label=_("Nouveau mot de passe"))
def new_password(mail: Mail) -> Letter:
    return lost_password.letter_with_password(mail, lasts=None)


@email("password_link", label=_("Lien pour choisir un mot de passe"))
def password_link(mail: Mail) -> Letter:
    return lost_password.letter_with_link(mail)


@email("password_changed", label=_("Mot de passe modifié"))
def password_changed(_mail: Mail) -> Letter:
    return Letter({})
