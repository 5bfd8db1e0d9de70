from django.urls import path

from portals.public import home, kit, pictures
from portals.public.invitation import invitation

urlpatterns = [
    path("", home.home, name="home"),
    path("pictures/<str:key>", pictures.picture, name="picture"),
    path("healthz", home.health, name="health"),
    path("invitation/<str:token>", invitation, name="invitation"),
    path("kit/<str:token>", kit.kit, name="kit"),
    path("kit/<str:token>/media-kit.pdf", kit.document, name="kit-pdf"),
    path("kit/<str:token>/portrait", kit.portrait, name="kit-portrait"),
]
