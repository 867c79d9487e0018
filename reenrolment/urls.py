from django.urls import path

from reenrolment import views

urlpatterns = [
    path("eleves/<int:student_id>/reinscription", views.reenrolment, name="reenrolment"),
    path(
        "eleves/<int:student_id>/reinscription/importer", views.reenrolment_import, name="reenrolment_import"
    ),
    path(
        "eleves/<int:student_id>/reinscription/documents/<int:document_id>/supprimer",
        views.reenrolment_remove,
        name="reenrolment_remove",
    ),
    path(
        "eleves/<int:student_id>/reinscription/retirer",
        views.withdraw_reenrolment,
        name="withdraw_reenrolment",
    ),
    path(
        "eleves/<int:student_id>/reinscription/accuse", views.reenrolment_receipt, name="reenrolment_receipt"
    ),
]
