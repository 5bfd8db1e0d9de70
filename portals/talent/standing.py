"""Whom the reader acts as: themselves, or one of the talents that they stand beside."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.models import Office
from accounts.roles import Permission, can
from lib.refusals import Answer
from stats.stages import path_of, put_off
from talent.models import Talent

KEY = "talent"


def talents_of(request: HttpRequest) -> list[Talent]:
    """Asked for once a request."""
    found: list[Talent] | None = getattr(request, "own_talents", None)
    if found is None:
        found = list(
            Talent.objects.visible_to(request.user)
            .filter(archived_at=None)
            .select_related("manager")
            .order_by("name", "pk")
        )
        request.own_talents = found  # type: ignore[attr-defined]
    return found


def me(request: HttpRequest) -> Talent:
    """The talent whose pages these are: the one chosen before, else the first. Nobody's: 404."""
    mine = talents_of(request)
    chosen = request.session.get(KEY)
    for talent in mine:
        if talent.public_id == chosen:
            return talent
    if not mine:
        raise Http404("Nothing here.")
    return mine[0]


def path_with_word(talent: Talent, now: datetime) -> dict[str, Any]:
    """What leads to the next stage; with all of it there, also the office's word that it is not now."""
    path = path_of(talent)
    reached = path is not None and path.is_reached
    return {"path": path, "put_off": put_off(talent, timezone.localdate(now)) if reached else None}


def may_act(request: HttpRequest, permission: Permission) -> Answer:
    """A guardian reads all and changes nothing."""
    return can(request.user, permission)


def fee_words() -> str:
    """`20 %`: the office's share, as talents read it beside their pay."""
    return f"{Office.objects.current().fee_percent.normalize():f} %"
