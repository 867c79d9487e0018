from django.urls import path

from reenrolment import office_papers

urlpatterns = [
    path("campagnes/<int:campaign_id>/papiers", office_papers.papers, name="campaign_papers"),
    path(
        "campagnes/<int:campaign_id>/lettres-<int:number>.pdf",
        office_papers.announcement_letters,
        name="announcement_letters",
    ),
    path(
        "campagnes/<int:campaign_id>/formulaires-<int:number>.pdf",
        office_papers.paper_forms,
        name="paper_forms",
    ),
    path(
        "campagnes/<int:campaign_id>/formulaire-<int:family_id>.pdf",
        office_papers.family_paper_form,
        name="family_paper_form",
    ),
    path("campagnes/<int:campaign_id>/export.csv", office_papers.export_csv, name="reenrolments_csv"),
    path("campagnes/<int:campaign_id>/export.xlsx", office_papers.export_xlsx, name="reenrolments_xlsx"),
]
