"""How this person looks at the roster now: the view, the columns, and the views that there are. One query."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest

from accounts.models import User
from lib.asked import asked
from portals.desk.roster.columns import Column, shown
from talent.models import RosterView

BUILT_IN = {"all": "", "mine": "manager={me}", "stale": "stale=on"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved view, as the page needs it."""

    public_id: str
    name: str
    query: str
    columns: list[str]
    is_shared: bool
    is_mine: bool
    by: str

    @property
    def href(self) -> str:
        return f"?{self.query}&view={self.public_id}" if self.query else f"?view={self.public_id}"


@dataclass(slots=True)
class Looking:
    """`current` is a kept view or none; `opens_with` the public id of the view with which the roster opens."""

    views: list[Kept] = field(default_factory=list)
    current: Kept | None = None
    opens_with: str = ""
    own_columns: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, request: HttpRequest) -> "Looking":
        user: User = request.user  # type: ignore[assignment]
        own_columns, start, kept = _known_to(user.pk)[0]
        views = [Kept(is_mine=each.pop("maker") == user.pk, **each) for each in map(json.loads, kept)]
        wanted = request.GET.get("view", "")
        current = next((view for view in views if view.public_id == wanted), None)
        opens_with = start if any(view.public_id == start for view in views) else ""
        return cls(views, current, opens_with, own_columns or [])

    @property
    def columns(self) -> list[Column]:
        """Of the view, else this person's, else the usual ones."""
        return shown(self.current.columns if self.current else [], self.own_columns)

    @property
    def start(self) -> Kept | None:
        """The view with which the roster opens."""
        return next((view for view in self.views if view.public_id == self.opens_with), None)


@asked
def _known_to(user: int) -> QuerySet[User, Any]:
    """The one row: the columns of one's own, the view to open with, and the views that one may see."""
    seen = RosterView.objects.filter(Q(created_by=OuterRef("pk")) | Q(is_shared=True)).order_by("name", "id")
    facts = JSONObject(
        public_id="public_id", name="name", query="query", columns="columns", is_shared="is_shared",
        maker="created_by_id", by="created_by__name",
    )  # fmt: skip
    people = User.objects.filter(pk=user).values_list("roster_choice__columns", "roster_choice__opens_with__public_id")
    return people.annotate(views=ArraySubquery(seen.values(json=facts)))
