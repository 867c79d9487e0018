"""The morning on which re-enrolment opens: people of thousands of families at once, against the real web server.

Run by hand, on an empty PostgreSQL and with an empty `IMUSE_DATA`; the population is made once, and a second run goes
on with families that have not come yet:

    DATABASE_URL=… .venv/bin/python -m tests.benchmarks.opening --families 6000 --people 300 --seconds 60 [--kill 10]

Each person, signed in already, opens «Accueil» and the student's «Réinscription», keeps a draft with a message, sends,
and reads what was sent, with a pause before each page; then the next family comes. Among them all, `/healthz` is asked
for too: what it takes is the machine's own waiting, without a page. `--kill` ends one of the web's
processes with SIGKILL every so many seconds: whoever loses a connection asks again, as a browser's user does.
"""

import argparse
import os
import random
import resource
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode

import django
from django.conf import settings
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

WEB_PROCESSES, PATIENCE, TRIES = 2, 30, 5
FLOOR = "floor: /healthz"


@dataclass
class Person:
    """One family's, and one of its students, with the words that are to be found again."""

    session: str
    user_id: int
    student_id: int
    words: str
    kept: bool = False
    sent: bool = False


@dataclass
class Seen:
    """What all of them saw, together."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    lost_connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, name: str, seconds: float) -> None:
        with self.lock:
            self.seconds[name].append(seconds)

    def error(self, what: str) -> None:
        with self.lock:
            self.errors[what] += 1

    def lost_connection(self) -> None:
        with self.lock:
            self.lost_connections += 1


class Fields(HTMLParser):
    """The form of the page: what stands in it, with all its boxes ticked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        name, value = told.get("name") or "", told.get("value") or "on"
        hidden = tag == "input" and told.get("type") == "hidden"
        if tag == "input" and (hidden or name in {"wanted", "is_administrative"}):
            self.found.append((name, "" if hidden and "value" not in told else value))


class Browser:
    def __init__(self, port: int, person: Person, seen: Seen) -> None:
        self.port, self.seen = port, seen
        self.cookies = {settings.SESSION_COOKIE_NAME: person.session}

    def get(self, name: str, address: str) -> str:
        return self._ask(name, "GET", address, None)[1]

    def post(self, name: str, address: str, fields: list[tuple[str, str]]) -> str:
        """Where the answer leads."""
        return self._ask(name, "POST", address, urlencode(fields))[2]

    def _ask(self, name: str, verb: str, address: str, body: str | None) -> tuple[int, str, str]:
        for _try in range(TRIES):
            begun = time.perf_counter()
            try:
                status, page, location = self._once(verb, address, body)
            except (OSError, HTTPException):
                self.seen.lost_connection()
                time.sleep(0.5)
            else:
                self.seen.page(name, time.perf_counter() - begun)
                if status != (200 if verb == "GET" else 302):
                    raise AssertionError(f"{name}: {status}")
                return status, page, location
        raise AssertionError(f"{name}: no answer after {TRIES} tries")

    def _once(self, verb: str, address: str, body: str | None) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(verb, address, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, page, answer.headers.get("Location", "")
        finally:
            connection.close()


def visit(browser: Browser, person: Person, pause: float) -> None:
    form = f"/eleves/{person.student_id}/reinscription"
    browser.get(FLOOR, "/healthz")
    browser.get("Accueil", "/accueil")
    wait(pause)
    fields = Fields(browser.get("Réinscription", form)).found
    wait(pause)
    draft = [*fields, ("comment", person.words), ("save", "")]
    shown = browser.get("Réinscription, brouillon", browser.post("Enregistrer le brouillon", form, draft))
    if person.words not in shown:
        raise AssertionError("the page after the draft does not show it")
    person.kept = True
    wait(pause)
    fields = [*Fields(shown).found, ("comment", person.words)]
    shown = browser.get("Réinscription, envoyée", browser.post("Valider", form, fields))
    if "en attente de validation" not in shown:
        raise AssertionError("the page after «Valider» does not say that it waits")
    person.sent = True
    wait(pause)


def wait(pause: float) -> None:
    time.sleep(random.uniform(0.5, 1.5) * pause)


def come(port: int, people: "Queue[Person]", seen: Seen, until: float, pause: float) -> None:
    """A chair in front of a computer: one family after the other."""
    time.sleep(random.uniform(0, pause))
    while time.monotonic() < until:
        try:
            person = people.get_nowait()
        except Empty:
            return
        try:
            visit(Browser(port, person, seen), person, pause)
        except AssertionError as error:
            seen.error(str(error))


def populate(families: int) -> None:
    from accounts.models import Site

    call_command("migrate", verbosity=0)
    if not Site.objects.exists():
        call_command("demo", families=families, if_empty=False)


def people_who_have_not_come(number: int) -> list[Person]:
    """Of children with one household: of two, the slower one is shown what the other sent."""
    from accounts.models import FamilyAccount
    from reenrolment.concerned import campaign_at, students_concerned
    from reenrolment.models import Draft, Reenrolment

    accounts, found = FamilyAccount.objects.select_related("site"), []
    come = set(Draft.objects.values_list("family__guardians__user", flat=True).order_by("pk"))
    come |= set(Reenrolment.objects.values_list("sent_by", flat=True).order_by("pk"))
    sites = {account.site_id: account.site for account in accounts.order_by("pk")}
    for site in sites.values():
        campaign = campaign_at(site)
        concerned = students_concerned(campaign).annotate(households=Count("memberships", distinct=True))
        students = concerned.filter(households=1, memberships__family__guardians__user__isnull=False)
        first = dict(students.order_by("-pk").values_list("memberships__family__guardians__user", "pk"))
        several = [each for each in accounts.filter(site=site).order_by("pk") if each.pk in first]
        found += [(each, first[each.pk]) for each in several if each.pk not in come]
    random.shuffle(found)
    return signed_in(found[:number])


def signed_in(chosen: list) -> list[Person]:
    """As if each had signed in a moment ago, without the cost of their passwords."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from accounts import sessions

    people, rows, now = [], [], int(time.time())
    for account, student_id in chosen:
        said = {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            sessions.STARTED: now,
            sessions.SEEN: now,
            sessions.PREVIOUS: "",
        }
        name = secrets.token_hex(16)
        ends = timezone.now() + timedelta(hours=12)
        rows.append(Session(session_key=name, session_data=SessionStore().encode(said), expire_date=ends))
        people.append(Person(name, account.pk, student_id, f"Message {secrets.token_hex(8)}"))
    Session.objects.bulk_create(rows, batch_size=1000)
    return people


@contextmanager
def web() -> Iterator[tuple[int, subprocess.Popen]]:
    """As `bin/serve` runs it, with so many processes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["gunicorn", "--config", "python:imuse.gunicorn_config", "--workers", str(WEB_PROCESSES)]
    with (settings.DATA / "opening.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "imuse.wsgi:application"],
            env=os.environ | {"PORT": str(port)},
            stderr=log,
        )
        try:
            until_it_answers(port)
            yield port, process
        finally:
            process.terminate()
            process.wait()


def until_it_answers(port: int) -> None:
    for _attempt in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the web server does not answer")


def kill_now_and_then(process: subprocess.Popen, every: float, until: float) -> None:
    while time.monotonic() + every < until:
        time.sleep(every)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(random.choice(children)), signal.SIGKILL)


def rush(port: int, process: subprocess.Popen, people: list[Person], asked: argparse.Namespace) -> Seen:
    seen, waiting, until = Seen(), Queue(), time.monotonic() + asked.seconds
    for person in people:
        waiting.put(person)
    threads = [
        threading.Thread(target=come, args=(port, waiting, seen, until, asked.pause))
        for _chair in range(asked.people)
    ]
    if asked.kill:
        threads.append(threading.Thread(target=kill_now_and_then, args=(process, asked.kill, until)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def what_is_lost(people: list[Person]) -> tuple[int, int, int]:
    """Drafts and re-enrolments that a page had shown and that are not there; and those that are half there."""
    from reenrolment.models import Campaign, Draft, Reenrolment, Remark

    drafts = set(Draft.objects.values_list("student", "comment").order_by("pk"))
    sent = set(Remark.objects.values_list("reenrolment__student", "text").order_by("pk"))
    told = [(person.student_id, person.words) for person in people if person.kept]
    lost = sum(1 for each in told if each not in drafts | sent)
    unsent = sum(1 for person in people if person.sent and (person.student_id, person.words) not in sent)
    by_course = Reenrolment.objects.filter(campaign__mode=Campaign.Mode.COURSES, is_administrative=False)
    half = by_course.filter(choices=None).count() + Reenrolment.objects.filter(remarks=None).count()
    return lost, unsent, half + sum(1 for each in drafts if each in sent)


def report(seen: Seen, people: list[Person], seconds: float) -> int:
    say = sys.stdout.write
    say(f"{'page':28} {'times':>7} {'median':>8} {'95 %':>8} {'99 %':>8} {'worst':>8}   (ms)\n")
    asked = [each for name, spent in seen.seconds.items() if name != FLOOR for each in spent]
    for name, spent in [*seen.seconds.items(), ("all but the floor", asked)]:
        parts = statistics.quantiles(spent, n=100) if len(spent) > 1 else spent * 99
        figures = (statistics.median(spent), parts[94], parts[98], max(spent))
        say(f"{name:28} {len(spent):7} " + " ".join(f"{1000 * figure:8.0f}" for figure in figures) + "\n")
    pages = len(asked)
    came = sum(1 for person in people if person.kept)
    lost, unsent, half = what_is_lost(people)
    say(f"{pages} pages in {seconds:.0f} s ({pages / seconds:.0f} a second); {came} families kept a draft,")
    say(f" {sum(1 for person in people if person.sent)} sent\n")
    say(f"errors: {dict(seen.errors) or 0}; connections lost: {seen.lost_connections}\n")
    say(f"lost drafts: {lost}; lost re-enrolments: {unsent}; half ones: {half}\n")
    spent = resource.getrusage(resource.RUSAGE_SELF)
    say(f"this client worked {spent.ru_utime + spent.ru_stime:.0f} s of its processor;")
    say(f" load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    return bool(seen.errors or lost or unsent or half)


def main(asked: argparse.Namespace) -> int:
    populate(asked.families)
    people = people_who_have_not_come(asked.families)
    say = sys.stdout.write
    say(
        f"{len(people)} families have not come yet; {asked.people} people at once, {asked.pause} s before a page\n"
    )
    with web() as (port, process):
        begun = time.monotonic()
        seen = rush(port, process, people, asked)
        seconds = time.monotonic() - begun
    return report(seen, people, seconds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--families", type=int, default=6000)
    parser.add_argument("--people", type=int, default=300, help="at once")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=8, help="mean, before each page")
    parser.add_argument(
        "--kill", type=float, default=0, help="SIGKILL to a web process every so many seconds"
    )
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")
    django.setup()
    sys.exit(main(arguments()))
