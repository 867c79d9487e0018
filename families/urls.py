from django.urls import path

from families import views

urlpatterns = [
    path("famille", views.identity, name="family"),
    path("famille/responsables", views.guardians, name="guardians"),
    path("famille/responsables/<int:guardian_id>", views.guardian, name="guardian"),
]
