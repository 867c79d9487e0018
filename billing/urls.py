from django.urls import path

from billing import views
from billing.models import Category

TUITION, HIRE = {"category": Category.TUITION}, {"category": Category.HIRE}

urlpatterns = [
    path("facturation", views.billing, TUITION, name="billing"),
    path("facturation/locations", views.billing, HIRE, name="billing_hire"),
    path("famille/cotisations", views.family_billing, TUITION, name="family_billing"),
    path("famille/locations", views.family_billing, HIRE, name="family_billing_hire"),
    path("facturation/pieces/<str:number>.pdf", views.document, name="billing_document"),
    path("facturation/attestations/<int:year>.pdf", views.attestation, name="billing_attestation"),
    path(
        "facturation/attestations/<int:year>/<int:student_id>.pdf",
        views.attestation,
        name="billing_student_attestation",
    ),
]
