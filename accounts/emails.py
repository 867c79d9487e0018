"""What this app writes to people; the words are in templates/mails/."""

from accounts import lost_password
from accounts.mails import Letter, NothingToSend, email
from accounts.models import Mail


@email("lost_password")
def find_accounts(mail: Mail) -> Letter:
    """No mail itself: it is answered by one for each account that matches."""
    lost_password.answer(mail)
    raise NothingToSend


@email("provisional_password")
def provisional_password(mail: Mail) -> Letter:
    return lost_password.letter_with_password(mail, lasts=lost_password.PROVISIONAL_LASTS)


@email("new_password")
def new_password(mail: Mail) -> Letter:
    return lost_password.letter_with_password(mail, lasts=None)


@email("password_link")
def password_link(mail: Mail) -> Letter:
    return lost_password.letter_with_link(mail)


@email("password_changed")
def password_changed(_mail: Mail) -> Letter:
    return Letter({})
