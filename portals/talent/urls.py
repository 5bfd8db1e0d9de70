"""The talent portal."""

from django.urls import path

from portals.talent import accounts, calendar, connect, films, home, profile, projects, requests, results, terms, work

app_name = "talent"
urlpatterns = [
    path("", home.home, name="home"),
    path("as", home.switch, name="switch"),
    path("bound/", home.bound, name="bound"),
    path("projects/", projects.projects, name="projects"),
    path("projects/<str:public_id>/", projects.project, name="project"),
    path("projects/<str:public_id>/apply", projects.apply_here, name="apply"),
    path("applications/", projects.applications, name="applications"),
    path("applications/<str:public_id>/withdraw", projects.withdraw, name="application-withdraw"),
    path("requests/<str:public_id>/", requests.request_page, name="request"),
    path("requests/<str:public_id>/yes", requests.say_yes, name="request-yes"),
    path("requests/<str:public_id>/no", requests.say_no, name="request-no"),
    path("requests/<str:public_id>/counter", requests.counter, name="request-counter"),
    path("terms/<str:public_id>/", terms.terms, name="terms"),
    path("terms/<str:public_id>/accept", terms.accept, name="terms-accept"),
    path("terms/<str:public_id>/confirmation.pdf", terms.document, name="terms-pdf"),
    path("results/", results.results, name="results"),
    path("work/", work.work, name="work"),
    path("work/<str:public_id>/", work.piece, name="piece"),
    path("work/<str:public_id>/draft", work.submit, name="draft-submit"),
    path("work/<str:public_id>/address", work.address, name="post-address"),
    path("work/<str:public_id>/film", films.begin, name="film-begin"),
    path("films/<str:public_id>", films.film, name="film"),
    path("drafts/files/<str:public_id>", work.file, name="draft-file"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/withdraw", calendar.withdraw, name="calendar-withdraw"),
    path("calendar/away", calendar.say_away, name="away"),
    path("calendar/away/<str:public_id>/drop", calendar.drop, name="away-drop"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<str:public_id>/figures", accounts.figures, name="account-figures"),
    path("accounts/<str:public_id>/connect", connect.connect, name="connect"),
    path("accounts/<str:public_id>/withdraw", connect.withdraw, name="connection-withdraw"),
    path("connect/<str:public_id>/go", connect.go, name="connect-go"),
    path("connect/<str:platform>/back", connect.back, name="connect-back"),
    path("profile/", profile.profile, name="profile"),
]
