"""The forms of the gallery: every kind of field, in every state."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imuse.uploads import ACCEPT, WHAT_IS_TAKEN
from imuse.widgets import DateInput

TOO_HEAVY = gettext_lazy(
    "Ce PDF pèse 6 Mo, la limite est de 2 Mo. Photographiez la page plutôt que de la numériser."
)
SITUATIONS = [
    ("together", gettext_lazy("Parents ensemble")),
    ("apart", gettext_lazy("Parents séparés")),
    ("other", gettext_lazy("Autre")),
]
OUTINGS = [
    ("yes", gettext_lazy("Oui, l’élève peut rentrer seul")),
    ("no", gettext_lazy("Non, un adulte vient le chercher")),
]
WAYS_TO_TELL = [("email", gettext_lazy("Par e-mail")), ("text", gettext_lazy("Par texto"))]
ALONE = {"autocomplete": "off"}


class RecordForm(forms.Form):
    """Every kind of field, in every state that is no error."""

    widths = {"remarks": "full", "outing": "down", "consent": "full"}
    on_record = {"mobile": "06 39 98 12 40"}

    last_name = forms.CharField(label=gettext_lazy("Nom"), widget=forms.TextInput(attrs=ALONE))
    city = forms.CharField(
        label=gettext_lazy("Ville"),
        required=False,
        help_text=gettext_lazy("Celle de votre adresse principale."),
        widget=forms.TextInput(attrs=ALONE),
    )
    mobile = forms.CharField(
        label=gettext_lazy("Mobile"),
        required=False,
        help_text=gettext_lazy("Pour vous prévenir de l’absence d’un professeur."),
        widget=forms.TextInput(attrs=ALONE | {"type": "tel"}),
    )
    born = forms.DateField(label=gettext_lazy("Date de naissance"), widget=DateInput(attrs=ALONE))
    situation = forms.ChoiceField(
        label=gettext_lazy("Situation familiale"), required=False, choices=SITUATIONS
    )
    year = forms.CharField(
        label=gettext_lazy("Année"),
        required=False,
        help_text=gettext_lazy("Fixée par l’établissement."),
        widget=forms.TextInput(attrs={"readonly": True}),
    )
    regime = forms.ChoiceField(
        label=gettext_lazy("Tarif"),
        disabled=True,
        choices=[("resident", gettext_lazy("Commune du conservatoire"))],
        help_text=gettext_lazy("Le secrétariat le change avec vous."),
    )
    paper = forms.FileField(
        label=gettext_lazy("Fichier"),
        required=False,
        help_text=gettext_lazy("JPEG, JPG, PNG, PDF - 2 Mo maximum"),
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )
    outing = forms.ChoiceField(
        label=gettext_lazy("Autorisation de sortie"), choices=OUTINGS, widget=forms.RadioSelect
    )
    tell = forms.MultipleChoiceField(
        label=gettext_lazy("Me prévenir"),
        required=False,
        choices=WAYS_TO_TELL,
        widget=forms.CheckboxSelectMultiple,
    )
    remarks = forms.CharField(
        label=gettext_lazy("Demandes complémentaires"),
        required=False,
        help_text=gettext_lazy(
            "Un horaire impossible, un second instrument, une aide à prévoir : dites-le ici."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    same = forms.BooleanField(
        label=gettext_lazy("Utiliser les coordonnées du responsable légal"), required=False
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Je certifie l’exactitude de ces renseignements"),
        help_text=gettext_lazy("Le secrétariat peut demander un justificatif."),
    )


class CorrectedForm(RecordForm):
    """The same, sent back."""

    CORRECTIONS = {
        "last_name": gettext_lazy("Indiquez le nom."),
        "city": gettext_lazy("Cette ville ne va pas avec le code postal 91999."),
        "mobile": gettext_lazy("Ce numéro a 9 chiffres ; il en faut 10, par exemple 06 39 98 12 34."),
        "born": gettext_lazy("Cette date est à venir : vérifiez l’année."),
        "situation": gettext_lazy("Choisissez une situation de la liste."),
        "paper": TOO_HEAVY,
        "tell": gettext_lazy("Choisissez au moins une façon de vous prévenir."),
        "remarks": [gettext_lazy("1 000 caractères au plus."), gettext_lazy("Sans adresse de site.")],
        "outing": gettext_lazy("Choisissez une réponse."),
        "consent": gettext_lazy("Cochez cette case pour envoyer la fiche."),
    }

    def clean(self) -> None:
        self.errors.clear()
        for name, sentences in self.CORRECTIONS.items():
            self.add_error(name, sentences)
        raise ValidationError(
            _(
                "La fiche a changé au secrétariat depuis que vous l’avez ouverte : relisez-la avant de l’envoyer."
            )
        )


class LessonForm(forms.Form):
    """Choices in groups, numbers, addresses; a page shows those that it names."""

    COURSES = [
        (gettext_lazy("Cordes"), [("cello", "Violoncelle"), ("harp", "Harpe")]),
        (gettext_lazy("Danse"), [("modern", "Danse contemporaine")]),
    ]

    widths = {"course": "long", "age": "short", "email": "full"}

    course = forms.ChoiceField(label=gettext_lazy("Cours"), choices=COURSES, initial="harp")
    age = forms.IntegerField(label=gettext_lazy("Âge"), required=False, min_value=4, max_value=99)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        initial="ines.leroy@example.org",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    teacher = forms.CharField(label=gettext_lazy("Enseignant"))


class RefusedForm(forms.Form):
    """Everything is required, and what is wrong is wrong of the whole."""

    identifier = forms.CharField(label=gettext_lazy("Identifiant"))
    word = forms.CharField(label=gettext_lazy("Mot de passe"), widget=forms.PasswordInput)

    def clean(self) -> None:
        raise ValidationError(_("Connexion impossible : vérifiez l’identifiant et le mot de passe."))


class FileForm(forms.Form):
    """Bound without a file, it says what is wrong with one."""

    widths = {"file": "full"}

    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=WHAT_IS_TAKEN,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": TOO_HEAVY},
    )


class PasswordForm(forms.Form):
    new_password1 = forms.CharField(
        label=gettext_lazy("Saisir le nouveau mot de passe"),
        widget=forms.PasswordInput(
            render_value=True, attrs={"autocomplete": "new-password", "aria-describedby": "password-rule"}
        ),
    )
