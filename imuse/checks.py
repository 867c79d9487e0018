"""What `manage.py check --deploy` looks at besides Django's own list."""

from typing import Any

from django.conf import settings
from django.core import checks


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
