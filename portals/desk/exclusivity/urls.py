"""Ambassador contracts and the clash desk."""

from django.urls import path

from portals.desk.exclusivity import ambassadors, clashes, contract, who, write

urlpatterns = [
    path("ambassadors/", ambassadors.ambassadors, name="ambassadors"),
    path("ambassadors/add", write.add, name="contract-add"),
    path("ambassadors/words", write.words, name="contract-words"),
    path("ambassadors/<str:public_id>/", contract.contract, name="contract"),
    path("ambassadors/<str:public_id>/edit", write.edit, name="contract-edit"),
    path("ambassadors/<str:public_id>/sign", contract.sign, name="contract-sign"),
    path("ambassadors/<str:public_id>/end", contract.end, name="contract-end"),
    path("ambassadors/<str:public_id>/withdraw", contract.withdraw, name="contract-withdraw"),
    path("ambassadors/<str:public_id>/history", contract.history, name="contract-history"),
    path("who-is-free/", who.who, name="who-is-free"),
    path("clashes/", clashes.clashes, name="clashes"),
    path("clashes/<str:public_id>/", clashes.clash, name="clash"),
    path("clashes/<str:public_id>/decide", clashes.decide, name="clash-decide"),
]
