"""Money: whole cents in the database, `Decimal` euros with two places in Python (docs/decisions/0004)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
NARROW, WIDE = "\u202f", "\u00a0"  # of the spaces that do not break


def euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def cents(amount: Decimal | int) -> int:
    """Exactly: a float is refused, and so is a third decimal."""
    if isinstance(amount, (float, bool)):
        raise TypeError(f"{amount!r} is no amount of money.")
    exact = Decimal(amount).scaleb(2)
    if exact != int(exact):
        raise ValueError(f"{amount!r} is not a whole number of cents.")
    return int(exact)


def share(amount: Decimal, percent: Decimal | int) -> Decimal:
    """So many hundredths of it, rounded half up to the cent."""
    return (amount * percent / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def parts(amount: Decimal, count: int) -> list[Decimal]:
    """As equal as cents allow, the first the largest."""
    whole, rest = divmod(cents(amount), count)
    return [euros(whole + (place < rest)) for place in range(count)]


def shown(amount: Decimal) -> str:
    """«1 234,56 €», with the minus sign of printers."""
    digits, sign = f"{abs(amount):,.2f}", "−" if amount < 0 else ""
    if (get_language() or "").startswith("en"):
        return f"{sign}€{digits}"
    return sign + digits.replace(",", NARROW).replace(".", ",") + f"{WIDE}€"


class AmountField(forms.DecimalField):
    """«12,5», «12.50» or «1 234,56 €», whatever the language."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Un montant est un nombre, par exemple 24,50."),
        "max_decimal_places": _("Un montant a deux chiffres au plus après la virgule."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 9, "decimal_places": 2, **options})

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = "".join(value.split()).removesuffix("€").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class MoneyField(models.BigIntegerField):
    """Sums and comparisons in SQL are on integers: right on both databases, where decimals are not."""

    description = _("montant")

    def from_db_value(self, value: int | None, *_context: Any) -> Decimal | None:
        return None if value is None else euros(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None:
            return None
        try:
            return euros(cents(value))
        except (ArithmeticError, TypeError, ValueError) as wrong:
            raise ValidationError(_("Un montant est un nombre, par exemple 24,50.")) from wrong

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return cents(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What was given as a whole number is euros too; the object then holds what the database will say."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, int):
            value = euros(cents(value))
            setattr(model_instance, self.attname, value)
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **options: Any) -> forms.Field:
        return models.Field.formfield(self, **{"form_class": AmountField, **options})
