"""What `manage.py check --deploy` asks of the rows that an installation needs."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from accounts.models import Installation


@checks.register(checks.Tags.database, deploy=True)
def installation_tells_what_the_law_asks(**_kwargs: Any) -> list[checks.CheckMessage]:
    try:
        missing = [] if settings.DEMONSTRATION else Installation.current().missing()
    except DatabaseError:  # without its tables, or down: it shows nothing to anybody
        return []
    if not missing:
        return []
    return [
        checks.Warning(
            f"The public pages do not tell yet: {', '.join(map(str, missing))}.",
            hint="The administrator gives them in «Gestion», under «Mentions légales et accessibilité».",
            id="accounts.W001",
        )
    ]
