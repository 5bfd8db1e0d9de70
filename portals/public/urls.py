from django.urls import path

from portals.public import digest, feed, home, kit, links, pictures, shop, shortlist
from portals.public.invitation import invitation

urlpatterns = [
    path("", home.home, name="home"),
    path("pictures/<str:key>", pictures.picture, name="picture"),
    path("healthz", home.health, name="health"),
    path("invitation/<str:token>", invitation, name="invitation"),
    path("l/<str:code>", links.follow, name="tracked-link"),
    path("api/sales", shop.sales, name="api-sales"),
    path("calendar/<str:token>.ics", feed.feed, name="feed"),
    path("digest/<str:token>", digest.digest, name="digest"),
    path("kit/<str:token>", kit.kit, name="kit"),
    path("kit/<str:token>/media-kit.pdf", kit.document, name="kit-pdf"),
    path("kit/<str:token>/portrait", kit.portrait, name="kit-portrait"),
    path("shortlist/<str:token>", shortlist.shortlist, name="shortlist"),
    path("shortlist/<str:token>/name", shortlist.name, name="shortlist-name"),
    path("shortlist/<str:token>/answer", shortlist.answer, name="shortlist-answer"),
    path("shortlist/<str:token>/send", shortlist.send, name="shortlist-send"),
    path("shortlist/<str:token>/pictures/<str:public_id>", shortlist.picture, name="shortlist-picture"),
    path("shortlist/<str:token>/portraits/<str:public_id>", shortlist.portrait, name="shortlist-portrait"),
]
