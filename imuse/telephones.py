"""Telephone numbers: typed as people write them, kept in E.164, shown the French way."""

import re
from functools import lru_cache
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

HOME = "FR"
FRENCH = 33
OVERSEAS = {"GP": 590, "GF": 594, "MQ": 596, "RE": 262, "YT": 262}
LONGEST = 40  # as typed
# What most are: of no region overseas, and of no service that is written otherwise. They need no table of the world's,
# which takes a tenth of a millisecond; of the others, an import meets the same ones more than once.
PLAIN = re.compile(r"(?=\d{10}$)0(?:[134]|5[0-8]|6[0-24-8]|63[0-8]|7[6-8])\d+", re.ASCII)
REMEMBERED = 20_000


def read(typed: str) -> str:
    """The E.164 form; raises a ValidationError with a sentence that says what is wrong."""
    digits = "".join(typed.split()).replace(".", "")
    return f"+33{digits[1:]}" if PLAIN.fullmatch(digits) else _read(typed)


@lru_cache(REMEMBERED)
def _read(typed: str) -> str:
    try:
        number = _parsed(typed)
    except NumberParseException:
        raise ValidationError(_not_a_number()) from None
    if not _is_whole(number):
        raise ValidationError(_wrong_length(number, typed))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def show(kept: str) -> str:
    """«06 39 98 12 34»; a foreign one with its country: «+41 22 418 35 00»."""
    national = f"0{kept[3:]}" if kept.startswith("+33") else ""
    if PLAIN.fullmatch(national):
        return " ".join(national[place : place + 2] for place in range(0, 10, 2))
    return _shown(kept) if kept else ""


@lru_cache(REMEMBERED)
def _shown(kept: str) -> str:
    try:
        number = phonenumbers.parse(kept, HOME)
    except NumberParseException:
        return kept  # no form let it in; a page shows it all the same
    is_french = number.country_code in {FRENCH, *OVERSEAS.values()}
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    if is_french and _parsed(national) == number:
        return national
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def takes_texts(kept: str) -> bool:
    """A mobile's number: some write another one where a mobile is asked for."""
    try:
        number = phonenumbers.parse(kept, HOME)
    except NumberParseException:
        return False
    if number.country_code == FRENCH:
        return str(number.national_number)[0] in "67"
    kinds = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return phonenumbers.number_type(number) in kinds


def _parsed(typed: str) -> phonenumbers.PhoneNumber:
    """As it is dialled in France; overseas it is dialled alike, under a country code of its own."""
    number = phonenumbers.parse(typed, HOME)
    if number.country_code == FRENCH and not phonenumbers.is_valid_number(number):
        there = (phonenumbers.parse(typed, region) for region in OVERSEAS)
        return next(filter(phonenumbers.is_valid_number, there), number)
    return number


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """The library takes a French zero for a tenth digit, and leaves out an extension, which E.164 cannot keep."""
    has_zero_too_many = number.country_code == FRENCH and number.italian_leading_zero
    return phonenumbers.is_possible_number(number) and not has_zero_too_many and not number.extension


def _not_a_number() -> str:
    return _("Ce n’est pas un numéro de téléphone. Écrivez par exemple 06 39 98 12 34, ou +41 22 418 35 00.")


def _wrong_length(number: phonenumbers.PhoneNumber, typed: str) -> str:
    if number.country_code != FRENCH:
        return _("Ce numéro n’a pas la bonne longueur pour son pays.")
    digits = sum(letter.isdecimal() for letter in typed)
    return _("Ce numéro a %(digits)s chiffres ; il en faut 10, par exemple 06 39 98 12 34.") % {
        "digits": digits
    }


class TelephoneInput(forms.TextInput):
    input_type = "tel"

    def format_value(self, value: Any) -> str:
        """What is on record the French way; what was typed as it was."""
        text = super().format_value(value) or ""
        return show(text) if text.startswith("+") and text[1:].isdecimal() else text


class TelephoneFormField(forms.CharField):
    widget = TelephoneInput

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return read(typed) if typed else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """«06 39 98 12 34» is what is on record, though it is kept otherwise."""
        try:
            return (initial or "") != self.to_python(data) and (initial or "") != read(self.to_python(data))
        except ValidationError:
            return True


class TelephoneField(models.CharField):
    """E.164, or nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 16, "blank": True, **options})

    def formfield(self, **_options: Any) -> forms.Field:
        facts = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
        }
        return TelephoneFormField(max_length=LONGEST, **facts)
