from django.urls import path

from accounts import look_views
from accounts import office_views as views

urlpatterns = [
    path("connexion", views.staff_sign_in, name="staff_sign_in"),
    path("deconnexion", views.staff_sign_out, name="staff_sign_out"),
    path("second-facteur", views.ask_second_factor, name="second_factor"),
    path("second-facteur/activer", views.set_up_second_factor, name="set_up_second_factor"),
    path("recherche", views.find, name="find"),
    path("apparence.css", look_views.accent_preview, name="accent_preview"),
]
