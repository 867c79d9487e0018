"""Web processes are killed while families send files: what was confirmed is there, and the sweep leaves no orphan."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from accounts.demonstration import FAMILY_PASSWORD
from tests.factories.documents import a_photograph
from tests.running import ROOT, stop, the_pid_of

UPLOADS, AT_ONCE, EACH, TRIES = 200, 6, 25, 200
BOUNDARY = "----imuse"
ASK = f"""
from accounts.models import Site
from documents.models import DocumentType
site = Site.objects.get(name="École nationale de musique")
for n in range({UPLOADS}):
    print(DocumentType.objects.create(site=site, name=f"Document {{n}}").pk)
"""
LOOK = """
import hashlib, json
from documents import files
from documents.models import Document
kept = Document.objects.exclude(path="")
good = [row.type_id for row in kept if hashlib.sha256(files.read(row.path)).hexdigest() == row.digest]
print(json.dumps({"named": kept.count(), "waiting": Document.objects.waiting().count(), "good": good}))
"""


class Family:
    """A browser without a window: one session, as many hands as asked for."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token = port, "", ""

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, list[str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Cookie": self.cookies, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
        finally:
            connection.close()

    def remember(self, cookies: list[str]) -> None:
        kept = dict(each.split("=", 1) for each in self.cookies.split("; ") if each)
        kept |= dict(each.split(";")[0].split("=", 1) for each in cookies)
        self.cookies = "; ".join(f"{name}={value}" for name, value in kept.items())

    def read(self, path: str) -> str:
        _status, page, cookies = self.ask("GET", path)
        self.remember(cookies)
        self.token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page)[1].decode()
        return page.decode()

    def sign_in(self) -> None:
        page = self.read("/extranet/famille")
        site = re.search(r'value="(\d+)"[^>]*>École nationale', page)[1]
        typed = {"site": site, "identifier": "abolant1", "password": FAMILY_PASSWORD}
        body = urlencode({**typed, "csrfmiddlewaretoken": self.token}).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _page, cookies = self.ask("POST", "/extranet/famille", body, **form)
        assert status == 302
        self.remember(cookies)
        self.read("/famille/documents")

    def give(self, kind: int, killer: "Killer") -> bool:
        """Whether it was confirmed, after whatever broke off before."""
        form = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Accept": "application/json"}
        for _try in range(TRIES):
            try:
                status, answer, _ = self.ask("POST", "/famille/documents", self.body(kind), **form)
            except (OSError, HTTPException):
                time.sleep(0.2)
                continue
            if status == 200 and "location" in json.loads(answer):
                killer.one_more()
                return True
        return False

    def body(self, kind: int) -> bytes:
        fields = {"csrfmiddlewaretoken": self.token, "document": str(kind)}
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        head = b'name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        line = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        written = b"".join(line + part + b"\r\n" for part in [*parts, head + a_photograph().content])
        return written + f"--{BOUNDARY}--\r\n".encode()


class Killer:
    """After so many that were confirmed, each web process is killed in the middle of those on their way."""

    def __init__(self, gunicorn: int) -> None:
        self.gunicorn, self.confirmed, self.killed = gunicorn, count(1), 0

    def one_more(self) -> None:
        if next(self.confirmed) % EACH == 0:
            children = Path(f"/proc/{self.gunicorn}/task/{self.gunicorn}/children").read_text().split()
            for pid in children:
                with suppress(ProcessLookupError):  # the one before was killed a moment ago
                    os.kill(int(pid), signal.SIGKILL)
                    self.killed += 1


def manage(environment: dict, *command: str) -> str:
    ran = [sys.executable, "manage.py", *command]
    return subprocess.run(ran, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def test_what_was_confirmed_is_there_and_no_orphan_is_left(start, environment) -> None:
    kinds = [int(word) for word in manage(environment, "shell", "--verbosity", "0", "-c", ASK).split()]
    program = start()
    program.stdout.readline()
    family, killer = Family(int(environment["PORT"])), Killer(the_pid_of("gunicorn", program))
    family.sign_in()
    with ThreadPoolExecutor(AT_ONCE) as hands:
        confirmed = list(hands.map(lambda kind: family.give(kind, killer), kinds))
    stop(program)
    assert (all(confirmed), killer.killed >= UPLOADS // EACH) == (True, True)
    papers = [
        path for path in (Path(environment["IMUSE_DATA"]) / "documents/papers").rglob("*.*") if path.is_file()
    ]
    for path in papers:
        os.utime(path, (0, 0))
    swept = manage(environment, "sweep_documents")
    told = json.loads(manage(environment, "shell", "--verbosity", "0", "-c", LOOK))
    assert set(kinds) <= set(told["good"])
    assert len(told["good"]) == told["named"]
    assert swept == f"Orphans removed: {len(papers) - blanks(environment) - told['named']}.\n"


def blanks(environment: dict) -> int:
    code = "from documents.models import DocumentType as T; print(T.objects.exclude(path='').count())"
    return int(manage(environment, "shell", "--verbosity", "0", "-c", code))
