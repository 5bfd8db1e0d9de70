"""Ambassador contracts and the clash desk."""

from django.urls import path

from portals.desk.exclusivity import ambassadors, checks, clashes, contract, who, write
from portals.desk.exclusivity.clause import editor, versions

urlpatterns = [
    path("ambassadors/", ambassadors.ambassadors, name="ambassadors"),
    path("ambassadors/add", write.add, name="contract-add"),
    path("ambassadors/<str:public_id>/", contract.contract, name="contract"),
    path("ambassadors/<str:public_id>/edit", write.edit, name="contract-edit"),
    path("ambassadors/<str:public_id>/sign", contract.sign, name="contract-sign"),
    path("ambassadors/<str:public_id>/end", contract.end, name="contract-end"),
    path("ambassadors/<str:public_id>/withdraw", contract.withdraw, name="contract-withdraw"),
    path("ambassadors/<str:public_id>/history", contract.history, name="contract-history"),
    path("commitments/<str:public_id>/clauses/add", editor.add, name="clause-add"),
    path("commitments/<str:public_id>/clauses/words", editor.words, name="clause-words"),
    path("clauses/<str:public_id>/", editor.edit, name="clause-edit"),
    path("clauses/<str:public_id>/drop", editor.drop, name="clause-drop"),
    path("clauses/<str:public_id>/versions", versions.versions, name="clause-versions"),
    path("who-is-free/", who.who, name="who-is-free"),
    path("checks/", checks.checks, name="checks"),
    path("checks/save", checks.save, name="check-save"),
    path("checks/<str:public_id>/", checks.check, name="check"),
    path("checks/<str:public_id>/share", checks.share, name="check-share"),
    path("checks/<str:public_id>/clean-sheet.pdf", checks.sheet, name="check-sheet"),
    path("clashes/", clashes.clashes, name="clashes"),
    path("clashes/<str:public_id>/", clashes.clash, name="clash"),
    path("clashes/<str:public_id>/decide", clashes.decide, name="clash-decide"),
]
