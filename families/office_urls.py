from django.urls import path

from families import account_views as views

urlpatterns = [
    path("comptes/<int:account_id>/identifiant", views.identifier_of_account, name="identifier_of_account"),
]
