"""Whether a family's page reads a large table from end to end.

Run by hand on PostgreSQL, after `manage.py demo --families 20000`: `DATABASE_URL=… .venv/bin/python -m
tests.benchmarks.scans`. Some families open their pages, link by link; each query that a page sends is explained,
and told where it walks all of a large table or index, or reads more rows than a page could show.
"""

import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import django
from django.db import connection
from django.urls import resolve
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from tests.strict import StrictClient

LARGE = 10_000  # rows of a table
MANY = 1_000  # rows that a step of a plan reads
PAGES_A_ROUTE = 3  # of each family
BIG_FAMILIES = 5
HOST = "127.0.0.1"


class Finding(NamedTuple):
    """`what` a page's query does that it should not."""

    route: str
    what: str
    sql: str


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/"):
            self.found.append(href)


class Explained:
    """What the queries of each route do: an `execute_wrapper` that explains a query before it is sent."""

    def __init__(self) -> None:
        self.large = rows_of_large_tables()
        self.route = ""
        self.asked: Counter[str] = Counter()
        self.slowest: dict[str, float] = defaultdict(float)
        self.findings: dict[tuple[str, str], Finding] = {}

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            self._explain(sql, params)
        return execute(sql, params, many, context)

    def _explain(self, sql: str, params: Any) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            [answer] = cursor.fetchone()
        explained = answer if isinstance(answer, list) else json.loads(answer)
        self.asked[self.route] += 1
        self.slowest[self.route] = max(self.slowest[self.route], explained[0]["Execution Time"])
        for step in steps(explained[0]["Plan"]):
            for what in self._wrong_with(step):
                self.findings[self.route, what] = Finding(self.route, what, sql)

    def _wrong_with(self, step: dict[str, Any]) -> Iterator[str]:
        kind, table = step["Node Type"], step.get("Relation Name", step.get("Index Name", ""))
        whole = kind == "Seq Scan" or ("Index" in kind and "Index Cond" not in step)
        if whole and table in self.large:
            yield f"{kind} of all of {table} ({self.large[table]:,} rows)"
        read = (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        if read > MANY and "Scan" in kind:
            yield f"{kind} {table}: {read:,.0f} rows read"


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from steps(below)


def rows_of_large_tables() -> dict[str, int]:
    """With their indexes, which a plan names in the same way."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind IN ('r', 'i') AND reltuples > %s",
            [LARGE],
        )
        return dict(cursor.fetchall())


def families() -> Iterator["User"]:
    """The largest, a household that shares its child, an adult student, two guardians, who played the most."""
    from django.db.models import Count

    from accounts.models import FamilyAccount
    from students.models import Student

    accounts = FamilyAccount.objects.select_related("site")
    by_size = accounts.annotate(students=Count("guardian__family__memberships")).order_by("-students", "pk")
    yield from by_size[:BIG_FAMILIES]
    yield accounts.filter(guardian__family__memberships__pays=False).earliest("pk")
    yield accounts.exclude(guardian__person__student=None).earliest("pk")
    yield accounts.filter(guardian__family__guardians__order=2).earliest("pk")
    most = Student.objects.annotate(played=Count("performances")).order_by("-played", "pk")
    yield accounts.filter(guardian__family__memberships__student=most[0]).earliest("pk")


def signed_in(account: "User") -> "StrictClient":
    """Who came in before, a year ago: «Accueil» looks for what is new since."""
    from accounts.sessions import PREVIOUS
    from tests.strict import StrictClient

    client = StrictClient(SERVER_NAME=HOST)
    client.enter(account)
    session = client.session
    session[PREVIOUS] = (timezone.now() - timedelta(days=365)).isoformat()
    session.save()
    return client


def open_pages(account: "User", explained: Explained) -> None:
    client, waiting, opened = signed_in(account), ["/accueil"], Counter[str]()
    seen = set(waiting)
    while waiting:
        address = waiting.pop(0)
        route = resolve(urlsplit(address).path).url_name
        if opened[route] < PAGES_A_ROUTE:
            opened[route] += 1
            explained.route = route
            with connection.execute_wrapper(explained):
                response = client.get(address)
            assert response.status_code in {200, 302}, (address, response.status_code)
            is_page = response["Content-Type"].startswith("text/html")  # and no PDF of the ledger
            found = Links(response.content.decode()).found if is_page else []
            links = [link for link in found if link not in seen]
            seen.update(links)
            waiting += links


def report(explained: Explained, seconds: float) -> None:
    large = set(explained.large) & set(connection.introspection.table_names())
    sys.stdout.write(f"{'route':26} {'queries':>8} {'slowest, ms':>12}\n")
    for route, queries in sorted(explained.asked.items()):
        sys.stdout.write(f"{route:26} {queries:8} {explained.slowest[route]:12.2f}\n")
    sys.stdout.write(
        f"{explained.asked.total():,} queries explained in {seconds:.0f} s,"
        f" {len(large)} tables above {LARGE:,} rows, {len(explained.findings)} findings\n"
    )
    for finding in explained.findings.values():
        sys.stdout.write(
            f"\n{finding.route}: {finding.what}\n  …{finding.sql[finding.sql.index(' FROM ') :]}\n"
        )


def main() -> int:
    if connection.vendor != "postgresql":
        sys.exit("This asks PostgreSQL how it would answer; DATABASE_URL names another database.")
    begun, explained = time.monotonic(), Explained()
    for account in families():
        open_pages(account, explained)
    report(explained, time.monotonic() - begun)
    return bool(explained.findings)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    sys.exit(main())
