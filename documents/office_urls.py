from django.urls import path

from documents import office_views

urlpatterns = [
    path("documents/<int:document_id>/fichier", office_views.document_file, name="office_document_file"),
    path(
        "documents/<int:document_id>/page-<int:page>.jpg",
        office_views.document_page,
        name="office_document_page",
    ),
    path("documents/modeles/<int:type_id>", office_views.blank_form, name="office_blank_form"),
]
