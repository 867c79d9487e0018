"""The sockets: the web service, the payer's page, the word to the portal, and the levers of the tests."""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import URLError
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

from billing.payfip.simulator import pages, soap
from billing.payfip.simulator.scenarios import SCENARIOS
from billing.payfip.simulator.treasury import OUTCOMES, Fault, Operation, Treasury

SLOW, DROP = 30.0, 0.2  # seconds
LOOPBACK = {"127.0.0.1", "::1"}


class Simulator(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), Handler)
        self.treasury, self.stopping = Treasury(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_port}"

    def shutdown(self) -> None:
        self.stopping.set()
        super().shutdown()

    def handle_error(self, *_anything: object) -> None:
        """Who asked has gone: nobody is left to tell."""


class Handler(BaseHTTPRequestHandler):
    server: Simulator
    server_version, sys_version = "PayFiP-simulator", ""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        if place.path == "/tpa/paiementws.web":
            self._show_payment(parse_qs(place.query).get("idop", [""])[0])
        elif place.path == "/_sim/ops" and self._is_near():
            told = {number: each.outcome for number, each in self.server.treasury.operations.items()}
            self._send(200, json.dumps(told), "application/json")
        else:
            self._send(404, pages.refusal("Cette page n’existe pas."))

    def do_POST(self) -> None:
        sent = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 100_000))
        path = urlsplit(self.path).path
        if path == "/tpa/services/securite":
            self._serve(sent)
        elif path == "/tpa/paiementws.web":
            self._take_decision(dict(parse_qsl(sent.decode())))
        elif path.startswith("/_sim/") and self._is_near():
            self._pull_lever(path.removeprefix("/_sim/"), json.loads(sent or b"{}"))
        else:
            self._send(404, pages.refusal("Cette page n’existe pas."))

    # The web service

    def _serve(self, sent: bytes) -> None:
        try:
            operation, values = soap.read(sent)
            told = soap.carry_out(self.server.treasury, operation, values)
        except soap.NotSoap:
            self._send(400, "", "text/plain")
        except Fault as cause:
            self._send(500, soap.fault(cause), "text/xml; charset=utf-8")
        else:
            self._answer(operation, told)

    def _answer(self, operation: str, told: dict[str, str]) -> None:
        usual = soap.answer(operation, told)
        mishap = self._mishap(operation, told.get("idOp", ""))
        if not mishap:
            self._send(200, usual, "text/xml; charset=utf-8")
        elif mishap == "P1" or mishap.startswith("Tech"):
            cause = (
                Fault("P1", "IdOp incorrect.") if mishap == "P1" else Fault("999", "Incident.", kind=mishap)
            )
            self._send(500, soap.fault(cause), "text/xml; charset=utf-8")
        else:
            getattr(self, f"_send_{mishap}")(usual)

    def _mishap(self, operation: str, number: str) -> str:
        """The scenario's word for this time."""
        treasury = self.server.treasury
        if operation == "creerPaiementSecurise":
            created = treasury.operations.get(number)
            words = created.scenario.creating if created else ("lost",)
            return words[0] if words else ""
        if operation == "recupererDetailPaiementSecurise":
            with treasury.lock:
                asked = treasury.operations.get(number, None)
                if asked is None or asked.answered >= len(asked.scenario.asking):
                    return ""
                asked.answered += 1
                return asked.scenario.asking[asked.answered - 1]
        return ""

    def _send_lost(self, _usual: bytes) -> None:
        """It was done, and nobody will know."""
        self.close_connection = True
        self.connection.close()

    def _send_slow(self, usual: bytes) -> None:
        self.server.stopping.wait(SLOW)
        self._send(200, usual, "text/xml; charset=utf-8")

    def _send_drops(self, usual: bytes) -> None:
        """A letter at a time, the head of the answer included: never silent, never done."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\n\r\n"
        with suppress(OSError):  # whoever asked has gone
            for letter in head + usual:
                self.wfile.write(bytes([letter]))
                if self.server.stopping.wait(DROP):
                    break
        self.close_connection = True

    def _send_html(self, _usual: bytes) -> None:
        self._send(502, "<html><body><h1>Bad Gateway</h1></body></html>")

    def _send_malformed(self, usual: bytes) -> None:
        self._send(200, usual.replace(b"</return>", b""), "text/xml; charset=utf-8")

    def _send_truncated(self, usual: bytes) -> None:
        """Half of what was promised."""
        self._start(200, "text/xml; charset=utf-8", len(usual))
        self.wfile.write(usual[: len(usual) // 2])
        self.close_connection = True

    def _send_doctype(self, usual: bytes) -> None:
        head, body = usual.split(b"?>", 1)
        bomb = b'?><!DOCTYPE S [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        self._send(200, head + bomb + body, "text/xml; charset=utf-8")

    def _send_endless(self, usual: bytes) -> None:
        self._send(200, usual + b" " * 1_000_000, "text/xml; charset=utf-8")

    # The payer

    def _show_payment(self, number: str) -> None:
        try:
            operation = self.server.treasury.open(number)
        except Fault as refused:
            self._send(403, pages.refusal(refused.words))
        else:
            self._send(200, pages.payment(operation))

    def _take_decision(self, sent: dict[str, str]) -> None:
        letter = sent.get("resultat", "")
        if letter not in OUTCOMES:
            self._send(400, pages.refusal("Choisissez un bouton de la page."))
            return
        try:
            operation = self.server.treasury.decide(sent.get("idop", ""), letter)
        except Fault as refused:
            self._send(403, pages.refusal(refused.words))
            return
        told = threading.Thread(target=tell_portal, args=(operation, self.server.stopping), daemon=True)
        told.start()
        if operation.scenario.is_noticed_before_return:
            told.join(timeout=10)
        self.send_response(302)
        self.send_header("Location", f"{operation.order['urlredirect']}?idop={operation.number}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    # The levers

    def _is_near(self) -> bool:
        return self.client_address[0] in LOOPBACK

    def _pull_lever(self, name: str, said: dict) -> None:
        treasury = self.server.treasury
        if name == "clock":
            treasury.advance(float(said["advance"]))
        elif name == "scenario" and all(each in SCENARIOS for each in said["next"]):
            treasury.prepare(said["next"])
        elif name == "reset":
            treasury.reset()
        elif name == "decide":
            treasury.decide(said["idop"], said["outcome"])
        elif name == "notify":
            operation = treasury.operations[said["idop"]]
            for _time in range(int(said.get("times", 1))):
                tell_once(operation)
        else:
            self._send(400, "{}", "application/json")
            return
        self._send(200, "{}", "application/json")

    # Plain HTTP

    def _send(self, status: int, body: str | bytes, kind: str = "text/html; charset=utf-8") -> None:
        sent = body.encode() if isinstance(body, str) else body
        self._start(status, kind, len(sent))
        self.wfile.write(sent)

    def _start(self, status: int, kind: str, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_anything: object) -> None:
        """Quiet: its output is among the portal's."""


def tell_portal(operation: Operation, stopping: threading.Event) -> None:
    scenario = operation.scenario
    if scenario.notice_after and stopping.wait(scenario.notice_after):
        return
    for _time in range(scenario.notices):
        tell_once(operation)


def tell_once(operation: Operation) -> int:
    """The portal's answer is of no interest, as to the Treasury; 0 for none."""
    scenario, address = operation.scenario, operation.order["urlnotif"]
    said = urlencode({scenario.notice_key: operation.number})
    if scenario.notice_method == "GET":
        request = Request(f"{address}?{said}")  # noqa: S310 - the address that the portal gave
    else:
        request = Request(address, data=said.encode())  # noqa: S310
    try:
        with urlopen(request, timeout=10) as response:  # noqa: S310
            return response.status
    except (URLError, OSError):
        return 0
