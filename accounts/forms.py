from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import activation
from accounts.models import Site, Throttle, User
from accounts.throttle import TooManyTries, count_success, reserve_try
from imuse.display import PREFERENCES

if TYPE_CHECKING:
    from django.http import HttpRequest

IDENTIFIER = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class SiteSelect(forms.Select):
    """Each site's telephone and e-mail go with its option, for the script that shows the chosen one's."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        site = getattr(value, "instance", None)
        if site is not None:
            option["attrs"] |= {"data-telephone": site.telephone, "data-email": site.email}
        return option


class CredentialsForm(forms.Form):
    """What both sign-ins share. One sentence for every failure, whatever was wrong."""

    purpose: Throttle.Purpose
    refused: Any = _("Connexion impossible : vérifiez l’identifiant et le mot de passe.")

    identifier = forms.CharField(
        label=_("Identifiant"),
        max_length=254,  # its key is computed, at a cost that grows faster than its length
        error_messages={
            "required": _(
                "Indiquez votre identifiant : il est dans le message ou la lettre de l’établissement."
            )
        },
        widget=forms.TextInput(attrs=IDENTIFIER),
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=4096,
        strip=False,
        error_messages={"required": _("Indiquez votre mot de passe.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: "HttpRequest", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request
        self.user: User | None = None
        self.denied: TooManyTries | None = None

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if any(self.has_error(name, code="required") for name in self.fields):
            return answers
        # What no account could match, like a NUL byte, is wrong as any other: no more is told.
        understood = not self.errors
        self.errors.clear()
        if understood:
            self.user = self._try()
        if self.user is None:
            raise ValidationError(self.denied.reason if self.denied else self.refused)
        return answers

    def _try(self) -> User | None:
        site, identifier = self.cleaned_data.get("site"), self.cleaned_data["identifier"]
        try:
            tried = reserve_try(self.request, purpose=self.purpose, site=site, identifier=identifier)
        except TooManyTries as denied:
            self.denied = denied
            return None
        user = self.who()
        if user:
            count_success(tried)
        return user

    def who(self) -> User | None:
        """Whose credentials these are."""
        return authenticate(self.request, **self.credentials())

    def credentials(self) -> dict[str, Any]:
        """For the backend that takes exactly these: the staff's has another word for the identifier."""
        return self.cleaned_data


def site_in(form: forms.Form) -> Site | None:
    """What the drop-down shows as chosen, if anything."""
    offered = form.fields["site"].queryset
    return next((site for site in offered if str(site.pk) == str(form["site"].value())), None)


class SignInForm(CredentialsForm):
    purpose = Throttle.Purpose.SIGN_IN
    refused = _(
        "Connexion impossible : vérifiez le site, l’identifiant et le mot de passe. "
        "Un mot de passe provisoire n’est valable que 24 heures."
    )

    site = forms.ModelChoiceField(
        label=_("Site"),
        help_text=_("L’établissement où l’élève est inscrit."),
        queryset=Site.objects.open_to_families(),
        empty_label=_("Choisissez votre site"),
        error_messages={"required": _("Choisissez votre site dans la liste.")},
        widget=SiteSelect,
    )
    field_order = ["site", "identifier", "password"]

    def __init__(self, request: "HttpRequest", **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.sites = list(self.fields["site"].queryset)
        if len(self.sites) == 1:
            self.fields["site"].empty_label = None
        self.initial.setdefault("site", request.COOKIES.get(settings.SITE_COOKIE_NAME))

    def contact(self) -> dict[str, str]:
        """How to reach the chosen school; blank while none is, for the script to fill in."""
        site = self.chosen_site()
        return {"telephone": site.telephone if site else "", "email": site.email if site else ""}

    def chosen_site(self) -> Site | None:
        """The site just sent, or the one preselected."""
        return self.sites[0] if len(self.sites) == 1 else site_in(self)


class ActivationForm(SignInForm):
    """The code of a letter, in the place of a password."""

    purpose = Throttle.Purpose.ACTIVATION
    refused = _(
        "Ce code n’est pas accepté : vérifiez le site, l’identifiant et le code de la lettre. Un code sert une seule "
        "fois, pendant 30 jours, et une lettre plus récente le remplace ; sinon, appelez l’établissement."
    )

    password = None
    code = forms.CharField(
        label=_("Code d’activation"),
        help_text=_("Les 12 lettres et chiffres de la lettre, avec ou sans les traits."),
        max_length=40,
        error_messages={"required": _("Indiquez le code : il est dans la lettre de l’établissement.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ["site", "identifier", "code"]

    def who(self) -> User | None:
        return activation.account_of_code(**self.cleaned_data)


class StaffSignInForm(CredentialsForm):
    purpose = Throttle.Purpose.STAFF_SIGN_IN

    def credentials(self) -> dict[str, Any]:
        return {
            "staff_identifier": self.cleaned_data["identifier"],
            "password": self.cleaned_data["password"],
        }


class CodeForm(forms.Form):
    """A code of the second factor; pasted with its blanks, as applications show it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={"required": _("Indiquez le code que montre votre application.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def refuse(self) -> None:
        self.add_error(
            "code",
            _(
                "Ce code n’est pas accepté : il est faux, il a déjà servi, ou cet essai suit de trop près un autre. "
                "Attendez une minute et réessayez."
            ),
        )


def word_like_the_guides(form: SetPasswordForm) -> None:
    labels = {
        "old_password": _("Mot de passe actuel"),
        "new_password1": _("Saisir le nouveau mot de passe"),
        "new_password2": _("Ressaisir le nouveau mot de passe"),
    }
    for name, field in form.fields.items():
        field.label, field.help_text = labels[name], ""
        field.widget.attrs.pop("autofocus", None)
        field.error_messages["required"] = _("Ce champ est à remplir.")
    form.fields["new_password1"].widget.attrs["aria-describedby"] = "password-rule"


class ChangePasswordForm(PasswordChangeForm):
    """Django's own, with the labels of the printed guides; the rule stands above the fields."""

    widths = {"old_password": "full"}

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("Ce n’est pas votre mot de passe actuel."),
        "password_mismatch": _("Les deux saisies du nouveau mot de passe ne sont pas les mêmes."),
    }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        word_like_the_guides(self)

    def clean_new_password1(self) -> str:
        """Else a provisional password would be replaced by itself, and stay."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("Choisissez-en un autre que l’actuel."))
        return password


class ChoosePasswordForm(SetPasswordForm):
    """For who comes by a link: there is no present password to ask for."""

    error_messages = ChangePasswordForm.error_messages

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        word_like_the_guides(self)


class LostPasswordForm(forms.Form):
    """Without a site the search is wider, not wrong."""

    check = _("Vérifiez les renseignements saisis : ce champ est à remplir.")

    site = forms.ModelChoiceField(
        label=_("Site"),
        queryset=Site.objects.open_to_families(),
        required=False,
        empty_label=_("Je ne sais plus"),
    )
    identifier = forms.CharField(
        label=_("Identifiant"),
        max_length=200,
        error_messages={"required": check},
        widget=forms.TextInput(attrs=IDENTIFIER),
    )
    email = forms.CharField(
        label=_("E-mail"),
        help_text=_("L’adresse que vous avez donnée à l’établissement."),
        max_length=254,
        error_messages={"required": check},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, request: "HttpRequest", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request
        self.denied: TooManyTries | None = None

    def clean(self) -> dict[str, Any]:
        """Each request counts: there is none that proves who asks."""
        answers = super().clean()
        if not self.errors:
            self._try(site=answers["site"], identifier=answers["identifier"])
        return answers

    def chosen_site(self) -> Site | None:
        return site_in(self)

    def _try(self, *, site: Site | None, identifier: str) -> None:
        try:
            reserve_try(
                self.request, purpose=Throttle.Purpose.LOST_PASSWORD, site=site, identifier=identifier
            )
        except TooManyTries as denied:
            self.denied = denied
            raise ValidationError(denied.reason) from denied


class DisplayForm(forms.Form):
    """A question for each preference. The stylesheet knows names and values, and shows a choice at once."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, preference in PREFERENCES.items():
            self.fields[name] = forms.ChoiceField(
                label=preference.label,
                choices=preference.choices.items(),
                required=False,
                widget=forms.RadioSelect,
            )
