"""Letters to many."""

from django.urls import path

from portals.desk.outreach import letters, templates, write

urlpatterns = [
    path("outreach/", letters.outreach_list, name="outreach-list"),
    path("outreach/write", write.write, name="outreach-write"),
    path("outreach/preview", write.preview, name="outreach-preview"),
    path("outreach/templates/", templates.templates, name="letter-templates"),
    path("outreach/templates/add", templates.add, name="letter-template-add"),
    path("outreach/templates/<str:public_id>/edit", templates.edit, name="letter-template-edit"),
    path("outreach/templates/<str:public_id>/archive", templates.archive, name="letter-template-archive"),
    path("outreach/<str:public_id>/", letters.outreach, name="outreach"),
    path("outreach/<str:public_id>/send", letters.send, name="outreach-send"),
]
