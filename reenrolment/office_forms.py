"""What the office fills: its answer to a re-enrolment, more time for a family, a code on paper."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imuse.widgets import DateInput, MomentInput
from reenrolment import codes
from students.models import Course

if TYPE_CHECKING:
    from accounts.models import User
    from reenrolment.models import Campaign, Reenrolment

TO_ANSWER = timedelta(days=10)  # proposed, to be changed


class DecisionForm(forms.Form):
    """Validate, ask for more until a day, or refuse with a reason, on the version that the page shows."""

    words = forms.CharField(
        label=gettext_lazy("Votre mot à la famille"),
        help_text=gettext_lazy(
            "Pour un complément, ce qui manque ; pour un refus, pourquoi. Il part par mail."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    answer_until = forms.DateField(
        label=gettext_lazy("Réponse jusqu’au"),
        help_text=gettext_lazy("Pour un complément : ce jour inclus, même après la clôture."),
        required=False,
        widget=DateInput(attrs={"autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    widths = {"words": "full"}

    def __init__(self, reenrolment: "Reenrolment", *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        day = min(timezone.localdate() + TO_ANSWER, reenrolment.campaign.last_day)
        self.initial = {"version": reenrolment.version, "answer_until": day}

    def has_seen(self, version: int) -> None:
        """For a form that is shown again: who sends it once more has read what changed."""
        self.data = self.data.copy()
        self.data["version"] = version


class ExtensionForm(forms.Form):
    until = forms.DateTimeField(
        label=gettext_lazy("Jusqu’au"),
        help_text=gettext_lazy("Jour et heure : la famille peut envoyer, changer ou retirer jusque-là."),
        widget=MomentInput(attrs={"autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """The code that stands on a receipt and on a printed form."""

    code = forms.CharField(
        label=gettext_lazy("Code du formulaire ou de l’accusé de réception"),
        help_text=gettext_lazy("Par exemple 12-3456-K."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> tuple[int, int]:
        found = codes.read(self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(_("Ce code ne se lit pas : une lettre ou un chiffre est à vérifier."))
        return found


class PlaceForm(forms.Form):
    """Boxes of a group, and the course that they are given."""

    numbers = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": gettext_lazy("Cochez au moins un élève.")},
    )
    course = forms.ModelChoiceField(
        queryset=None, error_messages={"required": gettext_lazy("Choisissez un cours.")}
    )

    def __init__(self, campaign: "Campaign", by: "User", data: Any = None) -> None:
        super().__init__(data)
        ticked = data.getlist("numbers") if data else []
        self.fields["numbers"].choices = [
            (each, each) for each in ticked if each.isdecimal() and len(each) < 19
        ]
        self.fields["course"].queryset = Course.objects.for_user(by).filter(
            site=campaign.site_id, year=campaign.year
        )
