"""Doors for who has a link: no sign-in, nothing kept by caches, one answer where it leads nowhere any more."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.models import Office
from portals.pages import page

type View = Callable[..., HttpResponseBase]


def quiet[R: HttpResponseBase](response: R, *, referrer: str = "no-referrer") -> R:
    """The address is the key: no search engine keeps it and no link on the page passes it on.

    A page that sends forms says `same-origin`, or the browser hides from us where they come from.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = referrer
    return response


class Door:
    """Opens a view with the link that a token names (`find`); over, withdrawn and unknown are one page (`template`)."""

    def __init__(self, find: Callable[[str, datetime], Any], template: str) -> None:
        self.find, self.template = find, template

    def shut(self, request: HttpRequest) -> HttpResponseBase:
        return quiet(page(request, self.template, {"office": Office.objects.current()}, status=410))

    def __call__(self, view: View) -> View:
        """`view(request, link, token, …)`."""

        @login_not_required
        @never_cache
        @wraps(view)
        def opened(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
            link = self.find(token, timezone.now())
            return self.shut(request) if link is None else view(request, link, token, **rest)

        return opened
