"""What a school lends the pages: its colour and its logo."""

import math
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from imuse import colours


def validate_accent(accent: str) -> None:
    if not colours.HEX.fullmatch(accent):
        raise ValidationError(
            _("Écrivez la couleur comme #0f766e : un dièse, puis six chiffres ou lettres de a à f.")
        )
    too_low = colours.check_contrast(accent)
    if too_low:
        raise ValidationError(_sentence(too_low[0], colours.nearest_readable(accent)))


def _sentence(worst: colours.TooLow, proposal: str) -> str:
    return _(
        "Avec cette couleur, %(what)s se voient mal (%(look)s) : le contraste est de %(ratio)s, il en faut %(needed)s. "
        "La plus proche qui convient : %(proposal)s."
    ) % {
        "what": worst.pair.name,
        "look": worst.look.name,
        "ratio": number_format(math.floor(worst.ratio * 100) / 100, 2),
        "needed": number_format(worst.needed, 1),
        "proposal": proposal,
    }


class ColourField(models.CharField):
    """Kept as #rrggbb, however it was typed."""

    default_validators = [validate_accent]

    def to_python(self, value: Any) -> Any:
        return colours.spelt_out(value) if isinstance(value, str) else value


class LogoFile(FieldFile):
    """Kept where no address leads: `site_logo` hands it out."""

    @property
    def digest(self) -> str:
        """Of what it holds: the file is named by it."""
        return PurePath(self.name).stem

    @property
    def url(self) -> str:
        return reverse("site_logo", args=[self.instance.pk, self.digest])


class LogoField(models.FileField):
    attr_class = LogoFile
