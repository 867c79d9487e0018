"""The operations that the stand-in keeps, and the Treasury's rules for them."""

import re
import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from billing.payfip.simulator.scenarios import SCENARIOS, Scenario

PARIS = ZoneInfo("Europe/Paris")
OPENED_WITHIN = timedelta(minutes=15)
# What the payer's page offers: the letter of each result.
OUTCOMES = {"P": "accepted", "R": "refused", "V": "debited", "Z": "undebited", "A": "abandoned"}


class Fault(Exception):  # noqa: N818 - the Treasury's word
    """`kind` is the element in the detail; a functional one has a code."""

    def __init__(self, code: str, words: str, kind: str = "FonctionnelleErreur") -> None:
        super().__init__(code)
        self.code, self.words, self.kind = code, words, kind


@dataclass
class Operation:
    """A payment that somebody was sent to the page with."""

    number: str
    order: dict[str, str]
    created_at: datetime
    scenario: Scenario
    outcome: str = ""
    decided_at: datetime | None = None
    answered: int = 0
    is_purged: bool = False
    history: list[str] = field(default_factory=list)

    def result(self) -> dict[str, str]:
        """Names in the schema's order; what has no value is absent."""
        paid = self.outcome in "PV"
        told = {
            "dattrans": self.decided_at.strftime("%d%m%Y"),
            "exer": self.order.get("exer", ""),
            "heurtrans": self.decided_at.strftime("%H%M"),
            "idOp": self.number,
            "mel": self.order.get("mel", ""),
            "montant": self.order.get("montant", ""),
            "numauto": "A55A" if paid else "",
            "numcli": self.order.get("numcli", ""),
            "objet": self.order.get("objet", "") if paid else "",
            "refdet": self.order.get("refdet", ""),
            "resultrans": self.outcome,
            "saisie": self.order.get("saisie", ""),
        }
        return {name: value for name, value in (told | dict(self.scenario.alters)).items() if value}


class Treasury:
    """All of it, behind one lock. Its clock may be put forward."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        with self.lock:
            self.operations: dict[str, Operation] = {}
            self.ahead = timedelta()
            self.coming: list[Scenario] = []

    def now(self) -> datetime:
        return datetime.now(PARIS) + self.ahead

    def advance(self, seconds: float) -> None:
        """A night purges what was never brought to an end."""
        with self.lock:
            before = self.now().date()
            self.ahead += timedelta(seconds=seconds)
            if self.now().date() > before:
                for operation in self.operations.values():
                    operation.is_purged = operation.is_purged or not operation.outcome

    def prepare(self, names: list[str]) -> None:
        with self.lock:
            self.coming += [SCENARIOS[name] for name in names]

    def create(self, order: dict[str, str]) -> Operation:
        check(order)
        with self.lock:
            scenario = self.coming.pop(0) if self.coming else SCENARIOS["usual"]
            operation = Operation(str(uuid.uuid1()), order, self.now(), scenario)
            if "refused" not in scenario.creating:
                self.operations[operation.number] = operation
            return operation

    def find(self, number: str) -> Operation:
        with self.lock:
            operation = self.operations.get(number)
        if operation is None or operation.is_purged:
            raise Fault("P1", "IdOp incorrect.")
        return operation

    def result(self, number: str) -> tuple[Operation, dict[str, str]]:
        operation = self.find(number)
        if not operation.outcome:
            raise Fault("P5", "Résultat de la transaction non connu.")
        return operation, operation.result()

    def open(self, number: str) -> Operation:
        """The payer's page: once, and soon."""
        operation = self.find(number)
        if operation.outcome in {"P", "V"}:
            raise Fault("P3", "Ce paiement est déjà terminé.")
        if self.now() - operation.created_at > OPENED_WITHIN:
            raise Fault(
                "P4", "Ce paiement a plus de 15 minutes : retournez sur le site de votre établissement."
            )
        return operation

    def decide(self, number: str, letter: str) -> Operation:
        operation = self.open(number)
        with self.lock:
            operation.outcome, operation.decided_at = letter, self.now()
            operation.history.append(letter)
        return operation


def check(order: dict[str, str]) -> None:
    """In the order in which the Treasury looks; the first that is wrong is told."""
    for code, words, is_right in (
        ("T1", "Numéro de client incorrect.", re.fullmatch(r"\d{6}", order.get("numcli", ""))),
        ("T2", "Numéro de client inconnu.", order.get("numcli") != "000000"),
        ("S1", "Mode de saisie incorrect.", order.get("saisie") in {"T", "X", "W"}),
        ("A1", "Adresse mél absente.", order.get("mel")),
        ("A2", "Adresse mél incorrecte.", re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", order.get("mel", ""))),
        ("M1", "Montant incorrect.", re.fullmatch(r"\d{1,9}", order.get("montant", ""))),
        ("M3", "Montant inférieur à 1 euro.", int(order.get("montant") or 0) >= 100),
        ("M5", "Montant trop élevé.", int(order.get("montant") or 0) <= 9_999_999),
        (
            "R3",
            "Le format du paramètre REFDET n'est pas conforme.",
            re.fullmatch(r"[A-Za-z0-9]{6,30}", order.get("refdet", "")),
        ),
        ("N1", "URL de notification incorrecte.", is_address(order.get("urlnotif", ""))),
        ("D1", "URL de redirection incorrecte.", is_address(order.get("urlredirect", ""))),
    ):
        if not is_right:
            raise Fault(code, words)


def is_address(url: str) -> bool:
    return re.match(r"https?://", url) is not None and len(url) < 250
