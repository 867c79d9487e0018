from django.urls import path, re_path

from accounts import look_views, password_views, public_views, views

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("extranet", views.entrance, name="extranet"),
    path("extranet/famille", views.sign_in, name="sign_in"),
    path("accueil", views.home, name="home"),
    path("mot-de-passe", password_views.change_password, name="change_password"),
    path("mot-de-passe-perdu", password_views.ask_for_password, name="lost_password"),
    path(
        "mot-de-passe-perdu/<int:account_id>/<str:token>",
        password_views.choose_password,
        name="choose_password",
    ),
    path("activation", password_views.activate, name="activate"),
    path("deconnexion", views.sign_out, name="sign_out"),
    path("session", views.stay, name="stay"),
    path("saisie/oublier", views.forget_typed, name="forget_typed"),
    path("langue", views.language, name="language"),
    path("accessibilite", public_views.accessibility, name="accessibility"),
    path("accessibilite/declaration", public_views.declaration, name="declaration"),
    path("plan-du-site", public_views.site_map, name="site_map"),
    path("mentions-legales", public_views.legal_notice, name="legal_notice"),
    path("donnees-personnelles", public_views.personal_data, name="personal_data"),
    re_path(
        r"^sites/(?P<site_id>\d{1,18})-(?P<accent>[0-9a-f]{6})\.css$",
        look_views.site_stylesheet,
        name="site_stylesheet",
    ),
    re_path(
        r"^sites/(?P<site_id>\d{1,18})/logo-(?P<digest>[0-9a-f]{64})\.webp$",
        look_views.site_logo,
        name="site_logo",
    ),
    path(
        "demonstration/enseignants",
        views.demonstration_door,
        {"door": "teachers"},
        name="demonstration_teachers",
    ),
    path(
        "demonstration/pre-inscription",
        views.demonstration_door,
        {"door": "preregistration"},
        name="demonstration_preregistration",
    ),
]
