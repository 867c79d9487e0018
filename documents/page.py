"""«Documents fournis», of a family or of a student: one page shows the lines, takes a file or an answer, and tells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.too_late import give_back
from documents import handing_in
from documents.forms import ImportForm
from documents.lines import Line
from imuse.policies import Denied

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PapersPage(NamedTuple):
    """`answer` is where to go once something was done; without it, the page is to be shown."""

    lines: Sequence[Line]
    form: ImportForm
    answer: "HttpResponse | None" = None


def open_papers(request: "HttpRequest", lines: Sequence[Line], *, way: str = "") -> PapersPage:
    """`way` is what the address carries on besides."""
    there = f"{request.path}{way}"
    if "not_concerned" in request.POST:
        _say_not_concerned(request, lines)
        return PapersPage(lines, ImportForm(lines), redirect(there))
    if request.method != "POST":
        form = give_back(request, ImportForm(lines, asked=request.GET.get("document", "")))
        return PapersPage(lines, form)
    form = ImportForm(lines, request.POST, request.FILES)
    answer = _handed_in(request, form, there) if form.is_valid() else None
    return PapersPage(lines, form, answer or (_refusal(form) if _asks_for_a_script(request) else None))


def _handed_in(request: "HttpRequest", form: ImportForm, there: str) -> "HttpResponse | None":
    line = form.line
    try:
        handing_in.hand_in(
            kind=line.kind,
            family=line.family,
            student=line.student,
            file=form.cleaned_data["file"],
            by=request.user,
        )
    except Denied as denied:
        form.add_error("document", denied.reason)
        return None
    messages.success(
        request,
        _("« %(name)s » est importé. Il est en attente de validation.") % {"name": line.kind.name},
    )
    return JsonResponse({"location": there}) if _asks_for_a_script(request) else redirect(there)


def _say_not_concerned(request: "HttpRequest", lines: Sequence[Line]) -> None:
    line = next((each for each in lines if str(each.kind.pk) == request.POST["not_concerned"]), None)
    if line is None or not line.may_say_not_concerned:
        messages.warning(request, _("Ce document a déjà une réponse : la voici."))
        return
    handing_in.say_not_concerned(kind=line.kind, family=line.family, student=line.student, by=request.user)
    messages.success(
        request,
        _("« %(name)s » : votre réponse est envoyée, l’établissement la confirmera.")
        % {"name": line.kind.name},
    )


def _asks_for_a_script(request: "HttpRequest") -> bool:
    """static/upload.js sends the same form, to show how far it is."""
    return "application/json" in request.headers.get("Accept", "")


def _refusal(form: ImportForm) -> JsonResponse:
    """What is wrong, by field: the script writes it where the page would."""
    wrong = {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
    return JsonResponse({"errors": wrong})
