"""«Réinscription», as a tab of each student's file."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.papers import pdf_answer
from accounts.views import form_page
from documents.page import open_papers
from documents.views import removal
from imuse import uploads
from imuse.policies import Denied
from reenrolment import receipt, sending
from reenrolment.page import open_page, page_of
from students.files import student_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def reenrolment(request: "HttpRequest", student_id: int) -> "HttpResponse":
    page = open_page(request, student_id)
    context = {"page": page, "what_is_taken": uploads.WHAT_IS_TAKEN}
    return page.answer or student_page(
        request, "reenrolment/page.html", page.student, "reenrolment", **context
    )


@form_page
def reenrolment_import(request: "HttpRequest", student_id: int) -> "HttpResponse":
    """«Document» and «Fichier»: as many as one likes, then back to the page, where the draft is."""
    page = page_of(request, student_id)
    if not page.may_be_filled:
        return redirect(page.url)
    papers = open_papers(request, page.lines)
    context = {"page": page, "papers": papers, "form": papers.form, "way_back": page.url}
    return papers.answer or render(request, "reenrolment/import.html", context)


@form_page
def reenrolment_remove(request: "HttpRequest", student_id: int, document_id: int) -> "HttpResponse":
    """«Supprimer», of a document in its list; then back to the page, where the draft is."""
    page = page_of(request, student_id)
    documents = {line.document.pk: line.document for line in page.lines if line.may_take_back}
    if document_id not in documents:
        raise Http404
    return removal(request, documents[document_id], f"{page.url}#documents")


@form_page
def withdraw_reenrolment(request: "HttpRequest", student_id: int) -> "HttpResponse":
    """«Retirer», asked once more."""
    page = page_of(request, student_id)
    if not page.may_be_withdrawn:
        return redirect(page.url)
    if request.method == "POST":
        try:
            sending.withdraw(reenrolment=page.standing.reenrolment, family=page.family, by=request.user)
            messages.success(request, page.what_is_withdrawn)
        except Denied as denied:
            messages.warning(request, denied.reason)
        return redirect(page.url)
    context = {"page": page, "sent": page.standing.reenrolment, "way_back": page.url}
    return render(request, "reenrolment/withdraw.html", context)


@require_safe
def reenrolment_receipt(request: "HttpRequest", student_id: int) -> "HttpResponse":
    page = page_of(request, student_id)
    if page.standing.reenrolment is None:
        raise Http404
    name = f"reinscription-{page.campaign.year}-{student_id}"
    return pdf_answer(receipt.render(page.standing.reenrolment, page.family), name)
