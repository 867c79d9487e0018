"""One request of a family before the office: the values compared, the decision, the one that comes next."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.office import may_at
from families import deciding
from families.beside import parts_for
from families.journal import Entry, journal_of
from families.models import ChangeRequest
from imuse.components import Pager, PagerWords
from imuse.policies import Denied
from imuse.walking import place_among

REQUESTS = PagerWords(
    title=gettext_lazy("Demandes à traiter"),
    first=gettext_lazy("Première demande"),
    previous=gettext_lazy("Demande précédente"),
    next=gettext_lazy("Demande suivante"),
    last=gettext_lazy("Dernière demande"),
)


class DecisionForm(forms.Form):
    accepted = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=gettext_lazy("Mot à la famille"),
        help_text=gettext_lazy(
            "Nécessaire pour un refus, même d’un seul champ. Il part dans le message qui dit ce qui est accepté et ce "
            "qui ne l’est pas."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    state = forms.CharField(widget=forms.HiddenInput)
    widths = {"reason": "full"}


class Review:
    """What clashes is not ticked beforehand: nothing is overwritten without somebody's saying so."""

    def __init__(self, change: ChangeRequest, by: User, data: Any = None) -> None:
        self.change, self.by = change, by
        self.rows = deciding.rows_of(change)
        self.lines = deciding.compare(change, self.rows)
        self.denied = ""
        ticked = [line.key for line in self.lines if not line.clashes]
        state = deciding.state_of(change, self.rows)
        self.form = DecisionForm(data, initial={"accepted": ticked, "state": state})
        self.form.fields["accepted"].choices = [(line.key, line.label) for line in self.lines]

    @property
    def may_decide(self) -> bool:
        is_waiting = self.change.status == ChangeRequest.Status.WAITING
        return is_waiting and may_at(self.by, "families.change_changerequest", self.change.family.site_id)

    @property
    def clashes(self) -> bool:
        return self.may_decide and any(line.clashes for line in self.lines)

    @property
    def ticked(self) -> list[str]:
        return self.form["accepted"].value() or []

    def decide(self) -> str | None:
        """What to tell; nothing where the page is to be shown again, with the reason why."""
        if not self.form.is_valid():
            return None
        answers = self.form.cleaned_data
        refuses = self.form.data.get("decision") == "refuse"
        try:
            decided = deciding.decide(
                change=self.change,
                accepted=[] if refuses else answers["accepted"],
                reason=answers["reason"],
                seen=answers["state"],
                by=self.by,
            )
        except Denied as denied:
            self._show_again(denied)
            return None
        return told(decided)

    @cached_property
    def pager(self) -> Pager | None:
        numbers = list(queue_of(self.by).values_list("pk", flat=True))
        return place_among(numbers, self.change.pk, deciding_page, REQUESTS)

    @property
    def previous_page(self) -> str:
        return self.pager.previous if self.pager else ""

    @property
    def following_page(self) -> str:
        following = next_after(self.change, self.by)
        return deciding_page(following.pk) if following else ""

    def beside(self) -> list[tuple[str, Any]]:
        return parts_for(self.change, self.by) if self.may_decide else []

    def journal(self) -> list[Entry]:
        return journal_of(self.change)

    def _show_again(self, denied: Denied) -> None:
        """With what is on record by now."""
        self.denied = denied.reason
        self.change.refresh_from_db()
        self.rows = deciding.rows_of(self.change)
        self.lines = deciding.compare(self.change, self.rows)
        data = self.form.data.copy()
        data["state"] = deciding.state_of(self.change, self.rows)
        self.form.data = data
        if isinstance(denied, deciding.ReasonMissing):
            self.form.add_error("reason", denied.reason)


def told(decided: ChangeRequest) -> str:
    """«Madame Leroy : 2 champs acceptés, 1 refusé.»"""
    accepted, refused = len(decided.accepted), len(decided.refused)
    parts = []
    if accepted:
        parts.append(ngettext("%(n)s champ accepté", "%(n)s champs acceptés", accepted) % {"n": accepted})
    if refused:
        parts.append(ngettext("%(n)s champ refusé", "%(n)s champs refusés", refused) % {"n": refused})
    return _("%(name)s : %(what)s. La famille est prévenue.") % {
        "name": decided.person,
        "what": ", ".join(parts),
    }


def queue_of(user: User) -> QuerySet[ChangeRequest]:
    """The oldest first."""
    return ChangeRequest.objects.for_user(user, "families.change_changerequest").waiting()


def next_after(change: ChangeRequest, user: User) -> ChangeRequest | None:
    """The one that came in next, else the oldest."""
    others = queue_of(user).exclude(pk=change.pk)
    return others.filter(proposed_at__gte=change.proposed_at).first() or others.first()


def deciding_page(number: int) -> str:
    return reverse("admin:families_changerequest_change", args=[number])
