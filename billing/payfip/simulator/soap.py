"""The web service's XML, from the Treasury's side: its prefixes, its order, its faults."""

from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

from billing.payfip.simulator.treasury import Fault, Treasury

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE = (
    "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise"
    "/PaiementSecuriseService"
)
EXCEPTIONS = "fr.gouv.finances.cp.tpa.webservice.exceptions"


class NotSoap(Exception):  # noqa: N818
    """What came is no request of this service."""


def read(sent: bytes) -> tuple[str, dict[str, str]]:
    """The operation and its values. The wrapper's namespace counts; whatever is not known inside is passed over."""
    try:
        body = fromstring(sent, forbid_dtd=True).find(f"{{{SOAP}}}Body")
        wrapper = body[0]
    except Exception as broken:
        raise NotSoap from broken
    namespace, _brace, operation = wrapper.tag.removeprefix("{").partition("}")
    argument = wrapper.find("arg0")
    if namespace != SERVICE or argument is None:
        raise NotSoap
    return operation, {child.tag: (child.text or "").strip() for child in argument}


def answer(operation: str, values: dict[str, str]) -> bytes:
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    return _envelope(
        f'<ns2:{operation}Response xmlns:ns2="{SERVICE}"><return>{inside}</return></ns2:{operation}Response>'
    )


def fault(cause: Fault) -> bytes:
    detail = f"<code>{cause.code}</code><descriptif/><libelle>{escape(cause.words)}</libelle><severite>2</severite>"
    return _envelope(
        f"<S:Fault><faultcode>S:Server</faultcode><faultstring>{EXCEPTIONS}.{cause.kind}</faultstring>"
        f'<detail><ns2:{cause.kind} xmlns:ns2="{SERVICE}">{detail}</ns2:{cause.kind}></detail></S:Fault>'
    )


def carry_out(treasury: Treasury, operation: str, values: dict[str, str]) -> dict[str, str]:
    """`idop` in small letters is no name of the service: as on the real one, nothing is found then."""
    if operation == "creerPaiementSecurise":
        return {"idOp": treasury.create(values).number}
    if operation == "recupererDetailPaiementSecurise":
        return treasury.result(values.get("idOp", ""))[1]
    if operation == "recupererDetailClient":
        number = values.get("numCli", "")
        if number == "000000":
            raise Fault("T2", "Numéro de client inconnu.")
        names = {"libelleN1": "REGIE DE DEMONSTRATION", "libelleN2": "COMMUNE FICTIVE"}
        return names | {"libelleN3": "DROITS D INSCRIPTION", "numcli": number}
    raise NotSoap


def _envelope(inside: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="{SOAP}"><S:Body>{inside}</S:Body></S:Envelope>'
    ).encode()
