from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from imuse import views

handler400 = "imuse.errors.bad_request"
handler403 = "imuse.errors.permission_denied"
handler404 = "imuse.errors.page_not_found"
handler500 = "imuse.errors.server_error"

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("families.urls")),
    path("", include("students.urls")),
    path("", include("billing.urls")),
    path("", include("documents.urls")),
    path("", include("reenrolment.urls")),
    path(settings.OFFICE_PATH, include("accounts.office_urls")),
    path(f"{settings.OFFICE_PATH}composants", views.gallery, name="gallery"),
    path(settings.OFFICE_PATH, include("families.office_urls")),
    path(settings.OFFICE_PATH, include("students.office_urls")),
    path(settings.OFFICE_PATH, include("billing.office_urls")),
    path(settings.OFFICE_PATH, include("documents.office_urls")),
    path(settings.OFFICE_PATH, include("reenrolment.office_urls")),
    path(settings.OFFICE_PATH, admin.site.urls),
]
