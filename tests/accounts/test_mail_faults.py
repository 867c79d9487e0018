"""A mail leaves, with real workers and a real mail server, whatever of it breaks."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts import delivery, mails
from accounts.clock import run_due
from accounts.models import Mail, User
from tests.at_once import at_once
from tests.factories import PASSWORD
from tests.smtp_stand_in import Message, SmtpStandIn

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = ["db_worker", "--queue-name", "*", "--interval", "0.1", "--no-startup-delay"]
WAITING, SENT, FAILED = Mail.Status.WAITING, Mail.Status.SENT, Mail.Status.FAILED

Start = Callable[[], subprocess.Popen]


def database_url() -> str:
    """The test's own database, as imuse.env reads it."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    by_socket = facts["HOST"].startswith("/")
    host, folder = ("", f"{facts['HOST']}/") if by_socket else (facts["HOST"], "")
    person = f"{quote(facts['USER'], safe='')}:{quote(facts['PASSWORD'], safe='')}"
    return f"postgres://{person}@{host}:{facts['PORT']}/{folder}{facts['NAME']}"


@pytest.fixture
def server() -> Iterator[SmtpStandIn]:
    """Not open yet."""
    server = SmtpStandIn()
    yield server
    server.close()


@pytest.fixture
def start_worker(server, tmp_path) -> Iterator[Start]:
    started = []
    ours = {
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "IMUSE_DATA": str(tmp_path),
    }

    def start() -> subprocess.Popen:
        command = [sys.executable, "manage.py", *WORKER]
        started.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | ours))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def until(question: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, list(Mail.objects.values("status", "last_error"))
        time.sleep(0.05)


def is_idle() -> bool:
    """Nothing that is ready is left, and nothing is being done."""
    return not (DBTaskResult.objects.ready() | DBTaskResult.objects.running()).exists()


def come_due() -> None:
    """What waits has waited long enough: its pause or its lease is over."""
    past = timezone.now() - timedelta(hours=1)
    Mail.objects.filter(status=WAITING).update(next_try=past, queued_at=past)


def let_tasks_run() -> None:
    """The pause of the tasks that wait is over too."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    ready.update(run_after=timezone.now() - timedelta(hours=1))


def write(count: int, name: str = "reader", *, tasks: int = 1) -> list[str]:
    """So many mails, with so many tasks each that follow one another, and the addresses that they go to."""
    addresses = [f"{name}{number:02}@example.org" for number in range(count)]
    for address in addresses:
        mail = mails.write("password_changed", to=User.objects.get(), address=address)
        for _more in range(tasks - 1):
            mails.queue(mail)
    return addresses


def received(server: SmtpStandIn) -> list[str]:
    return sorted(address for message in server.messages for address in message.to)


def statuses() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def asked(client, moreau) -> User:
    """Who has lost a password, and asked for a new one."""
    moreau.email = "moreau1@example.org"
    moreau.save()
    moreau.site.lost_password = "password"
    moreau.site.save()
    form = {"site": moreau.site_id, "identifier": moreau.identifier, "email": moreau.email}
    assert client.post("/mot-de-passe-perdu", form).status_code == 200
    return moreau


def password_in(message: Message) -> str:
    return re.search(r"^[A-Za-z0-9]{12}\r?$", message.text, re.MULTILINE)[0].strip()


def is_password(account: User, password: str) -> bool:
    """Without signing in, which would void what was asked for."""
    return User.objects.get(pk=account.pk).check_password(password)


def new_password() -> Mail | None:
    return Mail.objects.filter(template="new_password").first()


def test_mail_waits_for_a_server_that_is_down_then_leaves_once(asked, client, server, start_worker) -> None:
    start_worker()
    until(lambda: (mail := new_password()) and mail.last_error)
    mail = new_password()
    assert (mail.status, mail.last_error) == (WAITING, "ConnectionRefusedError")
    assert is_password(asked, PASSWORD)
    server.open()
    come_due()
    assert delivery.sweep() == 1
    let_tasks_run()  # that of the worker's own pause comes beside the sweep's
    until(lambda: new_password().status == SENT and is_idle())
    assert received(server) == ["moreau1@example.org"]
    form = {"site": asked.site_id, "identifier": "moreau1", "password": password_in(server.messages[0])}
    assert client.post("/extranet/famille", form).status_code == 302


def test_address_that_is_refused_stops_no_other_mail(moreau, server, start_worker) -> None:
    write(3)
    server.refused = {"reader01@example.org"}
    server.open()
    start_worker()
    until(lambda: WAITING not in statuses())
    assert statuses() == [SENT, FAILED, SENT]
    assert received(server) == ["reader00@example.org", "reader02@example.org"]
    assert Mail.objects.get(status=FAILED).last_error == "SMTPRecipientsRefused 550"


def test_worker_killed_while_the_server_hangs_leaves_the_mail_to_another(asked, server, start_worker) -> None:
    server.open()
    with server.hanging():
        killed = start_worker()
        until(lambda: server.messages)
        killed.kill()
        killed.wait()
    mail = new_password()
    assert (mail.status, mail.sent_at, is_password(asked, PASSWORD)) == (WAITING, None, True)
    come_due()
    assert delivery.sweep() == 1
    start_worker()
    until(lambda: new_password().status == SENT)
    assert received(server) == ["moreau1@example.org"] * 2
    passwords = [PASSWORD, *map(password_in, server.messages)]
    assert [is_password(asked, password) for password in passwords] == [False, False, True]


def test_two_workers_send_each_mail_once_though_it_was_queued_twice(moreau, server, start_worker) -> None:
    addresses = write(30, tasks=2)
    server.open()
    with server.hanging():
        start_worker()
        start_worker()
        until(lambda: len(server.messages) >= 2)  # both are at work
    until(is_idle)
    assert received(server) == addresses
    assert statuses() == [SENT] * 30
    assert DBTaskResult.objects.successful().count() == 60


@pytest.mark.parametrize("look", [run_due, delivery.sweep])
def test_two_clocks_queue_each_forgotten_mail_once(moreau, server, start_worker, look) -> None:
    addresses = write(20)
    DBTaskResult.objects.all().delete()
    come_due()
    at_once(look, look)
    queued = [task.args_kwargs["args"] for task in DBTaskResult.objects.all()]
    assert sorted(queued) == [[mail.pk] for mail in Mail.objects.order_by("pk")]
    server.open()
    start_worker()
    until(is_idle)
    assert received(server) == addresses


def break_database() -> None:
    """For a moment: PostgreSQL ends everybody's connections but ours; SQLite is kept locked."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(2)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchall()


def test_database_that_goes_away_for_a_moment_stops_no_later_mail(moreau, server, start_worker) -> None:
    server.open()
    before = write(2, "before")
    worker = start_worker()
    until(lambda: statuses() == [SENT] * 2 and is_idle())
    break_database()
    after = write(2, "after")

    def is_done_by_whoever_runs() -> bool:
        nonlocal worker
        worker = worker if worker.poll() is None else start_worker()  # as the supervisor does
        return statuses() == [SENT] * 4

    until(is_done_by_whoever_runs)
    assert received(server) == after + before
