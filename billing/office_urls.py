from django.urls import path

from billing import office_views

urlpatterns = [
    path("pieces/<int:site_id>/<str:number>.pdf", office_views.document, name="office_document"),
    path("reglements/<int:payment_id>/deplacer", office_views.move, name="move_money"),
    path("caisse", office_views.cash_journal, name="cash_journal"),
    path("impayes", office_views.unpaid_bills, name="unpaid_bills"),
    path("facturation.csv", office_views.export, name="accounting_export"),
]
