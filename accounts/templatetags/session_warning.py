"""The warning before the end of a session (SPEC 1.8)."""

from typing import Any

from django import template

from accounts import sessions
from accounts.seeing_as import behind

register = template.Library()

# The moments that the stylesheet knows, in minutes before the end; a script counts to the second.
STEPS = (120, 90, 60, 45, 30, 20, 15, 10)


@register.inclusion_tag("components/session_warning.html", takes_context=True)
def session_warning(context: template.Context) -> dict[str, Any]:
    request = context["request"]
    left = sessions.seconds_left(request.session, sessions.limit_for(behind(request)))
    step = next((step for step in STEPS if step * 60 <= left + 60), 0)
    return {"seconds_left": left, "step": step}
