"""The calendar: what stands in it, moving it, days away, one's own address for the phone."""

from django.urls import path

from portals.desk.calendar import appointments, away, calendar, feed, move

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/phone", feed.feed, name="calendar-feed"),
    path("calendar/phone/withdraw", feed.withdraw, name="calendar-feed-withdraw"),
    path("calendar/<str:kind>/<str:public_id>", move.thing, name="calendar-thing"),
    path("bookings/<str:public_id>/appointments/add", appointments.add, name="appointment-add"),
    path("appointments/<str:public_id>/", appointments.change, name="appointment"),
    path("appointments/<str:public_id>/cancel", appointments.cancel, name="appointment-cancel"),
    path("talents/<str:public_id>/away/add", away.add, name="away-add"),
    path("away/<str:public_id>/", away.change, name="away"),
    path("away/<str:public_id>/drop", away.drop, name="away-drop"),
]
