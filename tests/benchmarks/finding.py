"""What the search of «Gestion» asks of a large database: each question's milliseconds, and with `--plans` its plans.

Run by hand on a database that `manage.py demo --families N` filled: `.venv/bin/python -m tests.benchmarks.finding`.
Asked once as the secretary of one school, once as the installation's administrator, who sees every school.
"""

import os
import sys
import time

import django

HOST = "127.0.0.1"
PAGE = "/gestion/recherche"


def main(*, plans: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    from accounts.models import User

    secretary = User.objects.filter(posts__role="secretariat").order_by("pk").first() or secretary_of_one()
    administrator = User.objects.filter(is_superuser=True).order_by("pk").first() or chief()
    for user in (secretary, administrator):
        for typed in questions():
            ask(user, typed, plans=plans)


def secretary_of_one() -> "User":  # noqa: F821 imported once Django is set up
    from accounts.models import Site
    from tests.factories import make_staff

    return make_staff("secretariat.mesure", Site.objects.order_by("pk").first())


def chief() -> "User":  # noqa: F821 imported once Django is set up
    from tests.factories import make_staff

    return make_staff("chef.mesure", is_superuser=True)


def questions() -> list[str]:
    """Of somebody of the first school, in the middle of it."""
    from billing.models import Invoice
    from families.models import Guardian

    guardians = Guardian.objects.exclude(mobile="").select_related("person", "family", "user").order_by("pk")
    one = guardians[guardians.count() // 2]
    number = Invoice.objects.issued().filter(family=one.family).values_list("number", flat=True).first()
    name = f"{one.person.first_name} {one.person.last_name}"
    identifier = one.user.identifier if one.user else ""
    return [one.person.last_name, name, one.mobile, one.family.reference, identifier, number or "", "zzzz"]


def ask(user: "User", typed: str, *, plans: bool) -> None:  # noqa: F821 imported once Django is set up
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from imuse.finding import Question, Search

    Search(Question(typed), user)  # warm
    begun = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search = Search(Question(typed), user)
    spent = 1000 * (time.perf_counter() - begun)
    found = sum(len(group.rows) for group in search.groups)
    say(f"{user} «{typed}»: {found} found, {len(asked)} queries, {spent:.1f} ms")
    for query in asked.captured_queries if plans else ():
        explain(connection, query["sql"])


def explain(connection: "BaseDatabaseWrapper", sql: str) -> None:  # noqa: F821 Django's
    verb = "EXPLAIN ANALYZE" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} {sql}")
        for row in cursor.fetchall():
            say(f"    {row[-1]}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(plans="--plans" in sys.argv)
