from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.look import ColourField, LogoField
from accounts.trail.rows import TrackedQuerySet
from imuse import colours
from imuse.keys import key
from imuse.school_year import school_year_of

if TYPE_CHECKING:
    from accounts.models.user import User


class SiteQuerySet(TrackedQuerySet):
    def for_user(self, user: "User", permission: str = "accounts.view_site") -> Self:
        """A family's own school; for staff, the schools where their posts grant the permission."""
        if not user.is_staff:
            return self.filter(pk=user.site_id)
        return self if user.is_superuser else self.filter(pk__in=user.site_ids_granting(permission))

    def open_to_families(self) -> Self:
        """What the sign-in page offers to whoever comes."""
        return self.filter(is_open=True)

    def looks(self) -> Self:
        """What every page shows of a school to whoever comes: its colour and its logo."""
        return self.only("accent", "logo")


class Site(models.Model):
    """One school, and the settings that its office keeps."""

    class IdleMinutes(models.IntegerChoices):
        TEN = 10, _("10 minutes")
        FIFTEEN = 15, _("15 minutes")
        TWENTY = 20, _("20 minutes")
        THIRTY = 30, _("30 minutes")
        FORTY_FIVE = 45, _("45 minutes")
        SIXTY = 60, _("1 heure")
        NINETY = 90, _("1 heure 30")
        HUNDRED_TWENTY = 120, _("2 heures")

    class Month(models.IntegerChoices):
        JULY = 7, _("Juillet")
        AUGUST = 8, _("Août")
        SEPTEMBER = 9, _("Septembre")
        OCTOBER = 10, _("Octobre")

    class SignOutLabel(models.TextChoices):
        DECONNEXION = "deconnexion", _("Déconnexion")
        QUITTER = "quitter", _("Quitter")

    class LostPassword(models.TextChoices):
        PROVISIONAL = "provisional", _("un mot de passe provisoire, à remplacer")
        PASSWORD = "password", _("un mot de passe, qu’elle peut garder")
        LINK = "link", _("un lien pour choisir son mot de passe")

    name = models.CharField(_("nom de l’établissement"), max_length=80, unique=True)
    name_key = models.CharField(max_length=120, editable=False)
    is_open = models.BooleanField(
        _("ouvert aux familles"), default=True, help_text=_("Fermé, il n’est plus proposé à la connexion.")
    )
    accent = ColourField(
        _("couleur"),
        max_length=7,
        default=colours.DEFAULT,
        help_text=_(
            "Liens, boutons et têtes de note en sont tirés, assez foncés ou assez clairs pour se lire."
        ),
    )
    logo = LogoField(
        _("logo"),
        upload_to="logos",
        blank=True,
        help_text=_("PNG, JPEG ou WebP, 2 Mo au plus ; il est montré dans un carré, à côté du nom."),
    )
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.TextField(_("adresse"), blank=True)
    opening_hours = models.CharField(_("horaires d’accueil"), max_length=120, blank=True)
    welcome = models.TextField(
        _("texte d’accueil"), blank=True, help_text=_("Il est montré à chaque famille sur sa page d’accueil.")
    )
    personal_data_notice = models.TextField(
        _("texte sur les données personnelles"),
        blank=True,
        help_text=_("Le droit d’accès et de rectification, et à qui s’adresser."),
    )
    password_min_length = models.PositiveSmallIntegerField(
        _("longueur minimale du mot de passe"),
        default=8,
        validators=[MinValueValidator(8), MaxValueValidator(64)],
    )
    password_max_length = models.PositiveSmallIntegerField(
        _("longueur maximale du mot de passe"),
        null=True,
        blank=True,
        validators=[MinValueValidator(12), MaxValueValidator(128)],
        help_text=_("Vide : aucune limite, ce qui est le plus sûr."),
    )
    lost_password = models.CharField(
        _("mot de passe perdu"),
        max_length=12,
        choices=LostPassword,
        default=LostPassword.PROVISIONAL,
        help_text=_("Ce que reçoit une famille qui a perdu son mot de passe."),
    )
    mail_sender = models.EmailField(
        _("expéditeur des mails"),
        blank=True,
        help_text=_("Vide : l’adresse de l’installation. Les réponses vont à l’e-mail ci-dessus."),
    )
    mail_signature = models.TextField(
        _("signature des mails"),
        blank=True,
        help_text=_("Sous chaque mail ; vide : le nom et les coordonnées."),
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("fin de session sans activité"), choices=IdleMinutes, default=IdleMinutes.THIRTY
    )
    sign_out_label = models.CharField(
        _("libellé pour se déconnecter"),
        max_length=12,
        choices=SignOutLabel,
        default=SignOutLabel.DECONNEXION,
    )

    billing_in_menu = models.BooleanField(
        _("« Facturation » au menu"),
        default=True,
        help_text=_("Sans elle, les factures restent parmi les onglets de « Famille »."),
    )
    year_starts_in = models.PositiveSmallIntegerField(
        _("premier mois de l’année scolaire"), choices=Month, default=Month.SEPTEMBER
    )
    archives_visa = models.BooleanField(
        _("visa des Archives départementales"),
        default=True,
        help_text=_(
            "École publique : les dossiers d’élèves partis depuis plus de deux ans ne sont détruits qu’avec ce visa. "
            "Sinon, ils le sont d’eux-mêmes."
        ),
    )
    evaluations_shown_after = models.PositiveSmallIntegerField(
        _("évaluations montrées après (jours)"),
        default=0,
        validators=[MaxValueValidator(90)],
        help_text=_("0 : le jour même. Une évaluation peut avoir sa propre date."),
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name_key"]
        constraints = [
            models.CheckConstraint(
                name="site_password_lengths",
                condition=Q(password_min_length__gte=8)
                & (Q(password_max_length=None) | Q(password_max_length__gte=F("password_min_length"))),
                violation_error_message=_(
                    "La longueur du mot de passe : 8 caractères au moins, et le maximum n’est pas sous le minimum."
                ),
            ),
            models.CheckConstraint(
                name="site_idle_minutes",
                condition=Q(idle_minutes__gte=10, idle_minutes__lte=120),
                violation_error_message=_("La fin de session se choisit entre 10 et 120 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        self.name_key = key(self.name)[:120]  # a letter may unfold into several
        super().save(**options)

    @property
    def stylesheet_url(self) -> str:
        """Empty where the sheet would say nothing new. The address changes with the colour, so that browsers keep it."""
        if self.accent == colours.DEFAULT:
            return ""
        return reverse("site_stylesheet", args=[self.pk, self.accent.removeprefix("#")])

    def school_year(self) -> int:
        """The one that is running."""
        return school_year_of(timezone.localdate(), self.year_starts_in)
