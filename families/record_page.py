"""A record that a family may change: one page shows it, takes what is sent, and tells what becomes of it."""

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.too_late import give_back
from families import changes
from families.changes import ChangedMeanwhile, Outcome
from families.field_rules import Kind
from families.record_form import RecordForm
from families.sheet import Sheet
from families.verdicts import Refusal, Verdict, refusals, verdicts
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

# Beside «Modifier», in the words of the printed guides.
STATE = {
    Kind.GUARDIAN: gettext_lazy("Éléments modifiés - Fiche en attente de validation"),
    Kind.STUDENT: gettext_lazy("Éléments modifiés - Fiche élève en attente de validation"),
}


class RecordPage(NamedTuple):
    """`answer` is where to go once something was done; without it, the page is to be shown."""

    sheet: Sheet
    form: RecordForm
    verdicts: list[Verdict]
    state: "Promise | str"
    answer: "HttpResponse | None" = None

    @property
    def refusals(self) -> list[Refusal]:
        return refusals(self.sheet.unread)


def open_record(request: "HttpRequest", sheet: Sheet, form_class: type[RecordForm]) -> RecordPage:
    answer, form = _take(request, sheet, form_class)
    if answer is None:
        give_back(request, form)
    told = verdicts(sheet.changes, sheet.tells)
    return RecordPage(sheet, form, told, STATE[sheet.kind] if sheet.waiting else "", answer)


def _take(
    request: "HttpRequest", sheet: Sheet, form_class: type[RecordForm]
) -> "tuple[HttpResponse | None, RecordForm]":
    if request.method != "POST":
        return None, form_class(sheet)
    act = next((act for name, act in ASIDE.items() if name in request.POST), None)
    if act:
        act(request, sheet)
        return redirect(request.get_full_path()), form_class(sheet)
    form = form_class(sheet, request.POST)
    if form.is_valid() and _proposed(request, sheet, form):
        return redirect(request.get_full_path()), form
    form.show_what_is_now()
    return None, form


def _proposed(request: "HttpRequest", sheet: Sheet, form: RecordForm) -> bool:
    try:
        outcome = changes.propose(
            family=sheet.family, person=sheet.person, wishes=form.wishes(), by=request.user
        )
    except ChangedMeanwhile as faster:
        form.tell_who_was_faster(faster.now)
        return False
    except Denied as denied:
        form.add_error(None, denied.reason)
        return False
    messages.success(request, _told(outcome, request.user.email))
    return True


def _told(outcome: Outcome, email: str) -> str:
    if outcome.waiting:
        told = [
            _(
                "Votre fiche d'identité est mise à jour, en attente de validation par le personnel administratif."
            )
        ]
        if email:
            told.append(_("Un accusé de réception vous a été envoyé."))
        return " ".join(told)
    if outcome.withdrawn and not outcome.applied:
        return _("Votre demande est retirée : la fiche reste comme elle est.")
    return _("Vos modifications sont enregistrées.") if outcome.applied else _("Aucune modification")


def _withdraw(request: "HttpRequest", sheet: Sheet) -> None:
    if not sheet.may_withdraw or str(sheet.waiting.pk) != request.POST["withdraw"]:
        messages.warning(request, _("Cette demande n’attend plus : voyez dessous ce qu’elle est devenue."))
        return
    try:
        changes.withdraw(sheet.waiting)
    except Denied as denied:
        messages.warning(request, denied.reason)
    else:
        messages.success(request, _("Votre demande est retirée : la fiche reste comme elle est."))


def _read(request: "HttpRequest", sheet: Sheet) -> None:
    for change in sheet.unread:
        if str(change.pk) == request.POST["read"]:
            changes.mark_read(change)


ASIDE = {"withdraw": _withdraw, "read": _read}
