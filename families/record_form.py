"""What a family fills of a record: the fields that its school opens, holding what it asked already."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families import record_fields, records
from families.changes import Wish
from families.field_rules import Kind, Rule
from families.identity import COORDINATES, PERSON, Pairs
from families.sheet import Sheet
from imuse.seen_values import SeenValues
from imuse.words import NONE, in_words

if TYPE_CHECKING:
    from django.utils.functional import Promise

REQUIRED = gettext_lazy("Ce champ est à remplir.")
NO_ADDRESS = gettext_lazy("Une adresse e-mail s’écrit comme nom@exemple.fr.")
# What a browser may offer for one's own record (WCAG 1.3.5); it has nothing to offer for somebody else's.
AUTOCOMPLETE = {
    "last_name": "family-name",
    "first_name": "given-name",
    "profession": "organization-title",
    "address_1": "address-line1",
    "address_2": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
    "home_telephone": "home tel",
    "work_telephone": "work tel",
    "fax": "fax tel",
    "mobile": "mobile tel",
    "email": "email",
}


class BirthDateField(forms.DateField):
    """Typed, as one knows it by heart; a calendar would begin at today."""

    widget = forms.DateInput
    default_error_messages: ClassVar = {
        "invalid": gettext_lazy("Cette date n’existe pas. Écrivez le jour, le mois et l’année : 28/05/2014.")
    }

    def __init__(self, **options: Any) -> None:
        formats = ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"]
        super().__init__(input_formats=formats, widget=forms.DateInput(format="%d/%m/%Y"), **options)


class Group(NamedTuple):
    """A part of the form: the fields to fill, and what is only shown."""

    title: "Promise | str"
    anchor: str
    names: list[str]
    facts: Pairs
    lead: "Promise | str" = ""


class RecordForm(SeenValues, forms.Form):
    kind: ClassVar[Kind]
    parts: ClassVar[Sequence[tuple["Promise", str, list[str]]]]
    widths: ClassVar[dict[str, str]] = {
        "civility": "short",
        "sex": "short",
        "postal_code": "short",
        "city": "long",
        "address_1": "full",
        "address_2": "full",
        "email": "full",
        "school_name": "long",
        "school_level": "short",
    }

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.sheet = sheet
        self.open = [name for _title, _anchor, names in self.parts for name in names if self.opens(name)]
        self.fields |= {name: self.made(name) for name in self.open}
        self.initial = {name: self.value_shown(name) for name in self.open}
        self.on_record = {name: sheet.on_record(name) for name in self.open if sheet.is_asked(name)}
        self.remember_what_is_shown()

    def opens(self, name: str) -> bool:
        return self.sheet.rules.opens(name)

    def shows(self, name: str) -> bool:
        return self.sheet.rules.rule(name) == Rule.READ_ONLY

    def made(self, name: str) -> forms.Field:
        key = self.sheet.key(name)
        kept_in = records.field_of(key)
        field = BirthDateField(validators=kept_in.validators) if name == "birth_date" else kept_in.formfield()
        field.label = record_fields.label(key)
        field.required = self.sheet.rules.requires(name) or not kept_in.blank
        field.error_messages["required"] = REQUIRED
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = NO_ADDRESS
        field.widget.attrs["autocomplete"] = self.autocomplete(name)
        if isinstance(field, forms.TypedChoiceField) and field.choices[0][0] == "":
            field.choices = [("", _("non précisé")), *field.choices[1:]]
        return field

    def autocomplete(self, _name: str) -> str:
        return "off"

    def value_shown(self, name: str) -> Any:
        return records.field_of(self.sheet.key(name)).to_python(self.sheet.shown(name))

    def plain(self, _name: str, value: Any) -> Any:
        """As a request keeps it."""
        return value.isoformat() if isinstance(value, date) else value

    def groups(self) -> list[Group]:
        made = [
            Group(
                title,
                anchor,
                [name for name in names if name in self.fields],
                [self.fact(name) for name in names if self.shows(name)],
            )
            for title, anchor, names in self.parts
        ]
        return [group for group in made if group.names or group.facts]

    def fact(self, name: str) -> tuple[Any, str]:
        return record_fields.label(self.sheet.key(name)), self.sheet.on_record(name)

    def touched(self) -> list[str]:
        return [name for name in self.open if self.is_touched(name)]

    def wishes(self) -> dict[str, Wish]:
        return {self.sheet.key(name): self.wish(name) for name in self.touched()}

    def wish(self, name: str) -> Wish:
        seen = self.plain(name, self.value_seen(name))
        return Wish(
            self.plain(name, self.cleaned_data[name]),
            seen="" if seen is None else str(seen),
            is_free=self.sheet.rules.rule(name) == Rule.FREE,
        )

    def tell_who_was_faster(self, now: dict[str, Any]) -> None:
        for key, value in now.items():
            words = in_words(records.field_of(key), value) or NONE
            name = records.parts_of(key)[1]
            self.add_error(
                name if name in self.fields else None,
                _(
                    "Entre-temps, cette réponse est devenue « %(now)s ». Recopiez-la, ou envoyez la vôtre de nouveau."
                )
                % {"now": words},
            )


class GuardianRecordForm(RecordForm):
    kind = Kind.GUARDIAN
    parts = (
        (gettext_lazy("Identité"), "identity", PERSON),
        (gettext_lazy("Coordonnées"), "coordinates", COORDINATES),
    )

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        self.is_own = sheet.rows["guardian"].user_id == sheet.reader.pk
        super().__init__(sheet, data)
        if self.is_own and "email" in self.open:
            self.fields["current_password"] = forms.CharField(
                label=gettext_lazy("Mot de passe actuel"),
                help_text=gettext_lazy("Seulement pour changer l’e-mail."),
                required=False,
                strip=False,
                max_length=4096,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )

    def autocomplete(self, name: str) -> str:
        return AUTOCOMPLETE.get(name, "off") if self.is_own else "off"

    def groups(self) -> list[Group]:
        """The password stands below the e-mail that it is for."""
        return [
            group._replace(names=[*group.names, "current_password"])
            if "email" in group.names and "current_password" in self.fields
            else group
            for group in super().groups()
        ]

    def clean_current_password(self) -> str:
        typed = self.cleaned_data["current_password"]
        if not self.is_touched("email"):
            return typed
        if not typed:
            raise ValidationError(_("Pour changer l’e-mail, indiquez votre mot de passe actuel."))
        if not self.sheet.reader.check_password(typed):
            raise ValidationError(_("Ce n’est pas votre mot de passe actuel."))
        return typed
