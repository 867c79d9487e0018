"""The portal's side of PayFiP: open a payment, ask what became of it, ask whose number it is.

Never called inside a transaction: the Treasury may take its time. What is sent is checked here against its rules, so
that a fault of ours is told before it leaves.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import httpx
from django.conf import settings

from billing.payfip import faults, messages
from imuse.exchanges import cut_after
from imuse.money import cents, euros

CONNECT, READ, TOTAL = 5, 10, 15  # seconds: to be reached, between two pieces of the answer, in all
AT_ONCE = 2  # threads of a process that wait for it
PATIENCE = 1  # second that one more waits for a place among them
LARGEST = 64 * 1024  # bytes; an answer has one thousand
PARIS = ZoneInfo("Europe/Paris")
_waiting = threading.BoundedSemaphore(AT_ONCE)
LEAST, MOST = Decimal("1.00"), Decimal("99999.99")
LONGEST_EMAIL = 80
REFERENCE = re.compile(r"[A-Za-z0-9]{6,30}")


@dataclass(frozen=True)
class Order:
    """What a payer is sent to PayFiP with."""

    client_number: str
    exercise: int
    reference: str
    subject: str
    amount: Decimal
    email: str
    mode: str  # «saisie»: T, X or W
    notified_at: str
    returns_to: str

    def check(self) -> None:
        """What PayFiP would refuse."""
        if not REFERENCE.fullmatch(self.reference):
            raise faults.Refused("R3", "reference")
        if not LEAST <= self.amount <= MOST:
            raise faults.Refused("M3" if self.amount < LEAST else "M5", "amount")
        if not 6 <= len(self.email) <= LONGEST_EMAIL or self.email.count("@") != 1:
            raise faults.Refused("A2", "e-mail")

    def values(self) -> dict[str, str]:
        return {
            "exer": f"{self.exercise:04}",
            "mel": self.email,
            "montant": str(cents(self.amount)),
            "numcli": self.client_number,
            "objet": subject(self.subject),
            "refdet": self.reference,
            "saisie": self.mode,
            "urlnotif": self.notified_at,
            "urlredirect": self.returns_to,
        }


@dataclass(frozen=True)
class Result:
    """What became of a payment. `outcome` is the Treasury's letter: some may be new to us."""

    operation: str
    client_number: str
    reference: str
    amount: Decimal
    mode: str
    outcome: str
    at: datetime | None
    authorisation: str


@dataclass(frozen=True)
class Client:
    """Whose number it is, as the payer will read it."""

    regie: str
    collectivity: str
    product: str


def open_payment(order: Order) -> str:
    """The number of the operation, «idOp». Nothing can be charged before its holder opens the payer's page."""
    order.check()
    operation = _ask("creerPaiementSecurise", order.values()).get("idop", "")
    if not 0 < len(operation) <= 64:
        raise faults.Unavailable(words="no operation in the answer")
    return operation


def payer_page(operation: str) -> str:
    return f"{settings.PAYFIP_URL}/tpa/paiementws.web?{httpx.QueryParams(idop=operation)}"


def result_of(operation: str) -> Result:
    """Raises NotKnownYet while the payer has not finished."""
    told = _ask("recupererDetailPaiementSecurise", {"idOp": operation})
    try:
        return Result(
            operation=told.get("idop", ""),
            client_number=told.get("numcli", ""),
            reference=told.get("refdet", ""),
            amount=euros(int(told.get("montant", ""))),
            mode=told.get("saisie", ""),
            outcome=told.get("resultrans", ""),
            at=_moment(told.get("dattrans", ""), told.get("heurtrans", "")),
            authorisation=told.get("numauto", "")[:16],
        )
    except ValueError as unread:
        raise faults.Unavailable(words="no amount in the answer") from unread


def client_of(number: str) -> Client:
    told = _ask("recupererDetailClient", {"numCli": number})
    return Client(*(told.get(name, "") for name in ("libellen1", "libellen2", "libellen3")))


def subject(words: str) -> str:
    """Letters without accents, figures and blanks; it may stand on the payer's bank statement."""
    letters = "".join(
        letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^A-Za-z0-9]+", " ", letters).split())[:99].strip()


def _moment(day: str, hour: str) -> datetime | None:
    try:
        return datetime.strptime(f"{day} {hour}", "%d%m%Y %H%M").replace(tzinfo=PARIS)
    except ValueError:
        return None


def _ask(operation: str, values: dict[str, str]) -> dict[str, str]:
    """A few at once: while PayFiP is slow, most threads of the portal have other pages to serve."""
    if not _waiting.acquire(timeout=PATIENCE):
        raise faults.Unavailable(words="too many are waiting for it")
    try:
        return messages.answer(operation, _exchange(messages.request(operation, values)))
    finally:
        _waiting.release()


def _exchange(body: bytes) -> bytes:
    """Both the answer and a fault come as XML, with 200 and 500. Whatever else comes is no answer."""
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    limits, address = httpx.Timeout(READ, connect=CONNECT), f"{settings.PAYFIP_URL}/tpa/services/securite"
    try:
        with (
            httpx.Client(timeout=limits, follow_redirects=False, trust_env=False) as http,
            cut_after(TOTAL) as watch,
            http.stream("POST", address, content=body, headers=headers, extensions=watch) as response,
        ):
            if response.status_code not in {200, 500}:
                raise faults.Unavailable(words=f"HTTP {response.status_code}")
            return _read(response)
    except httpx.HTTPError as trouble:
        raise faults.Unavailable(words=type(trouble).__name__) from trouble


def _read(response: httpx.Response) -> bytes:
    """As much as an answer may have."""
    read = bytearray()
    for piece in response.iter_bytes():
        read += piece
        if len(read) > LARGEST:
            raise faults.Unavailable(words="too long an answer")
    return bytes(read)
