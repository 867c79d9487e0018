"""«Documents fournis», as a tab of «Famille» and of each student's file; the files behind their lines."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.views import form_page
from documents import handing_in
from documents.asked import Papers
from documents.looks import looked_at
from documents.models import Document, DocumentType
from documents.page import open_papers
from documents.serving import file_answer
from families.views import family_of, family_page
from imuse.policies import Denied
from students.files import student_of, student_page, students_for, way_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def family_documents(request: "HttpRequest") -> "HttpResponse":
    family = family_of(request)
    papers = Papers(family, students_for(request))
    page = open_papers(request, papers.of_family)
    return page.answer or family_page(request, "documents/of_family.html", family, page=page, way="")


@form_page
def student_documents(request: "HttpRequest", student_id: int) -> "HttpResponse":
    """With those of the family below, which count for each of its students."""
    student = student_of(request, student_id)
    papers = Papers(family_of(request), students_for(request))
    page = open_papers(request, papers.of_student(student), way=way_of(request))
    context = {"page": page, "of_family": papers.of_family}
    return page.answer or student_page(
        request, "documents/of_student.html", student, "student_documents", **context
    )


@require_safe
def document_file(request: "HttpRequest", document_id: int) -> "HttpResponse":
    document = get_object_or_404(Document.objects.for_user(request.user), pk=document_id)
    if hasattr(request, "seen_as"):  # whatever the family opens, staff open what they may, and leave a trace
        document = looked_at(request, document_id)
    return file_answer(document)


@require_safe
def blank_form(request: "HttpRequest", type_id: int) -> "HttpResponse":
    return file_answer(get_object_or_404(DocumentType.objects.for_user(request.user), pk=type_id))


@form_page
def remove_document(request: "HttpRequest", document_id: int) -> "HttpResponse":
    """«Supprimer», asked once more."""
    document = get_object_or_404(
        Document.objects.for_user(request.user).live().select_related("type"), pk=document_id
    )
    return removal(request, document, _page_of(document))


def removal(request: "HttpRequest", document: Document, way_back: str) -> "HttpResponse":
    """For the page that the document is shown on, which is where it leads back to."""
    if request.method == "POST":
        try:
            handing_in.take_back(document)
            messages.success(request, _("« %(name)s » est supprimé.") % {"name": document.type.name})
        except Denied as denied:
            messages.warning(request, denied.reason)
        return redirect(way_back)
    context = {"document": document, "way_back": way_back, "standing": handing_in.standing_beside(document)}
    return render(request, "documents/remove.html", context)


def _page_of(document: Document) -> str:
    if document.student_id:
        return reverse("student_documents", args=[document.student_id])
    return reverse("family_documents")
