"""The forms of who somebody is to the school: with the person, so that nothing is typed twice."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import fields_for_model
from django.utils.translation import gettext_lazy as _

from families import guardians
from families.identity import PERSON
from families.models import Family, Guardian, Person
from families.office_forms import GuardedForm
from imuse.widgets import DateInput

REQUIRED = forms.Field.default_error_messages["required"]


class OfPersonForm(GuardedForm):
    """Somebody new, or somebody known who becomes this too; both are saved, or neither."""

    person_fields: ClassVar[list[str]] = []
    known: ClassVar[Any] = ""
    already: ClassVar[Any] = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person = getattr(self.instance, "person", None)
        if person:
            self.initial = {name: getattr(person, name) for name in self.person_fields} | self.initial
        elif "person" in self.fields:
            self.fields["last_name"].required = self.fields["person"].required = False
            self.fields["person"].label = _("Personne déjà connue")
            self.fields["person"].help_text = self.known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.pop("person", None)  # it is set here, with what was typed
        if chosen and hasattr(chosen, self._meta.model._meta.model_name):  # noqa: SLF001
            self.add_error("person", self.already)
        if "person" not in self.errors:
            self.instance.person = self._described(chosen or getattr(self.instance, "person", None), cleaned)
            if not self.instance.person.last_name:
                self.add_error("last_name", REQUIRED)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if commit:
            self.instance.person.save()
        return super().save(commit)

    def site_id(self, cleaned: dict[str, Any]) -> int | None:
        """Chosen on the form, or the only one there is."""
        site = cleaned.get("site", self.only_site)
        return site and site.pk

    def _described(self, known: Person | None, cleaned: dict[str, Any]) -> Person:
        """A known person keeps what is left empty here where it is chosen; it is emptied on its own page."""
        person = known or Person(site_id=self.site_id(cleaned))
        keeps = "person" in self.fields
        for name in self.person_fields:
            if name in cleaned and (cleaned[name] or not keeps):
                setattr(person, name, cleaned[name])
        return person


def with_person(names: list[str]) -> type[OfPersonForm]:
    """A form that has these fields of a person besides its own."""
    fields = fields_for_model(Person, names, widgets={"birth_date": DateInput})
    return type(OfPersonForm)("WithPerson", (OfPersonForm,), {**fields, "person_fields": names})


class GuardianForm(with_person(PERSON)):
    identifier = forms.CharField(
        label=_("Identifiant"),
        max_length=40,
        required=False,
        help_text=_(
            "Celui du compte qui ouvre le portail. Nouveau, il crée le compte. Vide : un autre responsable de la "
            "famille tient cette fiche."
        ),
    )
    answers_first = forms.BooleanField(
        label=_("Responsable de la famille"),
        required=False,
        help_text=_("Le premier des responsables : c’est à lui que l’on écrit."),
    )
    known = _("Un élève adulte, par exemple. Ce que vous laissez vide dessous reste comme dans sa fiche.")
    already = _("Cette personne est déjà responsable d’une famille.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = self.instance.user
        self.initial.setdefault("identifier", self.account.identifier if self.account else "")
        if self.instance.pk and guardians.is_first(self.instance):
            self.fields["answers_first"].disabled = True
            self.initial["answers_first"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.email = cleaned.get("email", self.instance.email)
        family, identifier = self._family(cleaned), cleaned.get("identifier")
        if family and family.pk and self.instance.pk is None:
            self.instance.order = guardians.next_rank(family)
        if family and not self.errors:
            try:
                self.account = identifier and guardians.account_named(
                    identifier, at=family.site, guardian=self.instance
                )
            except ValidationError as refusal:
                self.add_error("identifier", refusal.messages)
        return cleaned

    def save(self, commit: bool = True) -> Guardian:
        if not commit:
            return super().save(commit)
        self._save_account()
        guardian = super().save(commit)
        if self.cleaned_data["answers_first"] and not guardians.is_first(guardian):
            guardians.make_first(guardian)
        return guardian

    def site_id(self, cleaned: dict[str, Any]) -> int | None:
        family = self._family(cleaned)
        return family and family.site_id

    def _family(self, cleaned: dict[str, Any]) -> Family | None:
        return cleaned.get("family") or getattr(self.instance, "family", None)

    def _save_account(self) -> None:
        if self.account:
            guardians.address_as_recorded(self.account, self.instance)
            self.account.save(update_fields=guardians.ADDRESSED if self.account.pk else None)
            if "email" in self.changed_data and self.instance.user_id == self.account.pk:
                guardians.write_to(self.account, self.cleaned_data["email"])
        self.instance.user = self.account or None
