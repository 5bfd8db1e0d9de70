"""The desk, noun by noun."""

from django.urls import include, path

app_name = "desk"
urlpatterns = [
    path("", include("portals.desk.today.urls")),
    path("", include("portals.desk.roster.urls")),
    path("", include("portals.desk.clients.urls")),
    path("", include("portals.desk.campaigns.urls")),
    path("", include("portals.desk.exclusivity.urls")),
    path("office/", include("portals.desk.office.urls")),
]
