"""The columns of a file: what each is called in either language, and how its cells are read and written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from imuse.keys import key
from imuse.money import AmountField
from imuse.school_year import named
from imuse.telephones import TelephoneField, read, show

Reads = Callable[[str], Any]
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M")
TIMES = ("%H:%M", "%H h %M", "%Hh%M", "%H:%M:%S")
WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8}")
YES = {"oui", "o", "yes", "y", "1", "vrai", "true", "x"}
NO = {"non", "n", "no", "0", "faux", "false"}


@dataclass(frozen=True)
class Column:
    """`words` are for its documentation; `field` is a model's, whose own checks hold too."""

    name: str
    french: str
    english: str
    reads: Reads = str
    writes: Callable[[Any], str] = str
    required: bool = False
    field: models.Field | None = None
    words: str = ""

    def read(self, typed: str) -> Any:
        """A ValidationError tells what is wrong; an empty cell is None, or nothing where the model keeps texts."""
        if not typed:
            if self.required:
                raise ValidationError(_("Cette case est obligatoire."))
            return self._nothing()
        value = self.reads(typed)
        return value if self.field is None else self.field.clean(value, None)

    def write(self, value: Any) -> str:
        return "" if value is None or value == "" else self.writes(value)

    def _nothing(self) -> Any:
        is_text = isinstance(self.field, models.CharField | models.TextField)
        return "" if is_text and not self.field.null else None


def of(model: type[models.Model], name: str, french: str, english: str, **facts: Any) -> Column:
    """That of a model's field, `called` otherwise where two have its name: how it is read follows from the field."""
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's documented way
    return Column(
        **{
            "name": facts.pop("called", name),
            "french": french,
            "english": english,
            "field": field,
            **_usual(field),
            **facts,
        }
    )


def _usual(field: models.Field) -> dict[str, Any]:
    if isinstance(field, TelephoneField):
        return {"reads": telephone, "writes": show}
    if field.choices:
        return choice({str(value): value for value, _label in field.flatchoices} | _labels(field))
    for kind, usual in USUAL.items():
        if isinstance(field, kind):
            return usual
    return {}


def _labels(field: models.Field) -> dict[str, Any]:
    return {str(label): value for value, label in field.flatchoices}


def choice(words: Mapping[str, Any], shown: Mapping[Any, str] | None = None) -> dict[str, Any]:
    """One of a few words, however it is written; the last word of a value is how it is exported."""
    known = {key(word): value for word, value in words.items()}
    told = {value: word for word, value in words.items()} | dict(shown or {})

    def reads(typed: str) -> Any:
        if key(typed) not in known:
            offered = ", ".join(dict.fromkeys(told.values()))
            raise ValidationError(
                _("« %(typed)s » n’est pas connu ici. Possible : %(offered)s.")
                % {"typed": typed, "offered": offered}
            )
        return known[key(typed)]

    return {"reads": reads, "writes": lambda value: told[value]}


def telephone(typed: str) -> str:
    """A spreadsheet takes it for a number, and leaves out the zero that it begins with."""
    return read(f"0{typed}" if WITHOUT_ZERO.fullmatch(typed) else typed)


def day(typed: str) -> date:
    return _first_that_fits(typed, DAYS, _("Une date s’écrit par exemple 31/08/2026.")).date()


def clock(typed: str) -> time:
    return _first_that_fits(typed, TIMES, _("Une heure s’écrit par exemple 17:30.")).time()


def _first_that_fits(typed: str, forms: tuple[str, ...], refusal: str) -> datetime:
    for form in forms:
        try:
            return datetime.strptime(typed, form)  # noqa: DTZ007 - a day or an hour, without a zone
        except ValueError:
            continue
    raise ValidationError(refusal)


def whole(typed: str) -> int:
    if not (typed.isdecimal() and len(typed) < 10):
        raise ValidationError(_("Un nombre entier, par exemple 2."))
    return int(typed)


def yes_or_no(typed: str) -> bool:
    if key(typed) in YES:
        return True
    if key(typed) in NO:
        return False
    raise ValidationError(_("Écrivez oui ou non."))


def school_year(typed: str) -> int:
    """«2026/2027», «2026-2027» or the year in which it begins."""
    first = typed[:4]
    rest = typed[4:].strip(" /-")
    if not first.isdecimal() or (rest and rest not in {str(int(first) + 1), str(int(first) + 1)[2:]}):
        raise ValidationError(_("Une année scolaire s’écrit par exemple 2026/2027."))
    return int(first)


def amount(typed: str) -> Decimal:
    return AmountField().clean(typed)


def amount_written(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


AMOUNT = {"reads": amount, "writes": amount_written}
YEAR = {"reads": school_year, "writes": named}
DAY = {"reads": day, "writes": lambda value: f"{value:%d/%m/%Y}"}
CLOCK = {"reads": clock, "writes": lambda value: f"{value:%H:%M}"}
YES_OR_NO = {"reads": yes_or_no, "writes": lambda value: "oui" if value else "non"}
WHOLE = {"reads": whole}
USUAL: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: DAY,
    models.TimeField: CLOCK,
    models.BooleanField: YES_OR_NO,
    models.IntegerField: WHOLE,
}
