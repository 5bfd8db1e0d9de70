"""Talents: the roster, a talent's page, accounts, acts, import, search."""

from django.urls import path, re_path

from portals.desk.roster import accounts, acts, compare, edit, exclusivity, export, find, imports, roster, talent, views

urlpatterns = [
    path("find", find.find, name="find"),
    path("talents/", roster.talents, name="talents"),
    re_path(r"^talents/export\.(?P<kind>csv|xlsx)$", export.export, name="talents-export"),
    path("talents/compare", compare.compare, name="talents-compare"),
    path("talents/columns", views.columns, name="talents-columns"),
    path("talents/start", views.start, name="talents-start"),
    path("talents/views/save", views.save, name="talents-view-save"),
    path("talents/views/<str:public_id>/edit", views.edit, name="talents-view-edit"),
    path("talents/views/<str:public_id>/update", views.update, name="talents-view-update"),
    path("talents/views/<str:public_id>/drop", views.drop, name="talents-view-drop"),
    path("talents/add", edit.add, name="talent-add"),
    path("talents/import", imports.new, name="import-new"),
    path("talents/import/<str:public_id>/", imports.show, name="import"),
    path("talents/import/<str:public_id>/read", imports.remap, name="import-remap"),
    path("talents/import/<str:public_id>/apply", imports.apply, name="import-apply"),
    path("talents/import/<str:public_id>/drop", imports.drop, name="import-drop"),
    path("talents/<str:public_id>/", talent.overview, name="talent"),
    path("talents/<str:public_id>/accounts/", talent.accounts, name="talent-accounts"),
    path("talents/<str:public_id>/exclusivity/", exclusivity.exclusivity, name="talent-exclusivity"),
    path("talents/<str:public_id>/exclusivity/export.csv", exclusivity.export, name="talent-exclusivity-export"),
    path("talents/<str:public_id>/work/", talent.work, name="talent-work"),
    path("talents/<str:public_id>/history/", talent.history, name="talent-history"),
    path("talents/<str:public_id>/edit", edit.edit, name="talent-edit"),
    path("talents/<str:public_id>/stage", edit.stage, name="talent-stage"),
    path("talents/<str:public_id>/archive", edit.archive, name="talent-archive"),
    path("talents/<str:public_id>/invite", edit.invite, name="talent-invite"),
    path("talents/<str:public_id>/members/add", acts.join, name="act-join"),
    path("talents/<str:public_id>/accounts/add", accounts.add, name="account-add"),
    path("members/<int:pk>/leave", acts.leave, name="act-leave"),
    path("accounts/<str:public_id>/edit", accounts.edit, name="account-edit"),
    path("accounts/<str:public_id>/archive", accounts.archive, name="account-archive"),
    path("accounts/<str:public_id>/refresh", accounts.refresh, name="account-refresh"),
    path("jobs/<str:public_id>/progress", accounts.progress, name="job-progress"),
]
