"""What each role may do with money: the régie works, the secrétariat sees balances."""

from accounts.roles import Role, grant


def verbs(models: list[str], *allowed: str) -> list[str]:
    return [f"billing.{verb}_{model}" for model in models for verb in allowed]


SEES = verbs(["familyledger"], "view")
KEEPS = [
    *SEES,
    *verbs(["regie", "pricelist", "price", "invoice", "invoiceline", "instalment"], "view", "add", "change"),
    *verbs(["pricelist", "price", "invoice", "invoiceline", "instalment"], "delete"),
    *verbs(["onlinepayment", "onlineshare"], "view", "look_into"),
    *verbs(["payment", "creditnote", "reversal", "titre", "allocation"], "view", "add"),
]

grant(Role.REGIE, *KEEPS)
grant(Role.DIRECTION, *KEEPS)
grant(Role.SECRETARIAT, *SEES)
