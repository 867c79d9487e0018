"""The régie's pages: what is asked, what comes in, what corrects it; a module for each noun."""

from billing.admin import account, correction, invoice, online, payment, prices, regie

__all__ = ["account", "correction", "invoice", "online", "payment", "prices", "regie"]
