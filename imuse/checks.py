"""What `manage.py check --deploy` looks at besides Django's own list."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


@checks.register
def mails_have_a_sender(**_kwargs: Any) -> list[checks.CheckMessage]:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if settings.SITE_ADDRESS.local:
        return []
    try:
        validate_email(address)
    except ValidationError:
        return [
            checks.Error(
                f"MAIL_FROM is {settings.DEFAULT_FROM_EMAIL!r}: no mail can leave in that name.",
                hint="Give an address, such as extranet@example.org, with or without a name before it.",
                id="imuse.E001",
            )
        ]
    return []


@checks.register(checks.Tags.security, deploy=True)
def demonstration_stays_local(**_kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.DEMONSTRATION or settings.SITE_ADDRESS.local:
        return []
    return [
        checks.Warning(
            "DEMONSTRATION is on at a public address: its passwords are printed in the documentation.",
            hint="Leave DEMONSTRATION out, unless this installation shows imuse and holds no family's data.",
            id="imuse.W001",
        )
    ]
