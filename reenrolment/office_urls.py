from django.urls import path

from reenrolment import office_papers as papers
from reenrolment import office_views as views

urlpatterns = [
    path("campagnes/<int:campaign_id>/papiers", papers.papers, name="campaign_papers"),
    path(
        "campagnes/<int:campaign_id>/lettres-<int:number>.pdf",
        papers.announcement_letters,
        name="announcement_letters",
    ),
    path(
        "campagnes/<int:campaign_id>/formulaires-<int:number>.pdf",
        papers.paper_forms,
        name="paper_forms",
    ),
    path(
        "campagnes/<int:campaign_id>/formulaire-<int:family_id>.pdf",
        papers.family_paper_form,
        name="family_paper_form",
    ),
    path("campagnes/<int:campaign_id>/export.csv", papers.export_csv, name="reenrolments_csv"),
    path("campagnes/<int:campaign_id>/export.xlsx", papers.export_xlsx, name="reenrolments_xlsx"),
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
