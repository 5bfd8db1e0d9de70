from django.urls import path

from portals.public import home

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.health, name="health"),
]
