"""What is filled to import: for which school, and the file."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, User
from imuse.importing.kinds import Kind


class ImportForm(forms.Form):
    site = forms.ModelChoiceField(label=_("Site"), queryset=None, empty_label=None)
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV ou XLSX, 20 Mo au plus. Au-delà, l’administrateur l’importe par une commande."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )

    def __init__(self, kind: Kind, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].queryset = Site.objects.for_user(user, kind.permission)
        self.most_bytes = settings.REQUEST_MAX_BYTES
