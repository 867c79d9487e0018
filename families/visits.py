"""Staff who see the portal as a family: what they are asked first, and what the family's history tells of it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import SeenAs, User
from accounts.seeing_as import may_see_as
from accounts.trail.history import Line
from families.models import Family
from imuse.templatetags.times import hour


class AccountChoice(forms.ModelChoiceField):
    def label_from_instance(self, account: User) -> str:
        return f"{account.get_full_name()} ({account.identifier})"


class SeeAsForm(forms.Form):
    """Of the family's accounts those that can sign in; the first answers for it."""

    account = AccountChoice(
        label=gettext_lazy("Comme"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Par exemple « au téléphone, ne trouve pas sa facture ». Il est gardé un an."),
        max_length=200,
    )

    def __init__(self, family: Family, staff: User, data: dict | None = None) -> None:
        accounts = User.objects.for_user(staff).filter(guardian__family=family, is_active=True)
        super().__init__(data)
        self.fields["account"].queryset = accounts.order_by("guardian__order")
        self.initial["account"] = self.fields["account"].queryset.first()


class Visits:
    """For the history of a family's page."""

    def __init__(self, family: Family, user: User) -> None:
        rows = SeenAs.objects.filter(account__guardian__family=family)
        self.rows = rows if may_see_as(user, family.site_id) else rows.none()

    def count(self) -> int:
        return self.rows.count()

    def latest(self, number: int) -> list[Line]:
        visits = self.rows.select_related("user", "account").order_by("-began_at", "-pk")[:number]
        return [Line(visit.began_at, visit.user.get_full_name(), *_words(visit)) for visit in visits]


def _words(visit: SeenAs) -> tuple[str, list[str]]:
    told = _("a vu le portail comme %(name)s, jusqu’à %(end)s")
    facts = {"name": visit.account.get_full_name(), "end": hour(timezone.localtime(visit.ends_at))}
    return told % facts, [_("Motif : %(reason)s") % {"reason": visit.reason}]
