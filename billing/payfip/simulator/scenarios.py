"""What can go wrong, by name. A scenario holds for the next operation that is created."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scenario:
    """`creating`, `asking`: what becomes of the answer («html», «malformed», «truncated», «slow», «drops», «lost», or the name
    of a fault), one word for each time, then as usual. `notices`: how often the portal is told; `told_as`: in which
    way. `alters` replaces values in the result."""

    creating: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    notices: int = 1
    notice_after: float = 0.0
    is_noticed_before_return: bool = True
    notice_key: str = "idop"
    notice_method: str = "POST"
    alters: Mapping[str, str] = field(default_factory=dict)


DYSFUNCTION, ABSENT, PROTOCOL = (
    "TechDysfonctionnementErreur",
    "TechIndisponibiliteErreur",
    "TechProtocolaireErreur",
)

SCENARIOS = {
    "usual": Scenario(),
    "notice_after_return": Scenario(is_noticed_before_return=False, notice_after=0.5),
    "notice_twice": Scenario(notices=2),
    "notice_never": Scenario(notices=0),
    "notice_late": Scenario(is_noticed_before_return=False, notice_after=600.0),
    "notice_with_capital": Scenario(notice_key="idOp"),
    "notice_by_get": Scenario(notice_method="GET"),
    "lost_before_creation": Scenario(creating=("refused",)),
    "lost_after_creation": Scenario(creating=("lost",)),
    "slow": Scenario(creating=("slow",)),
    "drops": Scenario(creating=("drops",)),
    "html": Scenario(creating=("html",)),
    "malformed": Scenario(creating=("malformed",)),
    "truncated": Scenario(creating=("truncated",)),
    "doctype": Scenario(creating=("doctype",)),
    "endless": Scenario(creating=("endless",)),
    "dysfunction": Scenario(creating=(DYSFUNCTION,)),
    "absent": Scenario(creating=(ABSENT,)),
    "protocol": Scenario(creating=(PROTOCOL,)),
    "asking_html": Scenario(asking=("html",)),
    "asking_slow": Scenario(asking=("slow",)),
    "asking_dysfunction": Scenario(asking=(DYSFUNCTION, DYSFUNCTION)),
    "unknown_at_first": Scenario(asking=("P1",)),
    "other_amount": Scenario(alters={"montant": "100"}),
    "other_reference": Scenario(alters={"refdet": "AUTRE0001"}),
    "other_client": Scenario(alters={"numcli": "999999"}),
    "other_mode": Scenario(alters={"saisie": "X"}),
    "new_letter": Scenario(alters={"resultrans": "W"}),
}
