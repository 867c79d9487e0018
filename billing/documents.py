"""The PDFs of the ledger: made once, kept, the same bytes each time."""

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from accounts.models import User
from accounts.papers import paper
from billing.models import CreditNote, Duplicate, Invoice, Payment, Series
from billing.numbering import is_ours
from imuse import stored_files

log = logging.getLogger("imuse.billing")

Document = Invoice | CreditNote | Payment


@dataclass(frozen=True)
class Kind:
    """`related`: what its template reads."""

    model: type[Document]
    template: str
    related: tuple[str, ...]


KINDS = {
    Series.INVOICE: Kind(Invoice, "papers/invoice.html", ("site", "regie")),
    Series.CREDIT_NOTE: Kind(CreditNote, "papers/credit_note.html", ("site", "invoice__regie")),
    Series.RECEIPT: Kind(Payment, "papers/receipt.html", ("site", "regie")),
}


def kind_of(number: str) -> Kind:
    series = next((series for series in KINDS if number.startswith(series.value)), None)
    if series is None:
        raise Http404
    return KINDS[series]


def kinds_of(number: str) -> list[Kind]:
    """What was taken over from elsewhere has its own number, which tells no series."""
    ours = [kind for series, kind in KINDS.items() if is_ours(series, number)]
    return ours or [KINDS[Series.INVOICE], KINDS[Series.RECEIPT]]


def find(number: str, user: User, *, permission: str = "", **where: Any) -> Document:
    """Of those that this person sees."""
    for kind in kinds_of(number):
        seen = kind.model.objects.for_user(user, permission).select_related(*kind.related)
        found = seen.filter(number=number, **where).first()
        if found is not None:
            return found
    raise Http404


def content_of(number: str, user: User, *, permission: str = "", **where: Any) -> bytes:
    """The kept one, for who sees its document: its path is all that is read then. The first who asks has it made.

    Two plain queries, which Django writes in less time than one within the other.
    """
    sites: list[int] = []
    for kind in kinds_of(number):
        seen = kind.model.objects.for_user(user, permission).filter(number=number, **where)
        sites = sites or list(seen.order_by().values_list("site_id", flat=True)[:1])
    kept = Duplicate.objects.filter(number=number, site__in=sites).order_by()
    path = next(iter(kept.values_list("path", flat=True)[:1]), "")
    try:
        return (
            stored_files.read(path) if path else duplicate(find(number, user, permission=permission, **where))
        )
    except FileNotFoundError:
        return _drawn_again(find(number, user, permission=permission, **where))


def _drawn_again(document: Document) -> bytes:
    """Its file is lost. Where nothing that it shows has changed, the same bytes are found again; others are not it."""
    log.error("the kept PDF of %s is lost", document.number)
    kept, content = Duplicate.objects.get(site=document.site_id, number=document.number), render(document)
    if hashlib.sha256(content).hexdigest() != kept.digest:
        raise FileNotFoundError(kept.path)
    stored_files.put(kept.path, content)
    return content


def duplicate(document: Document) -> bytes:
    kept = Duplicate.objects.filter(site=document.site_id, number=document.number).first() or keep(document)
    return stored_files.read(kept.path)


def keep(document: Document) -> Duplicate:
    """No transaction is open meanwhile: drawing takes a while, and writing a file may."""
    content = render(document)
    digest = hashlib.sha256(content).hexdigest()
    path = stored_files.put(f"duplicates/{digest[:2]}/{digest}.pdf", content)
    return Duplicate.objects.get_or_create(
        site_id=document.site_id, number=document.number, defaults={"path": path, "digest": digest}
    )[0]


def render(document: Document) -> bytes:
    kind = next(kind for kind in KINDS.values() if isinstance(document, kind.model))
    return paper(kind.template, site=document.site, **{kind.model._meta.model_name: document})  # noqa: SLF001
