from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.site import Site
from accounts.roles import Role, apps_of, roles_with
from accounts.trail.rows import TrackedQuerySet
from imuse.keys import key


class UserQuerySet(TrackedQuerySet):
    def for_user(self, user: "User", permission: str = "accounts.view_familyaccount") -> Self:
        """Oneself; for staff besides, the families' accounts of the schools where their posts allow it."""
        if user.is_superuser:
            return self
        own = Q(pk=user.pk)
        return self.filter(own | Q(site__in=user.site_ids_granting(permission)) if user.is_staff else own)

    def family_named(self, identifier: str, *, at: Site) -> "User | None":
        return self.select_related("site").filter(site=at, login=login_of(at.pk, identifier)).first()

    def lost_by(self, *, site_id: int | None, identifier: str, email: str) -> "list[User]":
        """Whose password may be made anew: of the chosen site or, with none chosen, of every one."""
        sites = Site.objects.open_to_families()
        if site_id is not None:
            sites = sites.filter(pk=site_id)
        logins = [login_of(pk, identifier) for pk in sites.values_list("pk", flat=True).order_by("pk")]
        found = self.select_related("site").filter(login__in=logins, is_active=True).order_by("pk")
        return [account for account in found if key(account.email) == key(email) != ""]

    def staff_named(self, identifier: str) -> "User | None":
        return self.filter(site=None, login=login_of(None, identifier)).first()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Django's commands know accounts by `login` alone; theirs are the staff's, who have no site."""

    def create_superuser(self, login: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(identifier=login, is_superuser=True, **fields)
        user.set_password(password)
        user.full_clean(exclude={"login"})  # `createsuperuser` tells what is refused
        user.save(using=self._db)
        return user


class FamilyAccounts(UserManager):
    def get_queryset(self) -> UserQuerySet:
        return super().get_queryset().filter(site__isnull=False)


class StaffAccounts(UserManager):
    def get_queryset(self) -> UserQuerySet:
        return super().get_queryset().filter(site__isnull=True)


def login_of(site_id: int | None, identifier: str) -> str:
    """What is unique: the identifier's key, behind its site for a family. A key has no colon."""
    bare = key(identifier)
    return bare if site_id is None else f"{site_id}:{bare}"


class User(AbstractBaseUser, PermissionsMixin):
    """Who signs in: a family's guardian or adult student, at one site; or staff, who have no site but posts."""

    class Civility(models.TextChoices):
        MADAME = "madame", _("Madame")
        MONSIEUR = "monsieur", _("Monsieur")

    # Rights come from posts (accounts/roles.py), not from Django's groups.
    groups = None
    user_permissions = None

    site = models.ForeignKey(
        Site, verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    identifier = models.CharField(
        _("identifiant"),
        max_length=40,
        validators=[RegexValidator(r"^[^\s:]+$", _("Un identifiant n’a ni espace ni deux-points."))],
    )
    login = models.CharField(max_length=254, unique=True, editable=False)
    civility = models.CharField(_("civilité"), max_length=8, choices=Civility, blank=True)
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    last_name = models.CharField(_("nom"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    password_expires_at = models.DateTimeField(_("fin du mot de passe provisoire"), null=True, editable=False)
    # The link of «Mot de passe perdu» that counts: a newer one voids it.
    password_link_at = models.DateTimeField(null=True, editable=False)
    # By mail, once it is written; by letter, once it is printed.
    identifier_told_at = models.DateTimeField(_("identifiant envoyé le"), null=True, editable=False)
    search_key = models.CharField(max_length=600, editable=False)
    language = models.CharField(_("langue"), max_length=5, blank=True, editable=False)
    display = models.CharField(max_length=120, blank=True, editable=False)  # as imuse.display writes it
    is_active = models.BooleanField(
        _("actif"),
        default=True,
        help_text=_("Inactif, le compte ne peut plus se connecter ; ses sessions finissent."),
    )

    objects = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["last_name"]

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        ordering = ["login"]
        constraints = [
            models.CheckConstraint(
                name="user_login_names_its_site",
                condition=Q(site__isnull=False, login__contains=":")
                | (Q(site__isnull=True) & ~Q(login__contains=":")),
                violation_error_message=_("Un identifiant n’a ni espace ni deux-points."),
            ),
            models.CheckConstraint(
                name="user_superuser_is_staff",
                condition=Q(is_superuser=False) | Q(site__isnull=True),
                violation_error_message=_("Le compte d’une famille ne peut pas administrer le portail."),
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    def save(self, **options: Any) -> None:
        self.prepare()
        super().save(**options)

    def prepare(self) -> None:
        self.login = login_of(self.site_id, self.identifier)
        told = f"{self.identifier} {self.first_name} {self.last_name} {self.email}"
        self.search_key = key(told)[:600]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """The key is compared: what it unfolds the identifier into must be an identifier too, as «：» is a colon."""
        super().clean_fields(exclude)
        if "identifier" not in (exclude or ()):
            try:
                self._meta.get_field("identifier").clean(key(self.identifier), self)
            except ValidationError as refusal:
                raise ValidationError({"identifier": refusal}) from refusal

    def clean(self) -> None:
        """The unique key is not typed by anyone, so its clash is told at the identifier."""
        super().clean()
        self.login = login_of(self.site_id, self.identifier)
        namesakes = User.objects.filter(login=self.login).exclude(pk=self.pk)
        if namesakes.exists():
            raise ValidationError({"identifier": _("Cet identifiant est déjà pris.")})

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.last_name

    @property
    def is_staff(self) -> bool:
        return self.site_id is None

    @property
    def salutation(self) -> str:
        """«Madame Dupont», or «Claire Bernard» for who gave no civility."""
        return f"{self.get_civility_display()} {self.last_name}" if self.civility else self.get_full_name()

    @property
    def has_lapsed_password(self) -> bool:
        """A provisional password serves for a day."""
        return self.password_expires_at is not None and self.password_expires_at <= timezone.now()

    @cached_property
    def held_posts(self) -> list["Post"]:
        return list(self.posts.select_related("site"))

    @property
    def only_school(self) -> Site | None:
        """Of the staff: where there is but one."""
        schools = {} if self.is_superuser else {post.site_id: post.site for post in self.held_posts}
        return next(iter(schools.values())) if len(schools) == 1 else None

    def site_ids_granting(self, permission: str) -> set[int]:
        roles = roles_with(permission)
        return {post.site_id for post in self.held_posts if post.role in roles}

    def holds(self, permission: str) -> bool:
        return bool(self.site_ids_granting(permission))

    def works_in(self, app_label: str) -> bool:
        return any(app_label in apps_of(post.role) for post in self.held_posts)


class FamilyAccount(User):
    objects = FamilyAccounts()

    class Meta:
        proxy = True
        verbose_name = _("compte d’usager")
        verbose_name_plural = _("comptes des usagers")


class StaffAccount(User):
    objects = StaffAccounts()

    class Meta:
        proxy = True
        verbose_name = _("compte du personnel")
        verbose_name_plural = _("comptes du personnel")


class PostQuerySet(TrackedQuerySet):
    def for_user(self, user: User) -> Self:
        return self if user.is_superuser else self.filter(user=user)


class Post(models.Model):
    """What a member of staff does at a school."""

    user = models.ForeignKey(
        User,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="posts",
        limit_choices_to={"site": None},
    )
    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(_("rôle"), max_length=12, choices=Role)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonction")
        verbose_name_plural = _("fonctions")
        ordering = ["user__login", "site__name_key", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site", "role"],
                name="post_once",
                violation_error_message=_("Cette personne a déjà cette fonction sur ce site."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.site}"
