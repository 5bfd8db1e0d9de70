"""The site's addresses: one tree a portal, each behind its door."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("desk/", include("portals.desk.urls")),
    path("client/", include("portals.client.urls")),
    path("talent/", include("portals.talent.urls")),
    path("", include("portals.public.urls")),
]
