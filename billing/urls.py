from django.urls import path

from billing import online_views, views
from billing.models import Category

TUITION, HIRE = {"category": Category.TUITION}, {"category": Category.HIRE}

urlpatterns = [
    path("facturation", views.billing, TUITION, name="billing"),
    path("facturation/locations", views.billing, HIRE, name="billing_hire"),
    path("famille/cotisations", views.family_billing, TUITION, name="family_billing"),
    path("famille/locations", views.family_billing, HIRE, name="family_billing_hire"),
    path("facturation/payer", online_views.choose, TUITION, name="payfip_choose"),
    path("facturation/locations/payer", online_views.choose, HIRE, name="payfip_choose_hire"),
    path("facturation/paiement", online_views.pay, TUITION, name="payfip_pay"),
    path("facturation/locations/paiement", online_views.pay, HIRE, name="payfip_pay_hire"),
    path("paiement/payfip/depart/<str:token>", online_views.leave, name="payfip_leave"),
    path("paiement/payfip/retour/<str:token>", online_views.returned, name="payfip_return"),
    path("paiement/payfip/notification/<str:token>", online_views.notified, name="payfip_notification"),
    path("facturation/pieces/<str:number>.pdf", views.document, name="billing_document"),
    path("facturation/attestations/<int:year>.pdf", views.attestation, name="billing_attestation"),
    path(
        "facturation/attestations/<int:year>/<int:student_id>.pdf",
        views.attestation,
        name="billing_student_attestation",
    ),
]
