"""Gifts."""

from django.urls import path

from portals.desk.gifts import gifts

urlpatterns = [
    path("gifts/", gifts.gifts, name="gifts"),
    path("gifts/offer", gifts.propose, name="gift-propose"),
    path("gifts/verdict", gifts.verdict, name="gift-verdict"),
    path("gifts/<str:public_id>/", gifts.gift, name="gift"),
    path("gifts/<str:public_id>/accept", gifts.accept, name="gift-accept"),
    path("gifts/<str:public_id>/decline", gifts.decline, name="gift-decline"),
    path("gifts/<str:public_id>/withdraw", gifts.withdraw, name="gift-withdraw"),
    path("gifts/<str:public_id>/ship", gifts.ship, name="gift-ship"),
    path("gifts/<str:public_id>/receive", gifts.receive, name="gift-receive"),
    path("gifts/<str:public_id>/show", gifts.show, name="gift-show"),
    path("gifts/<str:public_id>/leave", gifts.leave, name="gift-leave"),
    path("gifts/<str:public_id>/back", gifts.send_back, name="gift-return"),
]
