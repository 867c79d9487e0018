from django.urls import path

from documents import views

urlpatterns = [
    path("famille/documents", views.family_documents, name="family_documents"),
    path("eleves/<int:student_id>/documents", views.student_documents, name="student_documents"),
    path("documents/<int:document_id>", views.document_file, name="document_file"),
    path("documents/<int:document_id>/supprimer", views.remove_document, name="remove_document"),
    path("documents/modeles/<int:type_id>", views.blank_form, name="blank_form"),
]
