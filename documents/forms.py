"""What is filled to give a document, and to decide on one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from documents.lines import Line
from imuse import uploads
from imuse.policies import Denied
from imuse.stored_files import StoreDown
from imuse.widgets import DateInput

if TYPE_CHECKING:
    from imuse.uploads import SafeFile

# What a refusal mostly says; own words may follow, or stand alone.
USUAL_REASONS = [
    gettext_lazy("La date n’est pas lisible : merci d’envoyer la page entière."),
    gettext_lazy("L’image est trop floue ou trop sombre pour se lire : merci d’en prendre une autre."),
    gettext_lazy("Ce n’est pas le document demandé."),
    gettext_lazy("Le document n’est plus valable : merci d’en envoyer un récent."),
    gettext_lazy("Il manque une page."),
    gettext_lazy("Il manque la signature."),
    gettext_lazy("Le nom n’est pas celui de l’élève ou de la famille."),
]


class SafeFileField(forms.FileField):
    """Looked at and made safe where it is taken; what is wrong with it is told at the field."""

    widget = forms.FileInput(attrs={"accept": uploads.ACCEPT})
    default_error_messages = {"required": gettext_lazy("Choisissez un fichier.")}

    def clean(self, data: Any, initial: Any = None) -> "SafeFile | None":
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return uploads.accept_file(sent)
        except Denied as denied:
            raise ValidationError(denied.reason) from denied


def told_at(denied: Denied) -> str:
    """The field that a refusal belongs to: a store that is down is no fault of the document's."""
    return "file" if isinstance(denied, StoreDown) else "document"


class ImportForm(forms.Form):
    """«Importer»: which document, and its file. The one asked for is chosen beforehand, else the first that misses."""

    document = forms.ChoiceField(
        label=gettext_lazy("Nom du document"),
        error_messages={"invalid_choice": gettext_lazy("Choisissez un document de la liste.")},
    )
    file = SafeFileField(label=gettext_lazy("Fichier"), help_text=uploads.WHAT_IS_TAKEN)

    def __init__(self, lines: Sequence[Line], *args: Any, asked: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = {str(line.kind.pk): line for line in lines if line.may_import}
        self.fields["document"].choices = [(number, line.kind.name) for number, line in self.lines.items()]
        missing = (number for number, line in self.lines.items() if line.is_missing)
        self.most_bytes = settings.REQUEST_MAX_BYTES
        self.initial["document"] = asked if asked in self.lines else next(missing, None)

    @property
    def line(self) -> Line:
        return self.lines[self.cleaned_data["document"]]


class DecisionForm(forms.Form):
    """Validate until a day, or refuse with a reason: a usual one, own words, or both."""

    valid_until = forms.DateField(
        label=gettext_lazy("Valable jusqu’au"),
        help_text=gettext_lazy("Vide : sans fin."),
        required=False,
        widget=DateInput(attrs={"autocomplete": "off"}),
    )
    usual = forms.ChoiceField(label=gettext_lazy("Motif d’un refus"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Vos mots à la famille"),
        help_text=gettext_lazy("Après le motif choisi, ou à sa place."),
        max_length=800,
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    widths = {"usual": "full", "words": "full"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = [(str(place), reason) for place, reason in enumerate(USUAL_REASONS)]
        self.fields["usual"].choices = [("", _("Aucun de ceux-ci")), *reasons]

    @property
    def reason(self) -> str:
        """In the school's language, whatever the page's: the family reads it."""
        usual = self.cleaned_data["usual"]
        with override(settings.LANGUAGE_CODE):
            chosen = str(USUAL_REASONS[int(usual)]) if usual else ""
        return f"{chosen} {self.cleaned_data['words']}".strip()


class CounterForm(forms.Form):
    """At the desk: what a family brought, of whom. With a file it goes to the queue; without, it is «Remis»."""

    document = forms.ChoiceField(label=gettext_lazy("Nom du document"))
    file = SafeFileField(
        label=gettext_lazy("Fichier"),
        required=False,
        help_text=gettext_lazy("Rien pour ce qui se remet sur place. JPEG, JPG, PNG, PDF - 2 Mo maximum"),
    )

    def __init__(self, lines: Sequence[Line], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = {self._place(line): line for line in lines if line.is_asked}
        groups: dict[str, list[tuple[str, str]]] = {}
        for place, line in self.lines.items():
            whose = str(line.student) if line.student else _("La famille")
            groups.setdefault(whose, []).append((place, f"{line.kind.name} ({line.state.words})"))
        self.fields["document"].choices = list(groups.items())

    def clean(self) -> dict[str, Any]:
        """A file for what may be imported, none for what is brought."""
        cleaned = super().clean()
        line = self.lines.get(cleaned.get("document", ""))
        if line and "file" not in self.errors:
            if line.kind.in_person and cleaned.get("file"):
                self.add_error("file", _("Ce document se remet sur place : enregistrez-le sans fichier."))
            elif not line.kind.in_person and not cleaned.get("file"):
                self.add_error("file", _("Choisissez un fichier."))
        return cleaned

    @property
    def line(self) -> Line:
        return self.lines[self.cleaned_data["document"]]

    @staticmethod
    def _place(line: Line) -> str:
        return f"{line.kind.pk}-{line.student.pk if line.student else 0}"
