"""The demonstration in a real browser, at the two widths that people have."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connection
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts import demonstration as accounts
from billing.payfip.simulator.server import Simulator
from billing.payfip.simulator.treasury import Treasury
from imuse.demonstration import fill

# Playwright's loop runs in this thread, and Django would take it for a fault.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds; what comes is not waited for, and on a busy machine it comes late
expect.set_options(timeout=PATIENCE)
PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
# The browser of the tests speaks English alone: a French one writes days so.
IN_FRENCH = """() => document.querySelectorAll("input[type=date]").forEach((field) => {
  const day = field.value.split("-").reverse().join("/") || "jj/mm/aaaa";
  field.type = "text";
  field.value = day;
})"""
WIDTHS = {"telephone": {"width": 360, "height": 740}, "computer": {"width": 1280, "height": 800}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": CHROMIUM_SWITCHES}


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Nothing: the tests say what went wrong."""


class Copy:
    """The demonstration as it was made for the first test of the day: database and files."""

    def __init__(self) -> None:
        self.database, self.files, self.day = sqlite3.connect(":memory:"), None, None

    def take(self, day: date) -> None:
        connection.connection.backup(self.database)
        self.files, self.day = deepcopy(default_storage._wrapped._root), day

    def give(self) -> None:
        connection.ensure_connection()
        self.database.backup(connection.connection)
        default_storage._wrapped._root = deepcopy(self.files)
        ContentType.objects.clear_cache()  # their numbers are those of then


@pytest.fixture(scope="session")
def copy() -> Iterator[Copy]:
    copy = Copy()
    yield copy
    copy.database.close()


@pytest.fixture
def demonstration(transactional_db, copy: Copy) -> None:
    """Made for the first test and copied for the others, where the database can be."""
    today = timezone.localdate()
    if copy.day == today:
        copy.give()
        return
    fill()
    if connection.vendor == "sqlite":
        copy.take(today)


@pytest.fixture
def portal(demonstration) -> Iterator[str]:
    """The address of the portal, filled with the demonstration."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.daemon_threads = True
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def treasury(portal: str, settings) -> Iterator[Treasury]:
    """The stand-in for PayFiP on a socket of its own; it knows the portal by the address that payers know."""
    server = Simulator()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.PAYFIP_URL, settings.PUBLIC_URL = server.url, portal
    yield server.treasury
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True, scope="session")
def _hash_once() -> Iterator[None]:
    """The demonstration has two passwords: their hashes need not be made for each test."""
    known = {word: make_password(word) for word in (accounts.FAMILY_PASSWORD, accounts.STAFF_PASSWORD)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "make_password", known.__getitem__)
        yield


@pytest.fixture(params=WIDTHS)
def width(request) -> dict[str, int]:
    return WIDTHS[request.param]


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """What a guide shows, by its name in docs/screenshots: taken anew where IMUSE_PICTURES is set, else only there."""

    def take(page: Page, name: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        kept = PICTURES / f"{name}.webp"
        if os.environ.get("IMUSE_PICTURES"):
            page.evaluate("document.fonts.ready.then(() => true)")
            page.evaluate(IN_FRENCH)
            Image.open(BytesIO(page.screenshot(animations="disabled"))).save(kept, quality=60, method=6)
        assert kept.is_file()

    return take


@pytest.fixture
def visit(browser: Browser, portal: str) -> Iterator:
    """Opens a browser of its own at an address of the portal; its complaints fail the test."""
    complaints: list[str] = []
    opened: list[BrowserContext] = []

    def open_page(path: str = "/", **options: object) -> Page:
        context = browser.new_context(base_url=portal, locale="fr-FR", **options)
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in opened:  # a page left open goes on working, beside those of the tests that follow
        context.close()
    assert complaints == []
