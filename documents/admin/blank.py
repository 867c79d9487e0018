"""The blank form that families fill in, as the office sends it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents import files
from imuse import uploads
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from imuse.uploads import SafeFile


class Received:
    """A file that was sent, looked at and stored; or the reason why it is not."""

    def __init__(self, sent: "UploadedFile") -> None:
        self.name, self.size = sent.name, sent.size
        self.file: SafeFile | None = None
        self.path = self.refusal = ""
        try:
            self.file = uploads.accept_file(sent)
            self.path = files.keep(self.file)
        except Denied as denied:
            self.refusal = denied.reason


class BlankField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": uploads.ACCEPT})

    def __init__(self) -> None:
        super().__init__(
            label=_("Modèle à remplir"),
            required=False,
            help_text=_("Que les familles téléchargent. JPEG, JPG, PNG, PDF - 2 Mo maximum"),
        )

    def clean(self, data: Any, initial: Any = None) -> Received | None:
        sent = super().clean(data, initial)
        if not isinstance(sent, Received):
            return None
        if sent.refusal:
            raise ValidationError(sent.refusal)
        return sent
