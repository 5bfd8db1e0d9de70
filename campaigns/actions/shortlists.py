"""Drawing up a shortlist, and sending it: from then on it stays as it is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from djmoney.money import Money

from accounts.models import Office, User
from accounts.roles import Permission, can
from campaigns import letters, shortlist_letters
from campaigns.actions.shared import lock_campaign
from campaigns.models import (
    Campaign,
    Shortlist,
    ShortlistAnswer,
    ShortlistEntry,
    ShortlistLink,
    ShortlistPost,
    ShortlistState,
)
from campaigns.models.shortlist import MOST_POSTS
from campaigns.people import approvers_of
from campaigns.promises import sketch_of
from campaigns.queries.shortlists import prices_for
from campaigns.shortlist_checks import may_ask_until, may_draft, may_propose, may_send, may_write, standings
from campaigns.shortlists import Measured, Plan, PostShown, other_days
from exclusivity.actions import record_check, share_check
from exclusivity.queries import Standing
from exclusivity.rules import Verdict
from exclusivity.sheets import TO_BE_DECIDED, outcome
from lib.actions import action
from lib.moves import move
from lib.refusals import Denied, Refused, require
from lib.violations import violation
from talent.models import Talent

type Words = tuple[str, date | None]
"""What stands over the list and by when the brand answers, typed and not saved yet: kept with another change."""
LOOKED_INTO = "The office looks into it and answers."


def _lock(shortlist: Shortlist) -> Shortlist:
    """The campaign, then the version."""
    campaign = lock_campaign(Campaign(pk=shortlist.campaign_id))
    fresh = Shortlist.objects.select_for_update(of=("self",)).get(pk=shortlist.pk)
    fresh.campaign = campaign
    return fresh


def _lock_draft(shortlist: Shortlist, by: User, words: Words | None = None) -> Shortlist:
    require(can(by, Permission.RUN_CAMPAIGNS))
    fresh = _lock(shortlist)
    require(may_write(fresh))
    if words is not None:
        _say(fresh, *words)
    return fresh


def _lock_entry(entry: ShortlistEntry, by: User, words: Words | None = None) -> ShortlistEntry:
    shortlist = _lock_draft(Shortlist.objects.get(pk=entry.shortlist_id), by, words)
    fresh = ShortlistEntry.objects.select_related("talent").filter(pk=entry.pk, shortlist=shortlist).first()
    if fresh is None:
        raise Refused("Somebody took this talent off the list.")
    fresh.shortlist = shortlist
    return fresh


@action
def draft_shortlist(*, campaign: Campaign, by: User, now: datetime) -> Shortlist:
    """Begin the next version: as the last one was, or empty."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(may_draft(campaign))
    last = campaign.shortlists.order_by("-number").first()
    with violation():
        draft = Shortlist.objects.create(
            campaign=campaign, number=last.number + 1 if last else 1, lead=last.lead if last else "",
            created_at=now, created_by=by,
        )  # fmt: skip
    if last is not None:
        _copy(last, draft)
    return draft


def _copy(last: Shortlist, draft: Shortlist) -> None:
    for entry in last.entries.prefetch_related("posts"):
        copied = ShortlistEntry.objects.create(
            shortlist=draft, talent_id=entry.talent_id, order=entry.order, why=entry.why, price=entry.price
        )
        ShortlistPost.objects.bulk_create(
            ShortlistPost(
                entry=copied, place=post.place, url=post.url, words=post.words, views=post.views, picture=post.picture
            )
            for post in entry.posts.all()
        )


@action
def write_shortlist(*, shortlist: Shortlist, lead: str, answer_by: date | None, by: User, now: datetime) -> Shortlist:
    """The words over the list, and the day by which the brand is asked to answer."""
    shortlist = _lock_draft(shortlist, by)
    require(may_ask_until(answer_by, now))
    _say(shortlist, lead, answer_by)
    return shortlist


def _say(shortlist: Shortlist, lead: str, answer_by: date | None) -> None:
    shortlist.lead, shortlist.answer_by = lead.strip(), answer_by
    shortlist.save(update_fields=["lead", "answer_by"])


@action
def add_entries(
    *,
    shortlist: Shortlist,
    talents: Sequence[Talent],
    by: User,
    now: datetime,
    posts: Mapping[int, Sequence[PostShown]] | None = None,
    words: Words | None = None,
) -> list[ShortlistEntry]:
    """Put talents at the end of a draft, at the prices of `prices_for`. `posts` are first proposals of their work.

    Raises `Refused` where one of them has promised something that forbids it.
    """
    shortlist = _lock_draft(shortlist, by, words)
    if not talents:
        raise Refused("Choose whom to add.")
    stands = standings(shortlist.campaign, [talent.pk for talent in talents], now)
    last = shortlist.entries.aggregate(last=Max("order"))["last"] or 0
    prices = prices_for(shortlist.campaign, talents)
    added = []
    for place, talent in enumerate(talents, start=last + 1):
        require(may_propose(talent, stands.of(talent.pk)))
        with violation():
            entry = ShortlistEntry.objects.create(
                shortlist=shortlist, talent=talent, order=place, price=prices[talent.pk]
            )
        _show(entry, (posts or {}).get(talent.pk, ()))
        added.append(entry)
    return added


def _show(entry: ShortlistEntry, posts: Sequence[PostShown]) -> None:
    shown = [post for post in posts if post.url or post.picture]
    if len(shown) > MOST_POSTS:
        raise Refused("At most three posts show what somebody does.")
    for place, post in enumerate(shown, start=1):
        ShortlistPost.objects.create(
            entry=entry, place=place, url=post.url, words=post.words, views=post.views, picture=post.picture
        )


@action
def write_entry(
    *, entry: ShortlistEntry, why: str, price: Money | None, posts: Sequence[PostShown], by: User, now: datetime
) -> ShortlistEntry:
    """Why this talent, what the brand would pay, and up to three posts that show it."""
    entry = _lock_entry(entry, by)
    if price is not None and price.amount < 0:
        raise Refused("The price is 0 or more.")
    entry.why, entry.price = why.strip(), price
    entry.save(update_fields=["why", "price", "price_currency"])
    entry.posts.all().delete()
    _show(entry, posts)
    return entry


@action
def move_entry(*, entry: ShortlistEntry, up: bool, by: User, now: datetime, words: Words | None = None) -> None:
    """One place up or down. At the end of the list nothing changes."""
    entry = _lock_entry(entry, by, words)
    row = list(entry.shortlist.entries.order_by("order", "pk"))
    here = row.index(entry)
    there = here - 1 if up else here + 1
    if 0 <= there < len(row):
        row[here], row[there] = row[there], row[here]
        for place, each in enumerate(row, start=1):
            each.order = place
        ShortlistEntry.objects.bulk_update(row, ["order"])


@action
def drop_entry(*, entry: ShortlistEntry, by: User, now: datetime, words: Words | None = None) -> None:
    """Take a talent off a draft."""
    _lock_entry(entry, by, words).delete()


@action
def send_shortlist(
    *,
    shortlist: Shortlist,
    figures: Mapping[int, Measured],
    plan: Plan,
    by: User,
    now: datetime,
    words: Words | None = None,
) -> Shortlist:
    """Show it to the brand's people and write to them. The version before is answered no more.

    `figures` are the talents' as of now, `plan` is the brief in words for the clean sheet, `words` are its last words
    and day where they come with the sending. Every talent is held against what they promised once more. An answer to
    the version before stands where price and days are the same; guest links that go along lead here now.
    """
    require(can(by, Permission.RUN_CAMPAIGNS))
    shortlist = _lock(shortlist)
    if words is not None and may_write(shortlist):
        _say(shortlist, *words)
    require(may_send(shortlist, now))
    entries = list(shortlist.entries.select_related("talent"))
    people = [entry.talent for entry in entries]
    stands = standings(shortlist.campaign, [talent.pk for talent in people], now)
    for entry in entries:
        require(may_propose(entry.talent, stands.of(entry.talent_id)))
        _freeze(entry, figures.get(entry.talent_id, Measured()), stands.of(entry.talent_id), plan)
    brief = shortlist.campaign.brief
    before = shortlist.campaign.shortlists.select_for_update(of=("self",)).filter(state=ShortlistState.SENT).first()
    if before is not None:
        move(before, ShortlistState.REPLACED)
    paper = None
    if stands.all_clear:
        sketch = sketch_of(shortlist.campaign, clock=Office.objects.current().timezone)
        paper = record_check(
            sketch=sketch, talents=people, asked=plan.words, missing=plan.missing, title=shortlist.campaign.name,
            question=plan.question, by=by, now=now,
        )  # fmt: skip
        paper = share_check(check=paper, by=by, now=now)
    facts: dict[str, Any] = {"places": brief.places, "days": brief.days, "check_made": paper}
    if brief.budget is not None:
        facts |= {"budget_currency": str(brief.budget.currency), "budget": brief.budget}
    move(shortlist, ShortlistState.SENT, **facts, sent_at=now, sent_by=by)
    if before is not None:
        _carry(before, shortlist, entries)
        ShortlistLink.objects.filter(shortlist=before, follows=True).update(shortlist=shortlist)
    letters.send(shortlist_letters.sent(shortlist, len(entries)), approvers_of(shortlist.campaign.brand), now)
    return shortlist


def _freeze(entry: ShortlistEntry, measured: Measured, standing: Standing, plan: Plan) -> None:
    talent = entry.talent
    told, note = outcome(standing.verdict, plan.missing)
    if standing.verdict >= Verdict.REVIEW:
        told, note = TO_BE_DECIDED, LOOKED_INTO
    facts: dict[str, Any] = {
        "name": talent.name,
        "native_name": talent.native_name,
        "place": ", ".join(filter(None, (talent.city, talent.country))),
        "tier": measured.tier,
        "followers": measured.followers,
        "figures": [account.as_json() for account in measured.accounts],
        "verdict": standing.verdict.name,
        "outcome": told,
        "note": note,
    }
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(facts))


def _carry(before: Shortlist, shortlist: Shortlist, entries: Sequence[ShortlistEntry]) -> None:
    """What was said stands for the talents whose price is the same, unless the days of all changed; what was not sent
    yet stays unsent.
    """
    if other_days(before, shortlist):
        return
    now_on = {entry.talent_id: entry for entry in entries}
    rows = ShortlistAnswer.objects.filter(entry__shortlist=before).select_related("entry")
    for row in rows.order_by("said_at", "pk"):
        entry = now_on.get(row.entry.talent_id)
        if entry is not None and entry.price == row.entry.price:
            ShortlistAnswer.objects.create(
                entry=entry, choice=row.choice, comment=row.comment, guest_id=row.guest_id, told_by=row.told_by,
                carried=True, said_at=row.said_at, said_by_id=row.said_by_id, sent_at=row.sent_at,
                sent_by_id=row.sent_by_id,
            )  # fmt: skip


@action
def read_answers(*, shortlist: Shortlist, by: User, now: datetime) -> Shortlist:
    """Somebody at the desk has read what the brand says so far."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    shortlist = _lock(shortlist)
    if shortlist.sent_at is None:
        require(Denied("This shortlist has not been sent.", code="draft"))
    shortlist.read_at, shortlist.read_by = now, by
    shortlist.save(update_fields=["read_at", "read_by"])
    return shortlist
