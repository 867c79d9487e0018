"""A text message leaves, with a real worker and a gateway on this machine, whatever of it breaks."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import text_delivery, texts
from accounts.models import Text
from tests.accounts.test_mail_faults import ROOT, WORKER, database_url, let_tasks_run
from tests.sms_stand_in import SmsStandIn

pytestmark = pytest.mark.django_db(transaction=True)

WAITING, SENT, FAILED = Text.Status.WAITING, Text.Status.SENT, Text.Status.FAILED


@pytest.fixture
def gateway() -> Iterator[SmsStandIn]:
    """Not open yet."""
    server = SmsStandIn()
    yield server
    server.close()


@pytest.fixture
def start_worker(gateway, tmp_path) -> Iterator[Callable[[], subprocess.Popen]]:
    started = []
    ours = {
        "DATABASE_URL": database_url(),
        "SMS_URL": gateway.url + "?to={digits}&text={text}&ref={id}",
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
        assert time.monotonic() < deadline, list(Text.objects.values("status", "last_error"))
        time.sleep(0.05)


def write(moreau, count: int) -> list[str]:
    numbers = [f"+336399810{number:02}" for number in range(count)]
    over = timezone.now() + timedelta(days=1)
    for number in numbers:
        texts.write("Le cours n'a pas lieu.", to=number, site=moreau.site, user=moreau, lapses_at=over)
    return numbers


def statuses() -> list[str]:
    return list(Text.objects.order_by("pk").values_list("status", flat=True))


def received(gateway: SmsStandIn) -> list[str]:
    return sorted(f"+{parse_qs(urlsplit(each.path).query)['to'][0]}" for each in gateway.asked)


def come_due() -> None:
    past = timezone.now() - timedelta(hours=1)
    Text.objects.filter(status=WAITING).update(next_try=past, queued_at=past)


def test_number_that_is_refused_stops_no_other_text(moreau, gateway, start_worker) -> None:
    numbers = write(moreau, 3)
    gateway.answers = {numbers[1].removeprefix("+"): 400}
    gateway.open()
    start_worker()
    until(lambda: WAITING not in statuses())
    assert statuses() == [SENT, FAILED, SENT]
    assert received(gateway) == numbers


def test_text_waits_for_a_gateway_that_is_down_then_leaves_once(moreau, gateway, start_worker) -> None:
    numbers = write(moreau, 1)
    start_worker()
    until(lambda: Text.objects.get().last_error)
    assert (statuses(), Text.objects.get().last_error) == ([WAITING], "ConnectError")
    gateway.open()
    come_due()
    text_delivery.sweep()
    let_tasks_run()
    until(lambda: statuses() == [SENT] and not DBTaskResult.objects.ready().exists())
    assert received(gateway) == numbers


def test_worker_killed_while_the_gateway_hangs_leaves_the_text_to_another(
    moreau, gateway, start_worker
) -> None:
    numbers = write(moreau, 1)
    gateway.open()
    with gateway.hanging():
        killed = start_worker()
        until(lambda: gateway.asked)
        killed.kill()
        killed.wait()
    assert statuses() == [WAITING]
    come_due()
    assert text_delivery.sweep() == 1
    start_worker()
    until(lambda: statuses() == [SENT])
    assert received(gateway) == numbers * 2
    references = {parse_qs(urlsplit(each.path).query)["ref"][0] for each in gateway.asked}
    assert references == {str(Text.objects.get().pk)}  # by it, a gateway that knows how drops the second
