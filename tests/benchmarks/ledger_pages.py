"""What a family's «Facturation» costs among three million invoices, beside the same page among a thousand.

Run by hand, on two databases that `manage.py demo --families N` filled (32 families have a thousand invoices, 100,000
have three million): `.venv/bin/python -m tests.benchmarks.ledger_pages postgres://…/large postgres://…/small`. Two
processes take turns in the same minutes, so that whatever else the machine does, it does to both.
"""

import os
import statistics
import subprocess
import sys
import time

import django

ROUNDS = 20
FAMILIES = 15
LIKE = range(28, 34)  # invoices: the families of both databases that have as many
HOST = "127.0.0.1"


def measure() -> None:
    """A child: for each line that comes, a round of pages, and its median in milliseconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    from django.db.models import Count

    from accounts.models import FamilyAccount
    from billing.models import Invoice
    from tests.strict import StrictClient

    families = FamilyAccount.objects.annotate(bills=Count("guardian__family__invoices"))
    alike = families.filter(bills__in=LIKE).select_related("site").order_by("pk")[:FAMILIES]
    clients = [StrictClient(SERVER_NAME=HOST).enter(account) for account in alike]
    say(f"{Invoice.objects.count()} {len(clients)}")
    for _line in sys.stdin:
        say(str(statistics.median(milliseconds_of(client) for client in clients)))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def milliseconds_of(client: "StrictClient") -> float:  # noqa: F821 imported once Django is set up
    begun = time.perf_counter()
    answer = client.get("/facturation")
    spent = time.perf_counter() - begun
    assert answer.status_code == 200, answer
    return 1000 * spent


def child(url: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.ledger_pages"],
        env=os.environ | {"DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def asked(process: subprocess.Popen) -> float:
    process.stdin.write("\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def main(urls: list[str]) -> None:
    children = [child(url) for url in urls]
    for process in children:
        invoices, families = process.stdout.readline().split()
        say(f"{int(invoices):,} invoices, pages of {families} families")
        asked(process)  # warm
    rounds = [[asked(process) for process in children] for _round in range(ROUNDS)]
    large, small = (statistics.median(times) for times in zip(*rounds, strict=True))
    say(f"{large:.1f} ms and {small:.1f} ms: {large / small:.2f} times")
    for process in children:
        process.communicate()


if __name__ == "__main__":
    main(sys.argv[1:]) if sys.argv[1:] else measure()
