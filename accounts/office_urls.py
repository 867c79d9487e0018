from django.urls import path

from accounts import import_views as imports
from accounts import look_views
from accounts import office_views as views

urlpatterns = [
    path("connexion", views.staff_sign_in, name="staff_sign_in"),
    path("deconnexion", views.staff_sign_out, name="staff_sign_out"),
    path("second-facteur", views.ask_second_factor, name="second_factor"),
    path("second-facteur/activer", views.set_up_second_factor, name="set_up_second_factor"),
    path("voir-comme/quitter", views.stop_seeing_as, name="stop_seeing_as"),
    path("imports", imports.imports, name="imports"),
    path("imports/<int:import_id>", imports.import_state, name="import"),
    path("imports/<int:import_id>/a-corriger.<str:ending>", imports.import_to_mend, name="import_to_mend"),
    path("imports/<int:import_id>/<slug:act>", imports.import_act, name="import_act"),
    path("imports/<slug:name>", imports.import_kind, name="import_kind"),
    path("imports/<slug:name>/exemple.csv", imports.import_example, name="import_example"),
    path("imports/<slug:name>/<int:site_id>.<str:ending>", imports.export_kind, name="export_kind"),
    path("recherche", views.find, name="find"),
    path("apparence.css", look_views.accent_preview, name="accent_preview"),
]
