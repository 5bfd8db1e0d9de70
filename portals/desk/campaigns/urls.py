"""Campaigns from brief to result: casting, bookings, pieces."""

from django.urls import path

from portals.desk.campaigns import applications, bookings, campaign, campaigns, edit, holds, move, pieces, place, verbs

urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/add", edit.add, name="campaign-add"),
    path("campaigns/<str:public_id>/", campaign.overview, name="campaign"),
    path("campaigns/<str:public_id>/casting", campaign.casting, name="campaign-casting"),
    path("campaigns/<str:public_id>/work", campaign.work, name="campaign-work"),
    path("campaigns/<str:public_id>/history", campaign.history, name="campaign-history"),
    path("campaigns/<str:public_id>/edit", edit.edit, name="campaign-edit"),
    path("campaigns/<str:public_id>/open", verbs.open_, name="campaign-open"),
    path("campaigns/<str:public_id>/report", verbs.report, name="campaign-report"),
    path("campaigns/<str:public_id>/reopen", verbs.reopen, name="campaign-reopen"),
    path("campaigns/<str:public_id>/close", verbs.close, name="campaign-close"),
    path("campaigns/<str:public_id>/cancel", verbs.cancel, name="campaign-cancel"),
    path("campaigns/<str:public_id>/hold", place.add, name="hold-add"),
    path("campaigns/<str:public_id>/hold/verdict", place.verdict, name="hold-add-verdict"),
    path("applications/<str:public_id>/", applications.application, name="application"),
    path("applications/<str:public_id>/accept", applications.accept, name="application-accept"),
    path("applications/<str:public_id>/decline", applications.decline, name="application-decline"),
    path("bookings/<str:public_id>/", bookings.booking, name="booking"),
    path("bookings/<str:public_id>/confirm", bookings.confirm, name="booking-confirm"),
    path("bookings/<str:public_id>/change", bookings.change, name="hold-change"),
    path("bookings/<str:public_id>/move", move.move, name="hold-move"),
    path("bookings/<str:public_id>/move/verdict", move.verdict, name="hold-move-verdict"),
    path("bookings/<str:public_id>/follow-brief", bookings.follow_brief, name="hold-follow-brief"),
    path("bookings/<str:public_id>/challenge", holds.challenge, name="hold-challenge"),
    path("bookings/<str:public_id>/challenge/withdraw", holds.withdraw, name="hold-challenge-withdraw"),
    path("bookings/<str:public_id>/rank", holds.rank, name="hold-rank"),
    path("bookings/<str:public_id>/release", bookings.release, name="hold-release"),
    path("bookings/<str:public_id>/cancel", bookings.cancel, name="booking-cancel"),
    path("pieces/<str:public_id>/", pieces.deliverable, name="deliverable"),
    path("pieces/<str:public_id>/address", pieces.address, name="deliverable-address"),
    path("pieces/<str:public_id>/waive", pieces.waive, name="deliverable-waive"),
    path("campaigns/<str:public_id>/pass-on", pieces.approve_several, name="drafts-approve"),
    path("pieces/<str:public_id>/note", pieces.note, name="deliverable-note"),
    path("drafts/files/<str:public_id>", pieces.file, name="draft-file"),
    path("drafts/<str:public_id>/", pieces.draft, name="draft"),
    path("drafts/<str:public_id>/review", pieces.review, name="draft-review"),
]
