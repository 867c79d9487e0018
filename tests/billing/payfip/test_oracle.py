"""The stand-in for PayFiP is judged by a client that nobody here wrote: eopayment, in an environment of its own."""

import json
import subprocess
from pathlib import Path

from imuse.env import ROOT

SCRIPT = Path(__file__).with_name("oracle.py")
ORACLE = ROOT / "build" / "oracle" / "bin" / "python"


def test_eopayment_pays_through_the_stand_in(payfip) -> None:
    ran = subprocess.run(
        [str(ORACLE), str(SCRIPT), payfip.url],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told == {
        "P": ["waiting", "paid", "paid CB"],
        "V": ["waiting", "paid", "paid direct debit"],
        "R": ["waiting", "denied", "refused CB"],
        "Z": ["waiting", "denied", "refused direct debit"],
        "A": ["waiting", "cancelled", "cancelled CB"],  # decided yesterday, by the clock of these tests
        "address": ["/tpa/paiementws.web", True],
        "client": ["REGIE DE DEMONSTRATION", "COMMUNE FICTIVE", "DROITS D INSCRIPTION", "012345"],
        "unknown": "expired",
        "faults": {"A2": "A2", "R3": "R3", "M3": "M3", "T2": "T2"},
    }
