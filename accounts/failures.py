"""Why something did not leave, in words that the office reads. What is kept is the name of the error and its code, for
whoever looks after the machine: it stands behind the words."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSED = {
    "SMTPRecipientsRefused": _("adresse refusée par son serveur"),
    "SMTPSenderRefused": _("expéditeur refusé par le serveur"),
    "SMTPDataError": _("message refusé par le serveur"),
    "SMTPAuthenticationError": _("le serveur de mail ne reconnaît pas le portail"),
    "HTTP": _("la passerelle de textos ne l’a pas pris"),
}
# Without a name of an error behind it.
OURS = {
    "too late": _("trop tard"),
    "SMS_URL is not set": _("cette installation n’envoie pas de textos"),
}
ON_THE_WAY = re.compile(
    r"SMTP\w+|OSError|gaierror|SSL\w+|BrokenPipeError|\w*(Connect|Timeout|Read|Write|Protocol)\w*"
)


def in_words(kept: str) -> Any:
    if not kept or kept in OURS:
        return OURS.get(kept, "")
    name = kept.partition(" ")[0]
    otherwise = _("serveur injoignable") if ON_THE_WAY.fullmatch(name) else _("erreur du programme")
    return f"{REFUSED.get(name, otherwise)} ({kept})"
