"""A talent's posts and what the numbers say: engagement with its formula and coverage, growth, rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from accounts.roles import Permission
from lib.figures import counted
from outbox.once import sent_once
from portals.components.platforms import icon_of
from portals.desk.roster.edit import home
from portals.desk.roster.figures import together
from portals.desk.roster.forms import LookedForm
from portals.desk.roster.scales import Scale, scale_of
from portals.desk.roster.talent import header, signal_looks
from portals.pages import allowed, attempt, page, visible
from stats.actions import dismiss_signal
from stats.models import AccountNumbers, Post, PostWatch, Signal
from stats.numbers.engagement import VIEWS, formula_of, reckoned
from stats.numbers.pieces import SETTLED
from stats.own import OWN_POSTS
from stats.terms import CLOSED, CLOSED_SHORT, closed_because
from talent.models import SocialAccount, Talent

A_PAGE = 50
SPANS = ("growth_7", "growth_30", "growth_90")
SHOWN = ("views", "likes", "comments", "shares", "saves", "reach", "interactions")
NARROW = ("comments", "shares", "saves", "reach", "interactions")
TO_OWNERS = ("reach", "interactions")  # told of few: a column only where one is


@dataclass(frozen=True, slots=True)
class Line:
    """An account's numbers, each null where unknown."""

    account: SocialAccount
    numbers: AccountNumbers | None
    watch: PostWatch | None

    @property
    def icon(self) -> str:
        return icon_of(self.account.platform)

    @property
    def closed(self) -> str:
        """Why nothing is computed of its counts; empty where something may be."""
        return closed_because(self.account.platform)

    @property
    def unknown(self) -> str:
        """The word for a figure that is not there."""
        return CLOSED_SHORT if self.closed else "unknown"

    @property
    def growth(self) -> list[Decimal | None]:
        """In percent over 7, 30 and 90 days."""
        return [getattr(self.numbers, span, None) for span in SPANS]

    @property
    def posts_a_week(self) -> Decimal | None:
        return self.numbers.posts_a_week if self.numbers else None

    @property
    def median_views(self) -> int | None:
        return self.numbers.median_views if self.numbers else None

    @property
    def scale(self) -> Scale | None:
        return scale_of(self.numbers)

    @property
    def formula(self) -> str:
        known = formula_of(self.account.platform)
        return known.words if known else ""

    @property
    def coverage(self) -> str:
        """On how many posts the rate rests; empty where none were looked at."""
        numbers = self.numbers
        if numbers is None or not numbers.posts_seen:
            return ""
        return f"{numbers.posts_counted} of {counted(numbers.posts_seen, 'post')}"

    @property
    def by_views(self) -> str:
        """How the second rate is reckoned, where there is one."""
        numbers = self.numbers
        if numbers is None or numbers.rate_by_views is None:
            return ""
        made_of = (numbers.formula_version, numbers.posts_by_views, numbers.posts_seen)
        return reckoned(self.account.platform, VIEWS, *made_of)


def lines_of(talent: Talent) -> list[Line]:
    """The accounts in use, the largest first. One query."""
    accounts = talent.accounts.filter(archived_at=None).select_related("numbers__benchmark", "post_watch")
    ordered = sorted(accounts, key=lambda a: (a.followers is None, -(a.followers or 0), a.pk))
    return [Line(each, getattr(each, "numbers", None), getattr(each, "post_watch", None)) for each in ordered]


def _total(lines: Sequence[Line]) -> list[Decimal | None]:
    """Growth of all accounts together; each span counts the accounts that were measured then and now."""
    return [together([(line.account.followers, line.growth[place]) for line in lines]) for place in range(len(SPANS))]


def _with_figures(posts: Any, names: Sequence[str]) -> Any:
    """Each post of the page with its figures as (name, value, whether it is hidden now, left out on a phone)."""
    for post in posts:
        post.shown = [(name, getattr(post, name), post.is_untold(name), name in NARROW) for name in names]
    return posts


def _address(account: str, sort: str) -> str:
    return f"?{urlencode({name: said for name, said in (('account', account), ('sort', sort)) if said})}"


@allowed(Permission.READ_DESK)
def posts(request: HttpRequest, public_id: str) -> HttpResponse:
    """The numbers of each account, its posts with their figures, and what somebody looked at already."""
    now = timezone.now()
    talent: Talent = visible(request, Talent.objects.select_related("manager"), public_id)
    lines = lines_of(talent)
    chosen = next((line for line in lines if line.account.public_id == request.GET.get("account")), None)
    rows = Post.objects.filter(OWN_POSTS, account__talent=talent, account__archived_at=None).select_related("account")
    if chosen:
        rows = rows.filter(account=chosen.account)
    sort = said if (said := request.GET.get("sort", "")) in SHOWN else ""
    order = [F(sort).desc(nulls_last=True)] if sort else []
    shown = Paginator(rows.order_by(*order, "-published_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    found = list(shown)
    told = {name for name in TO_OWNERS if any(getattr(post, name) is not None for post in found)}
    names = [name for name in SHOWN if name not in TO_OWNERS or name in told]
    own = chosen.account.public_id if chosen else ""
    best = {pk for line in lines if line.numbers for pk in line.numbers.best_posts}
    context = {
        **header(request, talent, "Posts"),
        "now": now,
        "lines": lines,
        "total": _total(lines),
        "closed": next((line.account.get_platform_display() for line in lines if line.closed), ""),
        "closed_because": CLOSED,
        "posts": shown,
        "rows": _with_figures(found, names),
        "sort": sort,
        "looks": signal_looks(talent, request.user, timezone.localdate(now)),
        "by_day": _address(own, ""),
        "heads": [(name, _address(own, name), name in NARROW) for name in names],
        "best": best,
        "young": now - SETTLED,
        "chosen": chosen.account.public_id if chosen else "all",
        "choices": [
            ("All", _address("", sort), None, "all"),
            *(
                (
                    line.account.get_platform_display(),
                    _address(line.account.public_id, sort),
                    None,
                    line.account.public_id,
                )
                for line in lines
            ),
        ],
        "dismissed": Signal.objects.filter(account__talent=talent, dismissed_at__isnull=False)
        .select_related("account", "dismissed_by")
        .order_by("-dismissed_at")[:20],
    }
    return page(request, "desk/roster/talent_posts.html", context)


@allowed(Permission.REFRESH_FIGURES)
@sent_once
def dismiss(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what one found, so that it needs no more looking."""
    signal: Signal = visible(request, Signal.objects.select_related("account__talent"), public_id)
    form = LookedForm(request.POST or None)
    if form.is_valid():
        done = attempt(
            request,
            lambda: dismiss_signal(
                signal=signal, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            ),
            "Dismissed. It comes back if the figure moves by more than a fifth."
            if not signal.key
            else "Dismissed. Another day would be noted anew.",
            form,
        )
        if done:
            return redirect(home(signal.account.talent))
    context = {
        "heading": signal.title,
        "lead": f"@{signal.account.handle} on {signal.account.get_platform_display()}: {signal.line}",
        "form": form,
        "deed": "Dismiss",
        "back": home(signal.account.talent),
        "back_label": signal.account.talent.name,
    }
    return page(request, "desk/form.html", context)
