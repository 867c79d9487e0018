"""Run by the Python of build/oracle, which has eopayment: a client that nobody here wrote goes through the stand-in.

Given the stand-in's address, it prints what it saw as JSON. Nothing imports it: test_oracle.py runs it.
"""

import json
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import eopayment
from eopayment import payfip_ws

STAND_IN = sys.argv[1]
NAMES = {eopayment.PAID: "paid", eopayment.DENIED: "denied", eopayment.CANCELLED: "cancelled"}
NAMES |= {eopayment.WAITING: "waiting", eopayment.EXPIRED: "expired", eopayment.ERROR: "error"}


def pointed_to_the_stand_in() -> str:
    """Its own description of the service, with another address."""
    folder = Path(tempfile.mkdtemp())
    for file in (Path(eopayment.__file__).parent / "resource").glob("PaiementSecuriseService*"):
        text = file.read_text().replace("https://www.payfip.gouv.fr", STAND_IN)
        (folder / file.name).write_text(text)
    return f"file://{folder}/PaiementSecuriseService.wsdl"


def payment() -> eopayment.Payment:
    facts = {"numcli": "012345", "saisie": "T", "normal_return_url": "http://127.0.0.1:9/retour"}
    made = eopayment.Payment("payfip_ws", facts | {"automatic_return_url": "http://127.0.0.1:9/notification"})
    made.backend.payfip = payfip_ws.PayFiP(wsdl_url=pointed_to_the_stand_in())
    return made


def decide(operation: str, letter: str) -> None:
    said = json.dumps({"idop": operation, "outcome": letter}).encode()
    urlopen(Request(f"{STAND_IN}/_sim/decide", data=said), timeout=10).close()


def fault_of(payfip: payfip_ws.PayFiP, **wrong: str) -> str:
    order = {"numcli": "012345", "saisie": "T", "exer": "2026", "refdet": "F2026000123", "montant": "1000"}
    order |= {"mel": "famille@example.org", "url_notification": "http://127.0.0.1:9/n"}
    try:
        payfip.get_idop(**(order | {"url_redirect": "http://127.0.0.1:9/r"} | wrong))
    except payfip_ws.PayFiPError as error:
        return error.code
    return ""


def main() -> dict[str, object]:
    client = payment()
    told: dict[str, object] = {}
    for letter in "PVRZA":
        operation, _kind, address = client.request("12.34", email="famille@example.org", refdet="F2026000123")
        before = client.payment_status(operation).result
        decide(operation, letter)
        after = client.response(urlsplit(address).query)
        told[letter] = [NAMES[before], NAMES[after.result], after.bank_status]
        told["address"] = [urlsplit(address).path, parse_qs(urlsplit(address).query)["idop"][0] == operation]
    found = client.backend.payfip.get_info_client("012345")
    told["client"] = [found.libelleN1, found.libelleN2, found.libelleN3, found.numcli]
    told["unknown"] = NAMES[client.payment_status("c5b51e32-e55b-11f1-802c-02fc00000001").result]
    wrong = {
        "A2": {"mel": "famille@example"},
        "R3": {"refdet": "ABCD"},
        "M3": {"montant": "99"},
        "T2": {"numcli": "000000"},
    }
    told["faults"] = {code: fault_of(client.backend.payfip, **facts) for code, facts in wrong.items()}
    return told


sys.stdout.write(json.dumps(main()))
