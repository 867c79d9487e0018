"""A rule that can refuse is a `check_can_…` raising Denied, with a sentence that people can read."""

from collections.abc import Callable
from typing import Any


class Denied(Exception):  # noqa: N818 - it is an answer, not a fault
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_against(check: Callable[..., None], **case: Any) -> str:
    """For the page that shows the sentence beside the disabled button; empty where nothing stands against it."""
    try:
        check(**case)
    except Denied as denied:
        return denied.reason
    return ""
