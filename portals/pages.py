"""What all pages share: loading what the reader may see, asking for a right, and trying an action."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from accounts.roles import Kind, Permission, can
from lib.refusals import Denied, Refused
from outbox.once import acted, refused, sent_before, shown_again
from portals.components.markup import format_html, format_html_join

AGAIN = (
    'You sent this form before, and <a href="{}">what it said then</a> is saved. '
    "What it says now is not: send it again to save this too."
)

type View = Callable[..., HttpResponse]


def visible(request: HttpRequest, queryset: Any, public_id: str) -> Any:
    """The row if the reader may see it. Absent and foreign are the same 404."""
    rows = queryset.visible_to(request.user) if hasattr(queryset, "visible_to") else queryset
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404("Nothing here.")
    return row


def allowed(permission: Permission) -> Callable[[View], View]:
    """Let only roles with this permission in; the others read a page that says who may."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = can(request.user, permission)
            if not answer:
                raise PermissionDenied(words(request, answer))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def words(request: HttpRequest, denied: Denied) -> str:
    """A refusal for whoever reads it: staff read all, the portals what is theirs."""
    return denied.reason if request.user.is_authenticated and request.user.kind == Kind.STAFF else denied.for_outside


def attempt(request: HttpRequest, verb: Callable[[], Any], done: str = "", form: BaseForm | None = None) -> Any:
    """Make the one action call of a view. Returns what it returned (True for None), or None where it was refused.

    Done: a toast says so. Refused: the sentence goes on the form, or into a toast where there is none. A form that was
    sent before and says something else now does nothing: it is shown again and says so.
    """
    if form is not None and (first := sent_before(request)):
        shown_again(request)
        form.add_error(None, ValidationError(format_html(AGAIN, first)))
        return None
    try:
        result = verb()
    except Refused as error:
        refused(request)
        sentence = words(request, error.denied)
        if form is not None:
            form.add_error(None, sentence)
        else:
            messages.error(request, sentence)
        return None
    acted(request)
    if done:
        messages.success(request, done)
    return True if result is None else result


def only_checks(request: HttpRequest) -> bool:
    """Whether the press asks how it would stand, as one who has no JavaScript does: the page says it, and the form can
    still be sent."""
    if "check" not in request.POST:
        return False
    refused(request)
    return True


def problems(form: BaseForm) -> SafeString:
    """What is wrong with a short form, in one line."""
    return format_html_join(" ", "{}", ((error,) for errors in form.errors.values() for error in errors))


def caller_address(request: HttpRequest) -> str:
    """Where a request comes from, behind the proxies that we trust; empty where nobody can say."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def lies_at(response: HttpResponse, url: str) -> HttpResponse:
    """A page that answers a press once, such as a fresh key: pressed or loaded again, it leads to `url`."""
    response["Content-Location"] = url
    return response


def _ask_for_files(form: BaseForm) -> None:
    """A browser does not send a file again by itself: say which were chosen, beside their field."""
    for name in form.fields:
        files = form.files.getlist(form.add_prefix(name)) if form.files else []
        if files and name not in form.errors:
            form.add_error(name, f"Choose again: {', '.join(str(file.name) for file in files)}.")


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = 200
) -> HttpResponse:
    """Render a page, or just its partial where htmx asked for that. A form with errors answers 422."""
    form = context.get("form")
    if isinstance(form, BaseForm) and form.is_bound and form.errors:
        status = 422 if status == 200 else status
        _ask_for_files(form)
    if part and request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        template = f"{template}#{part}"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response
