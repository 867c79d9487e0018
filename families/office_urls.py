from django.urls import path

from families import office_views as views

urlpatterns = [
    path("familles/<int:family_id>/voir-comme", views.see_as_family, name="see_as_family"),
]
