"""«Importer et exporter»: a page for each kind, then one for each file that was sent."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.import_forms import ImportForm
from accounts.imports import mending, verbs
from accounts.models import Import, ImportUnit, Site
from accounts.office import may_at
from accounts.views import form_page
from imuse import spreadsheets
from imuse.importing import kinds
from imuse.policies import Denied, reason_against
from imuse.stored_files import StoreDown
from imuse.walking import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from accounts.models import User
    from imuse.importing.kinds import Kind

FORMATS = ("csv", "xlsx")
ACTS = {"importer": verbs.confirm, "abandonner": lambda row, by: verbs.cancel(row)}  # noqa: ARG005


def kinds_for(user: "User") -> "list[Kind]":
    return [kind for kind in kinds.all_kinds() if user.is_superuser or user.holds(kind.permission)]


def kind_of(request: "HttpRequest", name: str) -> "Kind":
    """For who may import it somewhere; for anyone else there is no such page."""
    found = next((kind for kind in kinds_for(request.user) if kind.name == name), None)
    if found is None:
        raise Http404
    return found


def import_of(request: "HttpRequest", import_id: int) -> Import:
    seen = Import.objects.for_user(request.user)
    return get_object_or_404(seen.select_related("site", "sent_by", "confirmed_by"), pk=import_id)


def page(request: "HttpRequest", template: str, **context: Any) -> HttpResponse:
    return render(request, f"admin/imports/{template}", admin.site.each_context(request) | context)


@require_safe
def imports(request: "HttpRequest") -> HttpResponse:
    offered = kinds_for(request.user)
    if not offered:
        raise Http404
    sent = Import.objects.for_user(request.user).select_related("site", "sent_by")[:20]
    return page(request, "imports.html", kinds=offered, sent=sent, title=_("Importer et exporter"))


@form_page
def import_kind(request: "HttpRequest", name: str) -> HttpResponse:
    kind = kind_of(request, name)
    form = ImportForm(kind, request.user, request.POST or None, request.FILES or None)
    if form.is_valid():
        file, site = form.cleaned_data["file"], form.cleaned_data["site"]
        try:
            row = verbs.send(file, name=file.name, kind=kind, site=site, by=request.user)
            return redirect("import", row.pk)
        except StoreDown as denied:
            form.add_error("file", denied.reason)
    sites = Site.objects.for_user(request.user, kind.permission)
    return page(request, "kind.html", kind=kind, form=form, sites=sites, title=kind.label)


@require_safe
def import_example(request: "HttpRequest", name: str) -> HttpResponse:
    kind = kind_of(request, name)
    headers = {"Content-Disposition": f'attachment; filename="{kind.example.name}"'}
    return HttpResponse(kind.example.read_bytes(), content_type=spreadsheets.CSV, headers=headers)


@require_safe
def import_state(request: "HttpRequest", import_id: int) -> HttpResponse:
    """Its preview while it waits, how far it is while it is at work, what it did once it is done."""
    row = import_of(request, import_id)
    parts = row.parts.exclude(action=kinds.KEPT).order_by("place")
    shown = request.GET.get("quoi", "")
    if shown in ImportUnit.Action.values:
        parts = row.parts.filter(action=shown).order_by("place")
    counted = [(action, getattr(row, action.value)) for action in ImportUnit.Action]
    denied = reason_against(verbs.check_can_confirm, row=row)
    context = {"row": row, "counted": counted, "shown": shown, "denied": denied}
    context["is_followed"] = row.is_at_work and "arret" not in request.GET
    return page(request, "import.html", **context, page=page_of(request, parts), title=row.kind_of.label)


@require_POST
def import_act(request: "HttpRequest", import_id: int, act: str) -> HttpResponse:
    row = import_of(request, import_id)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](row, by=request.user)
    except Denied as denied:
        messages.warning(request, denied.reason)
    return redirect("import", row.pk)


@require_safe
def import_to_mend(request: "HttpRequest", import_id: int, ending: str) -> StreamingHttpResponse:
    row = import_of(request, import_id)
    if ending not in FORMATS or not row.wrong:
        raise Http404
    return table("a-corriger", ending, mending.head(row), mending.lines(row))


@require_safe
def export_kind(request: "HttpRequest", name: str, site_id: int, ending: str) -> StreamingHttpResponse:
    kind = kind_of(request, name)
    if ending not in FORMATS or not may_at(request.user, kind.permission, site_id):
        raise Http404
    site = get_object_or_404(Site.objects.for_user(request.user, kind.permission), pk=site_id)
    return table(f"{kind.name}-{site.pk}", ending, kind.head(), kind.lines(site))


def table(name: str, ending: str, head: list[str], lines: "Iterable[list[str]]") -> StreamingHttpResponse:
    written = spreadsheets.xlsx_pieces if ending == "xlsx" else spreadsheets.csv_lines
    kind = spreadsheets.XLSX if ending == "xlsx" else spreadsheets.CSV
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return StreamingHttpResponse(written(head, lines), content_type=kind, headers=headers)
