"""Projects that a talent can apply to, with what they would receive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from djmoney.money import Money

from accounts.models import Office
from campaigns.applying import open_calls
from campaigns.calls import Told, as_told, far_enough
from campaigns.models import Application, ApplicationState, Booking, Campaign, Nomination
from campaigns.models.booking import STANDING
from campaigns.models.nomination import UNDER_WAY
from campaigns.models.reach import reaches
from campaigns.promises import sketch_of
from campaigns.queries.entries import day_start
from campaigns.rules import talent_net
from exclusivity.queries import standings_of_sketches
from exclusivity.rules import Verdict
from talent.models import Talent
from talent.models.talent import ON_ROSTER
from talent.queries import bounds_in_use


@dataclass(frozen=True, slots=True)
class Project:
    """An open call as a talent sees it. Pay is `net`: after the office's share, None where there is only a product.

    `told` is its brand, as far as they may know it. `short` says why they are not far enough for it, empty if they are.
    """

    campaign: Campaign
    told: Told
    short: str
    net: Money | None
    gift: str
    closes: date | None
    application: Application | None
    wanted: str


def open_projects(talent: Talent, now: datetime) -> list[Project]:
    """Open calls that reach the talent, in which they have no place and to which they can still apply.

    One for which they are asked by name is no open call to them: it is answered, at its own fee.
    Soonest closing first. Nine queries. Which are possible beside what binds the talent says `possible_projects`.
    """
    office = Office.objects.current()
    today = day_start(now, office.timezone).date()
    booked = Booking.objects.filter(talent=talent, state__in=STANDING).values("campaign")
    asked = Nomination.objects.filter(talent=talent, state__in=UNDER_WAY).values("campaign")
    rows = (
        open_calls(today)
        .filter(reaches(Talent.objects.filter(pk=talent.pk)))
        .exclude(pk__in=booked)
        .exclude(pk__in=asked)
        .select_related("brand", "brief")
        .prefetch_related(
            "brief__wanted",
            "brief__categories",
            "brief__exclusive_categories",
            Prefetch("applications", Application.objects.filter(talent=talent), to_attr="mine"),
        )
        .order_by("brief__apply_until", "pk")
    )
    projects = []
    bounds = bounds_in_use()
    for campaign in rows:
        brief = campaign.brief
        mine = next(iter(campaign.mine), None)
        if mine is not None and mine.state != ApplicationState.WITHDRAWN:
            continue
        paid = brief.fee is not None and brief.fee.amount > 0
        projects.append(
            Project(
                campaign=campaign,
                told=as_told(campaign),
                short="" if (far := far_enough(brief, talent, bounds)) else far.for_outside,
                net=talent_net(brief.fee, office.fee_percent) if paid else None,
                gift=brief.gift,
                closes=brief.apply_until,
                application=mine,
                wanted=wanted_words(brief.wanted.all()),
            )
        )
    return projects


def possible_projects(projects: Sequence[Project], talent: Talent, now: datetime) -> set[int]:
    """The campaigns to which the talent can apply: `applying.may_apply` for all at once."""
    if not projects or talent.archived_at or talent.stage not in ON_ROSTER:
        return set()
    clock = Office.objects.current().timezone
    sketches = [sketch_of(project.campaign, talent, clock=clock) for project in projects]
    standings = standings_of_sketches(sketches, now)
    return {
        project.campaign.pk
        for project, standing in zip(projects, standings, strict=True)
        if standing.verdict < Verdict.BLOCK and not project.short
    }


def wanted_words(lines: object) -> str:
    """2 reels, 3 stories."""
    total: dict[str, int] = {}
    for line in lines:  # type: ignore[attr-defined]
        name = line.get_kind_display().lower()
        total[name] = total.get(name, 0) + line.count
    return ", ".join(f"{count} {_plural(name, count)}" for name, count in total.items())


def _plural(name: str, count: int) -> str:
    if count == 1:
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def my_applications(talent: Talent) -> "QuerySet[Application]":
    """The talent's applications with their outcome, newest first."""
    return talent.applications.select_related("campaign__brand", "campaign__brief").order_by("-created_at", "-pk")
