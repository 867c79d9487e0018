"""What the audit trail follows of money."""

from accounts.trail.audited import leave
from accounts.trail.pages import parts
from accounts.trail.saving import watch
from billing.models import (
    Allocation,
    CreditNote,
    Duplicate,
    Instalment,
    Invoice,
    InvoiceLine,
    OnlinePayment,
    OnlineShare,
    Payment,
    Price,
    PriceList,
    Regie,
    Reversal,
    Titre,
)

# What PayFiP is asked, and when again, the clock notes by the minute.
NOT_OF_ONLINE = "token asked_at next_ask"


def register() -> None:
    watch(Regie)
    watch(PriceList)
    watch(Price, site="price_list__site")
    watch(Invoice, without="seal")
    watch(InvoiceLine, site="invoice__site", without="position")
    watch(Instalment, site="invoice__site")
    parts(Invoice, invoice=InvoiceLine)
    parts(Invoice, invoice=Instalment)
    parts(PriceList, price_list=Price)
    watch(Titre, site="invoice__site", without="seal")
    watch(Payment, without="seal")
    watch(CreditNote, without="seal")
    watch(Reversal, site="payment__site", without="seal")
    watch(OnlinePayment, without=NOT_OF_ONLINE)
    leave("sealed as it is written, it says who and when, and never changes", Allocation)
    leave("a part of its payment, never changed", OnlineShare)
    leave("the kept copy of what is sealed", Duplicate)
