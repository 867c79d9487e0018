from django.urls import path

from reenrolment import office_views as views

urlpatterns = [
    path("campagnes/<int:campaign_id>/familles", views.campaign_families, name="campaign_families"),
    path(
        "campagnes/<int:campaign_id>/familles/<int:family_id>/prolonger",
        views.extend_campaign,
        name="extend_campaign",
    ),
    path("campagnes/<int:campaign_id>/suites", views.next_steps, name="next_steps"),
    path(
        "campagnes/<int:campaign_id>/suites/<int:course_id>",
        views.next_steps_of_course,
        name="next_steps_of_course",
    ),
    path("campagnes/<int:campaign_id>/a-placer", views.to_place, name="to_place"),
    path("campagnes/<int:campaign_id>/<slug:act>", views.campaign_act, name="campaign_act"),
]
