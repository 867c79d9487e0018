"""What PayFiP, or the way to it, may answer instead of what was asked."""


class PayFiPFault(Exception):  # noqa: N818 - an answer, as often as an error
    """With the Treasury's own code where there is one, «A2», and its words: for the log and for staff."""

    def __init__(self, code: str = "", words: str = "") -> None:
        super().__init__(f"{code} {words}".strip())
        self.code, self.words = code, words


class Unavailable(PayFiPFault):
    """Nobody there, too slow, or no sense in the answer: it may be asked again. Nothing was charged."""


class Refused(PayFiPFault):
    """The request is wrong: a setting of the régie, or a fault of ours. Asking again will not help."""


class NotKnownYet(PayFiPFault):
    """P5: the payer has not finished."""


class UnknownOperation(PayFiPFault):
    """P1: never begun, forgotten after a night, or not yet known on the Treasury's side."""


def of_code(code: str, words: str) -> PayFiPFault:
    kinds = {"P5": NotKnownYet, "P1": UnknownOperation}
    return kinds.get(code, Refused)(code, words)
