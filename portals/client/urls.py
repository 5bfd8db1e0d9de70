"""The client portal."""

from django.urls import path

from portals.client import (
    briefs,
    calendar,
    campaigns,
    checked,
    drafts,
    gifts,
    home,
    people,
    results,
    shop,
    shortlists,
    threads,
)
from portals.client.frame import page
from portals.notices import Notices

app_name = "client"
urlpatterns = [
    path("", home.home, name="home"),
    path("shortlists/", shortlists.shortlists, name="shortlists"),
    path("shortlists/<str:public_id>/", shortlists.shortlist, name="shortlist"),
    path("shortlists/<str:public_id>/answer", shortlists.answer, name="shortlist-answer"),
    path("shortlists/<str:public_id>/send", shortlists.send, name="shortlist-send"),
    path("shortlists/pictures/<str:public_id>", shortlists.picture, name="shortlist-picture"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/approve", drafts.approve, name="drafts-approve"),
    path("drafts/files/<str:public_id>", drafts.file, name="draft-file"),
    path("drafts/<str:public_id>/", drafts.draft, name="draft"),
    path("drafts/<str:public_id>/answer", drafts.review, name="draft-review"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<str:public_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<str:public_id>/results", results.results, name="results"),
    path("campaigns/<str:public_id>/results.pdf", results.export, {"kind": "pdf"}, name="results-pdf"),
    path("campaigns/<str:public_id>/results.xlsx", results.export, {"kind": "xlsx"}, name="results-xlsx"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/withdraw", calendar.withdraw, name="calendar-withdraw"),
    path("bookings/<str:public_id>/rating", results.rate, name="rate"),
    path("briefs/", briefs.briefs, name="briefs"),
    path("briefs/add", briefs.write, name="brief-add"),
    path("briefs/<str:public_id>/", briefs.brief, name="brief"),
    path("briefs/<str:public_id>/edit", briefs.write, name="brief-edit"),
    path("briefs/<str:public_id>/send", briefs.send, name="brief-send"),
    path("briefs/<str:public_id>/withdraw", briefs.withdraw, name="brief-withdraw"),
    path("ambassadors/", campaigns.ambassadors, name="ambassadors"),
    path("ambassadors/<str:public_id>/", campaigns.ambassador, name="ambassador"),
    path("checked/", checked.checked, name="checked"),
    path("checked/<str:public_id>/clean-sheet.pdf", checked.sheet, name="checked-sheet"),
    path("gifts/", gifts.gifts, name="gifts"),
    path("gifts/<str:public_id>/", gifts.gift, name="gift"),
    path("gifts/<str:public_id>/ship", gifts.ship, name="gift-ship"),
    path("shop/", shop.shop, name="shop"),
    path("shop/<str:public_id>/keys", shop.make_key, name="shop-key-make"),
    path("shop/keys/<str:public_id>/withdraw", shop.withdraw_key, name="shop-key-withdraw"),
    path("colleagues/", people.colleagues, name="colleagues"),
    path("campaigns/<str:public_id>/write", threads.begin, name="thread-begin"),
    *threads.THREADS.urls(),
    *Notices("client", page).urls(),
    path("profile/", people.profile, name="profile"),
]
