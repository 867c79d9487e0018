"""The ledger's rows.

A `Regie` collects. An `Invoice` is a draft until it is issued; then its payer is written down, it takes the next
number of its series, and neither it nor its `InvoiceLine`s and `Instalment`s change any more. What comes later is
another row: a `CreditNote` lowers what one invoice asks, a `Payment` is money that came in, a `Reversal` says that
money came in by mistake or went back, a `Titre` that the Treasury now recovers an invoice.

An `Allocation` says what money is for: a part of a payment, for an invoice, or kept for a later one in a category
and school year. It is signed: moving money is two rows. Those of a payment always add up to its amount, those of a
reversal to its amount below zero; so each screen of the ledger (a category, a school year) is a plain sum, and money
without a purpose shows.

What a family owes is said in one place, billing/ledger.py. Nothing is stored that follows from these rows: «soldée»,
«annulée» and «en retard» are answers. Numbers come from `NumberSeries`, without a gap. docs/decisions/0011 says why.
"""

from billing.models.account import FamilyLedger
from billing.models.correction import CreditNote, Reversal
from billing.models.duplicate import Duplicate
from billing.models.invoice import Category, Instalment, Invoice, InvoiceLine, Titre
from billing.models.numbers import NumberSeries, Series
from billing.models.online import OnlinePayment, OnlineShare
from billing.models.payment import Allocation, Mode, Payment
from billing.models.prices import Price, PriceList
from billing.models.regie import PayFiPMode, Regie

__all__ = [
    "Allocation",
    "Category",
    "CreditNote",
    "Duplicate",
    "FamilyLedger",
    "Instalment",
    "Invoice",
    "InvoiceLine",
    "Mode",
    "NumberSeries",
    "OnlinePayment",
    "OnlineShare",
    "PayFiPMode",
    "Payment",
    "Price",
    "PriceList",
    "Regie",
    "Reversal",
    "Series",
    "Titre",
]
