"""What goes on a shortlist from the measurements: a talent's figures as of now, and posts that show their work."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.utils import timezone

from campaigns.shortlists import Measured, MeasuredAccount, PostShown
from stats.models import Post
from stats.models.post import GONE_AFTER, STORY
from stats.numbers.engagement import formula_of
from stats.own import OWN_POSTS
from stats.rates import own_numbers, rate_of
from talent.models import SocialAccount, Talent
from talent.queries import bounds_in_use, tier_name

SHOWN = 3
RECENT = timedelta(days=180)


def measured(talents: Collection[Talent], channels: Collection[str]) -> dict[int, Measured]:
    """By talent; the leading account is the largest on the brief's channels, or the largest of all. Three queries."""
    accounts = SocialAccount.objects.filter(talent__in=talents, archived_at=None).select_related("numbers")
    by_talent: dict[int, list[SocialAccount]] = {}
    for account in accounts:
        by_talent.setdefault(account.talent_id, []).append(account)

    def place(account: SocialAccount) -> tuple[bool, int, int]:
        return account.platform not in channels, -(account.followers or 0), account.pk

    bounds = bounds_in_use()
    return {
        talent.pk: Measured(
            tier=tier_name(talent, bounds) if talent.followers is not None else "",
            followers=talent.followers,
            accounts=tuple(_account(each) for each in sorted(by_talent.get(talent.pk, ()), key=place)),
        )
        for talent in talents
    }


def _account(account: SocialAccount) -> MeasuredAccount:
    numbers = own_numbers(account)
    rate = rate_of(account, numbers)
    of = None if rate.is_told else numbers
    formula = formula_of(account.platform, of.formula) if of and of.formula else None
    return MeasuredAccount(
        platform=account.platform,
        handle=account.handle,
        url=account.url,
        followers=account.followers,
        rate=rate.percent,
        formula=formula.words if formula else "",
        counted=of.posts_counted if of else 0,
        seen=of.posts_seen if of else 0,
        source=account.source,
        as_of=timezone.localdate(account.measured_at).isoformat() if account.measured_at else "",
        version=of.formula_version if of else 0,
    )


def posts_of(talents: Iterable[Talent], *, most: int = SHOWN) -> dict[int, list[PostShown]]:
    """The posts of half a year that were seen most, by talent; what is gone or has no address is left out. A query."""
    rows = Post.objects.filter(
        OWN_POSTS, account__talent__in=talents, account__archived_at=None, missed__lt=GONE_AFTER,
        published_at__gte=timezone.now() - RECENT,
    )  # fmt: skip
    found: dict[int, list[Post]] = {}
    for post in rows.exclude(url="").exclude(kind=STORY).select_related("account"):
        found.setdefault(post.account.talent_id, []).append(post)
    return {
        talent: [shown(post) for post in sorted(posts, key=lambda post: (-(post.views or 0), post.pk))[:most]]
        for talent, posts in found.items()
    }


def shown(post: Post) -> PostShown:
    """A post as a brand reads of it: 12 May, video. 41.2 k views."""
    day = timezone.localdate(post.published_at)
    return PostShown(url=post.url, words=f"{(post.kind or 'post').capitalize()}, {day:%-d %b %Y}", views=post.views)
