"""A form is sent once: the decorator for every view that writes."""

import hashlib
from collections.abc import Callable
from functools import wraps
from urllib.parse import urljoin, urlsplit

from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from lib.actions import is_busy, retrying
from outbox.models import FormKey

FIELD = "form_key"
REFUSED = "form_was_refused"
ACTED = "form_had_its_effect"
BEFORE, SHOWN_AGAIN = "form_was_sent_before", "form_is_shown_again"
FORM_AGAIN = 422  # a page that shows the form again, with what was typed and why
PLACES = ("Location", "HX-Redirect", "Content-Location")  # the last: a page that is shown once, and where it lies
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
TAKES = "takes_what_is_sent"
UNDER_WAY = "What you sent is still being saved. Wait a moment, then reload the page."


def _body_hash(request: HttpRequest) -> str:
    own = (FIELD, "csrfmiddlewaretoken")
    pairs = sorted((k, v) for k in request.POST for v in request.POST.getlist(k) if k not in own)
    files = sorted((k, f.name or "", f.size or 0) for k in request.FILES for f in request.FILES.getlist(k))
    return hashlib.sha256(repr((pairs, files)).encode()).hexdigest()


def _is_here(request: HttpRequest, location: str) -> bool:
    """Whether it is the page from which the press came. A browser that is led to a place on it would load nothing."""
    there, here = urlsplit(urljoin(request.path, location)), urlsplit(request.headers.get("HX-Current-URL", ""))
    return (there.path, there.query) == (here.path, here.query)


def _first_result(request: HttpRequest, seen: FormKey) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        if seen.location and not _is_here(request, seen.location):
            response["HX-Redirect"] = seen.location
        else:
            response["HX-Refresh"] = "true"
        return response
    return HttpResponseRedirect(seen.location or request.path)


def _take(actor: str, key: str, route: str, body: str) -> FormKey:
    """The key's row, locked: ours to use, or with the first press's result. Waits for a press that is under way."""
    FormKey.objects.bulk_create(
        [FormKey(actor=actor, key=key, route=route[:200], body_hash=body)], ignore_conflicts=True
    )
    return FormKey.objects.select_for_update().get(actor=actor, key=key)


def refused(request: HttpRequest) -> None:
    """Say that the action behind this request did not happen, though the answer is a redirect."""
    setattr(request, REFUSED, True)


def acted(request: HttpRequest) -> None:
    """Say that the action behind this request happened: the forms of a page that answers it have keys of their own."""
    setattr(request, ACTED, True)


def sent_before(request: HttpRequest) -> str:
    """Where what a form said first lies, if it was sent before and says something else now; else empty."""
    return getattr(request, BEFORE, "")


def shown_again(request: HttpRequest) -> None:
    """Say that the page shows what a form says now, with a key of its own: nothing of it was saved."""
    acted(request)
    setattr(request, SHOWN_AGAIN, True)


def _other_words(request: HttpRequest, seen: FormKey, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What a form that was sent before says now: shown again where the view can (`sent_before`), saved nowhere."""
    if not request.headers.get("HX-Request"):
        setattr(request, BEFORE, seen.location or request.path)
        acted(request)
        response = view()
        transaction.set_rollback(True)
        if response.status_code == FORM_AGAIN or getattr(request, SHOWN_AGAIN, False):
            return response
        list(messages.get_messages(request))  # what the view believed to have done
    messages.warning(request, "This form was sent before. What you sent first stands.")
    return _first_result(request, seen)


def takes_sent[V: Callable[..., HttpResponseBase]](view: V) -> V:
    """Mark a view that takes what is sent. By itself where it keeps nothing, or needs no key to keep it once."""
    setattr(view, TAKES, True)
    return view


def sent_once[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let a POST with a form key have its effect once, in one transaction with the key.

    An answer below 400 counts as the effect. A page that shows the form again answers 422 and does not, nor does a
    redirect after a refusal (`refused(request)`): whatever it wrote is undone and the form may be sent again. The
    second press gets the first one's result. The same key with another body gets its page again, with what it says now
    and the sentence that this is not saved, or else the first result with that sentence. A second press while the
    first is still under way after some seconds gets 409.
    """

    @wraps(view)
    def once(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: HttpRequest = args[0]  # type: ignore[assignment]
        key = request.POST.get(FIELD, "")[:40] if request.method in UNSAFE else ""
        if not key:
            return view(*args, **kwargs)
        actor = getattr(request.user, "public_id", "") or "anonymous"
        body = _body_hash(request)

        @retrying
        def attempt() -> HttpResponse:
            for field in request.FILES:
                for upload in request.FILES.getlist(field):
                    upload.seek(0)  # a try before this one may have read it
            with transaction.atomic():
                try:
                    mine = _take(actor, key, request.path, body)
                except OperationalError as error:
                    if not is_busy(error):
                        raise
                    transaction.set_rollback(True)
                    return HttpResponse(UNDER_WAY, status=409, content_type="text/plain; charset=utf-8")
                if mine.status:
                    if mine.body_hash != body:
                        return _other_words(request, mine, lambda: view(*args, **kwargs))
                    return _first_result(request, mine)
                response = view(*args, **kwargs)
                if response.status_code >= 400 or getattr(request, REFUSED, False):
                    transaction.set_rollback(True)
                    return response
                mine.status = response.status_code
                mine.location = next(filter(None, map(response.headers.get, PLACES)), "")[:500]
                mine.save(update_fields=["status", "location"])
                return response

        return attempt()

    return takes_sent(once)
