"""What the PDFs of the ledger cost: the first of each, a kept one, and thousands at once.

Run by hand, on an empty database and with an empty `IMUSE_DATA`: `.venv/bin/python -m tests.benchmarks.papers 2000`
"""

import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from io import StringIO
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

SAMPLES, REQUESTS = 20, 300
FAMILY = "4:abolant1"


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def drafts(count: int) -> None:
    """Each of two lines, for the families of the demonstration in turn."""
    from billing.models import Invoice, InvoiceLine
    from families.models import Family
    from tests.factories.billing import regie_of

    families = list(Family.objects.select_related("site").order_by("pk"))
    regies = {family.site_id: regie_of(family.site) for family in families}
    made = Invoice.objects.bulk_create(
        Invoice(site=family.site, family=family, year=2026, label="Cotisations", regie=regies[family.site_id])
        for family in (families[number % len(families)] for number in range(count))
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=draft, label=label, unit_price=price, position=place)
        for draft in made
        for place, (label, price) in enumerate([("Guitare, 1er cycle", 216), ("Formation musicale", 54)])
    )


def first_renderings() -> None:
    """The whole of it, from the row to the kept file, beside WeasyPrint with the same HTML and the same sheet."""
    from accounts import papers
    from billing import documents
    from billing.models import Invoice
    from imuse import pdf

    whole, alone = [], []
    for invoice in Invoice.objects.issued().select_related("site", "regie").order_by("pk")[: SAMPLES + 1]:
        whole.append(seconds(partial(documents.keep, invoice)))
        page = papers.html_of("papers/invoice.html", site=invoice.site, invoice=invoice)
        with invoice.site.logo.open() as file:  # each school of the demonstration has one
            given = {"logo": file.read()}
        alone.append(seconds(partial(pdf.render, page, stylesheet="papers.css", given=given)))
    said("first rendering", whole[1:], alone[1:], "WeasyPrint alone")
    sys.stdout.write(f"  the first of a process, with the typefaces: {whole[0]:.2f} s\n")


def said(what: str, ours: list[float], floor: list[float], of: str) -> None:
    mine, least = statistics.median(ours), statistics.median(floor)
    sys.stdout.write(
        f"{what}: {mine * 1000:.1f} ms, {of}: {least * 1000:.1f} ms. Ratio: {mine / least:.2f}\n"
    )


@contextmanager
def server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "--threads", "4", "--bind", f"127.0.0.1:{port}", "imuse.wsgi"]
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.DEVNULL)
    try:
        while not answers(port):
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    try:
        HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
    except OSError:
        return False
    return True


def cookie() -> str:
    from accounts.models import User
    from tests.strict import StrictClient

    client = StrictClient()
    client.enter(User.objects.get(login=FAMILY))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def kept_one() -> None:
    """Beside a static file of about its size, both over one connection that stays open."""
    from django.templatetags.static import static

    number = "FACT2026000001"
    headers = {"Cookie": cookie(), "Host": "127.0.0.1", "Accept-Encoding": "gzip"}  # as a browser asks
    kept = f"/facturation/pieces/{number}.pdf"
    with server() as port:
        connection = HTTPConnection("127.0.0.1", port)
        spent: dict[str, list[float]] = {kept: [], static("fonts/atkinson.woff2"): []}
        for _time in range(REQUESTS):
            for address, times in spent.items():
                begun = time.perf_counter()
                connection.request("GET", address, headers=headers)
                answer = connection.getresponse()
                content = answer.read()
                times.append(time.perf_counter() - begun)
                assert answer.status == 200, (address, answer.status)
                sys.stdout.write(f"  {address}: {len(content):,} bytes\n" if len(times) == 1 else "")
    said("a kept one", *spent.values(), "a static file")


def many(count: int) -> None:
    drafts(count)
    told = StringIO()
    spent = seconds(lambda: call_command("issue_invoices", by="gestion", stdout=told))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{told.getvalue().strip()} in {spent:.1f} s ({count / spent:.1f} a second);"
        f" at most {own} MiB here, {children} MiB in each process\n"
    )


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", "--if-empty", stdout=StringIO())
    drafts(SAMPLES + 1)
    from billing.bulk_issuing import issue_batch
    from billing.models import Invoice

    issue_batch(list(Invoice.objects.drafts().values_list("pk", flat=True)), by=gestion())
    first_renderings()
    kept_one()
    many(count)
    sys.stdout.write(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")


def gestion() -> Any:
    from accounts.models import User

    return User.objects.get(identifier="gestion")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    main(int(sys.argv[1]))
