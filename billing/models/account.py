from django.utils.translation import gettext_lazy as _

from families.models import Family


class FamilyLedger(Family):
    """A family as the régie opens it: what it owes. The secrétariat may look."""

    class Meta:
        proxy = True
        verbose_name = _("compte d’une famille")
        verbose_name_plural = _("comptes des familles")
