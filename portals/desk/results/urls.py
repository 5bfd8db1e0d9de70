"""Results."""

from django.urls import path, re_path

from portals.desk.results import listing, results

urlpatterns = [
    path("results/", listing.results, name="results"),
    re_path(r"^results/export\.(?P<kind>csv|xlsx)$", listing.export, name="results-export"),
    path("campaigns/<str:public_id>/results", results.campaign, name="campaign-results"),
    path("campaigns/<str:public_id>/results/costs", results.add_cost, name="cost-add"),
    path("campaigns/<str:public_id>/results/goals", results.goals, name="goals"),
    path("campaigns/<str:public_id>/results.pdf", results.export, {"kind": "pdf"}, name="campaign-report-pdf"),
    path("campaigns/<str:public_id>/results.xlsx", results.export, {"kind": "xlsx"}, name="campaign-report-xlsx"),
    path("costs/<str:public_id>/drop", results.drop_cost, name="cost-drop"),
    path("pieces/<str:public_id>/figures", results.figures, name="figures-enter"),
    path("figures/<str:public_id>/evidence", results.evidence, name="figures-evidence"),
]
