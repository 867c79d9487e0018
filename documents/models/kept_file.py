from typing import TYPE_CHECKING

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from imuse.uploads import SafeFile

MEGABYTE = 1024 * 1024
HUNDREDTH = 0.01


class KeptFile(models.Model):
    """A file in the documents' store, below a path that no address leads to; what it is stays when it is gone."""

    path = models.CharField(max_length=80, blank=True, editable=False)
    file_name = models.CharField(_("nom du fichier"), max_length=120, blank=True, editable=False)
    content_type = models.CharField(_("type"), max_length=40, blank=True, editable=False)
    size = models.PositiveIntegerField(_("taille"), default=0, editable=False)
    digest = models.CharField(_("empreinte"), max_length=64, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0, editable=False)

    class Meta:
        abstract = True

    def take(self, file: "SafeFile", path: str) -> None:
        """What was stored there is this row's from now on."""
        self.path, self.file_name, self.content_type = path, file.name, file.content_type
        self.size, self.digest, self.pages = file.size, file.digest, file.pages

    def let_go(self) -> None:
        """Of a row that is the same without it."""
        self.path = self.file_name = self.content_type = self.digest = ""
        self.size = self.pages = 0

    @property
    def format(self) -> str:
        """«PDF»."""
        return self.content_type.rpartition("/")[2].upper()

    @property
    def weight(self) -> str:
        """As one says it of something to download: «48 Ko»."""
        if self.size < MEGABYTE:
            return _("%(number)s Ko") % {"number": max(round(self.size / 1024), 1)}
        return _("%(number)s Mo") % {"number": self.megabytes}

    @property
    def megabytes(self) -> str:
        """«0,48», and never «0,00» for a file that is there."""
        return number_format(max(round(self.size / MEGABYTE, 2), HUNDREDTH), 2) if self.size else ""
