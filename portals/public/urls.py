from django.urls import path

from portals.public import home
from portals.public.invitation import invitation

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.health, name="health"),
    path("invitation/<str:token>", invitation, name="invitation"),
]
