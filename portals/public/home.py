"""The way in."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.roles import Kind
from portals.doors import HOMES


def home(request: HttpRequest) -> HttpResponse:
    """Each to their own portal."""
    return redirect(HOMES[Kind(request.user.kind)])


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers and its database too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
