"""PayFiP's XML: SOAP 1.1, the wrapper in the service's namespace and all that is inside in none."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from billing.payfip import faults

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SERVICE = (
    "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise"
    "/PaiementSecuriseService"
)
register_namespace("soapenv", SOAP)
register_namespace("pai", SERVICE)


def request(operation: str, values: Mapping[str, str]) -> bytes:
    """The values in the order of the schema, which is that of the alphabet."""
    envelope = Element(f"{{{SOAP}}}Envelope")
    wrapper = SubElement(SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{SERVICE}}}{operation}")
    argument = SubElement(wrapper, "arg0")
    for name in sorted(values, key=str.lower):
        SubElement(argument, name).text = values[name]
    return tostring(envelope, encoding="utf-8", xml_declaration=True)


def answer(operation: str, sent: bytes) -> dict[str, str]:
    """What was returned, by lower-case names: the Treasury writes «idOp» and «idop». A fault is raised."""
    body = _body(sent)
    fault = body.find(f"{{{SOAP}}}Fault")
    if fault is not None:
        raise _fault(fault)
    returned = body.find(f"{{{SERVICE}}}{operation}Response/return")
    if returned is None:
        raise faults.Unavailable(words="no answer in the answer")
    return {_local(child.tag).lower(): (child.text or "").strip() for child in returned}


def _body(sent: bytes) -> Element:
    try:
        envelope = fromstring(sent, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as broken:
        raise faults.Unavailable(words=f"unreadable: {type(broken).__name__}") from broken
    body = envelope.find(f"{{{SOAP}}}Body")
    if body is None:
        raise faults.Unavailable(words="no SOAP body")
    return body


def _fault(fault: Element) -> faults.PayFiPFault:
    """The element in the detail decides; the faultstring is for people."""
    detail = fault.find("detail")
    for cause in detail if detail is not None else ():
        told = {_local(child.tag): (child.text or "").strip() for child in cause}
        code, words = told.get("code", ""), told.get("libelle") or told.get("descriptif", "")
        if _local(cause.tag) == "FonctionnelleErreur":
            return faults.of_code(code, words)
        return faults.Unavailable(code, f"{_local(cause.tag)} {words}".strip())
    return faults.Unavailable(words="a fault without a detail")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
