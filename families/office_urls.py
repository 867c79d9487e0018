from django.urls import path

from families import account_views, office_views

urlpatterns = [
    path("familles/<int:family_id>/voir-comme", office_views.see_as_family, name="see_as_family"),
    path(
        "comptes/<int:account_id>/identifiant",
        account_views.identifier_of_account,
        name="identifier_of_account",
    ),
]
