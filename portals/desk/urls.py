"""The desk, noun by noun."""

from django.urls import include, path

from portals.desk.gallery import gallery
from portals.notices import Notices
from portals.pages import page

app_name = "desk"
urlpatterns = [
    path("", include("portals.desk.today.urls")),
    path("", include("portals.desk.roster.urls")),
    path("", include("portals.desk.clients.urls")),
    path("", include("portals.desk.campaigns.urls")),
    path("", include("portals.desk.calendar.urls")),
    path("", include("portals.desk.results.urls")),
    path("", include("portals.desk.sales.urls")),
    path("", include("portals.desk.gifts.urls")),
    path("", include("portals.desk.outreach.urls")),
    path("", include("portals.desk.exclusivity.urls")),
    path("office/", include("portals.desk.office.urls")),
    *Notices("desk", page).urls(),
    path("gallery/", gallery, name="gallery"),
]
