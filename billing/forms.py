"""What the régie fills that is no record of its own."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing import payments
from billing.models import Category, Payment
from billing.payments import Share
from imuse.money import CENT, ZERO, AmountField, shown
from imuse.policies import Denied
from imuse.school_year import named

if TYPE_CHECKING:
    from accounts.models import User


def place_of(share: Share) -> str:
    """As a choice is sent."""
    return f"{share.category}-{share.year}-{share.invoice.pk if share.invoice else 0}"


def words_for(share: Share) -> str:
    if share.invoice:
        return f"{share.invoice.number}, {share.invoice.label}"
    facts = {"category": Category(share.category).label, "year": named(share.year)}
    return _("En crédit (%(category)s %(year)s)") % facts


def held_by(share: Share) -> str:
    """The amount before the words that a narrow screen cuts off."""
    return f"{shown(share.amount)} – {words_for(share)}"


def open_at(share: Share) -> str:
    facts = {"amount": shown(share.amount), "invoice": words_for(share)}
    return _("reste %(amount)s – %(invoice)s") % facts if share.invoice else words_for(share)


class MoveForm(forms.Form):
    """So much of a payment, from where it is to where it should be."""

    source = forms.ChoiceField(label=gettext_lazy("Prendre sur"))
    target = forms.ChoiceField(label=gettext_lazy("Affecter à"))
    amount = AmountField(
        label=gettext_lazy("Montant"),
        min_value=CENT,
        error_messages={"min_value": gettext_lazy("Un montant est d’un centime au moins.")},
    )

    def __init__(self, payment: Payment, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.payment = payment
        self.sources = {place_of(share): share for share in payments.held(payment)}
        self.targets = {place_of(share): share for share in self._targets()}
        self.fields["source"].choices = [(place, held_by(share)) for place, share in self.sources.items()]
        self.fields["target"].choices = [(place, open_at(share)) for place, share in self.targets.items()]

    def _targets(self) -> list[Share]:
        """What is still to pay at that régie; or nothing yet, as a credit where some of the money is or may go."""
        bills = payments.open_bills(
            self.payment.family, self.payment.regie, on=timezone.localdate(), category=Category.TUITION
        )
        open_ones = [Share.of(bill.invoice, bill.remaining) for bill in bills]
        tabs = sorted({(share.category, share.year) for share in [*self.sources.values(), *open_ones]})
        return [*open_ones, *(Share(ZERO, category, year) for category, year in tabs)]

    @property
    def has_money(self) -> bool:
        """Of what was cancelled nothing is left to move."""
        return bool(self.sources)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                payments.check_can_move(payment=self.payment, **self._shares())
            except Denied as denied:
                self.add_error("amount", denied.reason)
        return cleaned

    def _shares(self) -> dict[str, Share]:
        given = self.cleaned_data
        source, target = self.sources[given["source"]], self.targets[given["target"]]
        return {
            "source": source._replace(amount=given["amount"]),
            "target": target._replace(amount=given["amount"]),
        }

    def move(self, *, by: "User") -> str:
        payments.move(self.payment, by=by, **self._shares())
        told = {"amount": shown(self.cleaned_data["amount"]), "place": words_for(self._shares()["target"])}
        return _("%(amount)s sont affectés : %(place)s.") % told
