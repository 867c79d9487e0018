"""A test client that refuses what no page of the portal may do."""

import re
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test import Client

from accounts import sessions

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.models import User

# What a GET may write, each with its reason.
WRITTEN_ON_GET = {
    "django_session": "the last sign of life, at most once a minute; the secret of a second factor in the making",
    "families_changerequest": "«vu»: that the office looked at a family's request, once",
    "billing_onlinepayment": "PayFiP's return and notification, by GET as well: a payment is asked about",
    "django_tasks_database_dbtaskresult": "the same: the worker asks",
    "documents_documentlook": "the audit trail: that somebody of the staff looked at a family's file",
    "billing_duplicate": "the kept copy of a PDF, made for the first who asks",
}
A_WRITE = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE
)


class StrictClient(Client):
    def request(self, **request: Any) -> "HttpResponse":
        if request["REQUEST_METHOD"] in {"GET", "HEAD"}:
            with connection.execute_wrapper(refuse_writes):
                response = super().request(**request)
        else:
            response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html"):
            check_page(response.content.decode())
        return response

    def enter(self, user: "User") -> "StrictClient":
        """As if signed in a moment ago, without the cost of the password."""
        self.force_login(user)
        session = self.session
        session[sessions.STARTED] = session[sessions.SEEN] = int(time.time())
        session.save()
        return self


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    table = A_WRITE.match(sql)
    assert table is None or table[1] in WRITTEN_ON_GET, f"a GET wrote: {sql}"
    return execute(sql, params, many, context)


def check_page(page: str) -> None:
    assert "{{" not in page, "a template left its marks"
    assert "{%" not in page, "a template left its marks"
    checker = InlineChecker()
    checker.feed(page)
    assert checker.found == []


class InlineChecker(HTMLParser):
    """The content security policy would refuse these in a browser; here they are found by name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"inline <{tag}>")
        self.found += [f"{name} on <{tag}>" for name in names if name == "style" or name.startswith("on")]
