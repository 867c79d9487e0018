"""«Mot de passe perdu»: also how a password is made the first time.

What is asked for is stored as it was typed and answered by the worker, so that the web part does the same for
a known account and for an unknown one. No password is stored, queued or logged: it is made when its mail goes
out, and counts only once that mail has left.
"""

import secrets
import string
from datetime import UTC, datetime, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.mails import Letter, NothingToSend, write
from accounts.models import ActivationCode, Mail, Site, User
from imuse.keys import key

LAPSES_AFTER = timedelta(hours=4)
PROVISIONAL_LASTS = timedelta(hours=24)
LENGTH = 12
LOOK_ALIKES = "0O1lI"


def ask(*, site: Site | None, identifier: str, email: str) -> None:
    """Nothing is looked up here. A second request while the first waits adds nothing."""
    asked = {"site_id": site.pk if site else None, "identifier": identifier, "email": email}
    same = salted_hmac("lost-password", f"{asked['site_id']}|{key(identifier)}|{key(email)}").hexdigest()[:40]
    write(
        "lost_password",
        to=None,
        site=site,
        references=asked,
        priority=Mail.Priority.URGENT,
        once=f"asked:{same}",
        lapses_at=timezone.now() + LAPSES_AFTER,
    )


def sends_link(site: Site | None) -> bool:
    return site is not None and site.lost_password == Site.LostPassword.LINK


TEMPLATES = {
    Site.LostPassword.PROVISIONAL: "provisional_password",
    Site.LostPassword.PASSWORD: "new_password",
    Site.LostPassword.LINK: "password_link",
}


@transaction.atomic
def answer(request: Mail) -> None:
    """Each account that matches gets a mail of its own, naming its site; what was typed is forgotten."""
    asked = request.references
    for account in User.objects.lost_by(**asked):
        write(
            TEMPLATES[account.site.lost_password],
            to=account,
            references={"asked_at": request.written_at.isoformat()},
            priority=Mail.Priority.URGENT,
            once=f"password:{account.pk}",
            lapses_at=request.lapses_at,
        )
    Mail.objects.filter(pk=request.pk).update(status=Mail.Status.VOID, references={})


def letter_with_password(mail: Mail, *, lasts: timedelta | None) -> Letter:
    check_is_still_wanted(mail)
    password = new_password(max(LENGTH, mail.user.site.password_min_length))
    replace = partial(
        replace_password,
        mail.user,
        former=mail.user.password,
        hashed=make_password(password),
        expires_at=timezone.now() + lasts if lasts else None,
    )
    return Letter({"password": password, "asked_at": asked_at(mail)}, once_sent=replace)


def letter_with_link(mail: Mail) -> Letter:
    check_is_still_wanted(mail)
    account, made_at = mail.user, timezone.now()
    account.password_link_at = made_at
    remember = User.objects.filter(pk=account.pk, password=account.password).update
    link = {"account_id": account.pk, "token": tokens.make_token(account), "asked_at": asked_at(mail)}
    return Letter(link, once_sent=partial(remember, password_link_at=made_at))


def check_is_still_wanted(mail: Mail) -> None:
    """A request lapses once the person has signed in, or may not any more."""
    account = mail.user
    if (
        account is None
        or not account.is_active
        or not account.site.is_open
        or (account.last_login and account.last_login > asked_at(mail))
    ):
        raise NothingToSend


def asked_at(mail: Mail) -> datetime:
    return datetime.fromisoformat(mail.references["asked_at"])


def replace_password(account: User, *, former: str, hashed: str, expires_at: datetime | None) -> bool:
    """Unless it was changed meanwhile. The hash is part of every session: the person's others end."""
    unchanged = User.objects.filter(pk=account.pk, password=former, last_login=account.last_login)
    if not unchanged.update(password=hashed, password_expires_at=expires_at, password_link_at=None):
        return False
    ActivationCode.objects.filter(user=account).delete()
    return True


def new_password(length: int = LENGTH) -> str:
    """Characters of which none that looks like another, of every class that a site's rule asks for."""
    classes = [
        [letter for letter in letters if letter not in LOOK_ALIKES]
        for letters in (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    ]
    every = [letter for letters in classes for letter in letters]
    chosen = [secrets.choice(letters) for letters in classes] + [
        secrets.choice(every) for _each in range(length - 3)
    ]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


class LinkTokens(PasswordResetTokenGenerator):
    """Django's, for an hour (PASSWORD_RESET_TIMEOUT) and one use; a newer link voids the older ones.

    Signing in with the former password does not: it works until another one is chosen.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}|{user.password}|{user.email}|{user.password_link_at}|{timestamp}"

    def _now(self) -> datetime:
        """Django's is in local time: on a night in October a link would last two hours."""
        return datetime.now(UTC).replace(tzinfo=None)


tokens = LinkTokens()


def account_of_link(account_id: int, token: str) -> User | None:
    account = (
        User.objects.select_related("site").filter(pk=account_id, is_active=True, site__is_open=True).first()
    )
    return account if account and account.password_link_at and tokens.check_token(account, token) else None
