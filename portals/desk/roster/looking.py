"""How this person looks at the roster now: the view, the columns, and the views that there are. One query."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest

from accounts.models import User
from portals.desk.roster.columns import Column, shown
from talent.models import RosterView, SocialAccount, Talent

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
        seen = RosterView.objects.filter(Q(created_by=OuterRef("pk")) | Q(is_shared=True)).order_by("name", "id")
        facts = JSONObject(
            public_id="public_id", name="name", query="query", columns="columns", is_shared="is_shared",
            maker="created_by_id", by="created_by__name",
        )  # fmt: skip
        row = (
            User.objects.filter(pk=user.pk)
            .values_list("roster_choice__columns", "roster_choice__opens_with__public_id")
            .annotate(views=ArraySubquery(seen.values(json=facts)))
            .get()
        )
        views = [Kept(is_mine=each.pop("maker") == user.pk, **each) for each in row[2]]
        wanted = request.GET.get("view", "")
        current = next((view for view in views if view.public_id == wanted), None)
        opens_with = row[1] if any(view.public_id == row[1] for view in views) else ""
        return cls(views, current, opens_with, row[0] or [])

    @property
    def columns(self) -> list[Column]:
        """Of the view, else this person's, else the usual ones."""
        return shown(self.current.columns if self.current else [], self.own_columns)

    @property
    def start(self) -> Kept | None:
        """The view with which the roster opens."""
        return next((view for view in self.views if view.public_id == self.opens_with), None)


OF_A_ROW = ("talent_id", "platform", "handle", "followers", "source", "state")


def for_rows(people: QuerySet[Talent], *, genres: bool = True) -> QuerySet[Talent]:
    """The same people, with their accounts as far as a row shows them. Without genres one query less."""
    in_use = SocialAccount.objects.only(*OF_A_ROW).filter(archived_at=None)
    lookups: list[Any] = [Prefetch("accounts", in_use.order_by(F("followers").desc(nulls_last=True), "id"))]
    return people.prefetch_related(None).prefetch_related(*lookups, *(["genres"] if genres else []))
