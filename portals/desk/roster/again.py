"""New figures for the picked talents: how many accounts that is, then the asking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from lib.figures import counted
from outbox.once import sent_once
from portals.desk.roster.change import list_address, meant
from portals.desk.roster.export import chosen
from portals.pages import allowed, attempt, page
from stats.actions import refresh_soon
from stats.actions.refresh import MOST, asked_soon


@allowed(Permission.REFRESH_FIGURES)
@sent_once
def again(request: HttpRequest) -> HttpResponse:
    """Say whose figures are asked for and when they come, then have them asked for."""
    now = timezone.now()
    data = request.POST or request.GET
    user: User = request.user  # type: ignore[assignment]
    talents = list(chosen(request, now).prefetch_related(None).values_list("pk", flat=True)[: MOST + 1])
    if request.method == "POST" and talents:
        done = attempt(request, lambda: refresh_soon(talent_ids=talents, by=user, now=now))
        if done is not None:
            messages.success(request, f"{counted(done, 'account')} asked for, as far as today’s quotas go.")
            return redirect(list_address(data, user))
    too_many = len(talents) > MOST
    context: dict[str, Any] = {
        "people": len(talents), "too_many": too_many, "most": MOST, "kept": meant(data),
        "back": list_address(data, user), "soon": None if too_many else asked_soon(talents, now),
        "picked": "talent" in data,
    }  # fmt: skip
    return page(request, "desk/roster/again.html", context)
