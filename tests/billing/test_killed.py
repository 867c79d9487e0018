"""`issue_invoices`, killed in the middle: begun again, it ends what it had begun, and numbers stay without a gap."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from billing.models import Duplicate, Invoice
from tests.accounts.test_mail_faults import database_url
from tests.factories import make_family, make_guardian
from tests.factories.billing import cashier_of, make_draft

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
COUNT = 30


@pytest.fixture
def start(gounod, tmp_path) -> Callable[[], subprocess.Popen]:
    """The command, over the test's own database, with the test's own folder of documents."""
    by = cashier_of(gounod).identifier
    ours = {"DATABASE_URL": database_url(), "IMUSE_DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", "issue_invoices", "--by", by, "--processes", "2"]
    options = {"cwd": ROOT, "env": os.environ | ours, "text": True, "start_new_session": True}
    return lambda: subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)


@pytest.fixture(autouse=True)
def _clock() -> None:
    """The other process has the clock of the machine."""


def wait_until(reached: Callable[[], bool], process: subprocess.Popen) -> None:
    while not reached():
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.02)


@pytest.mark.parametrize(
    "reached",
    [lambda: Invoice.objects.issued().exists(), Duplicate.objects.exists],
    ids=["issuing", "drawing"],
)
def test_begun_again_after_a_kill_it_goes_on(gounod, start, reached) -> None:
    family = make_family(gounod, "Moreau")
    make_guardian(family, "Luc")
    for _each in range(COUNT):
        make_draft(family)
    first = start()
    wait_until(reached, first)
    os.killpg(first.pid, signal.SIGKILL)  # and whoever draws for it
    first.communicate()
    assert Duplicate.objects.count() < COUNT
    again = start()
    told, _nothing = again.communicate()
    assert (again.returncode, told.count("0 failed")) == (0, 1)
    numbers = sorted(Invoice.objects.issued().values_list("number", flat=True))
    assert [int(number[-6:]) for number in numbers] == list(range(1, COUNT + 1))
    assert set(Duplicate.objects.values_list("number", flat=True)) == set(numbers)
