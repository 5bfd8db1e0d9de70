"""A brand writes what it wants, and the office takes it up or says no."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Permission
from campaigns import brief_letters, letters, news_letters
from campaigns.actions.brief import check_lines, check_usage, write_brief
from campaigns.actions.campaigns import create_campaign
from campaigns.client_briefs import may_send_client_brief
from campaigns.models import Brief, BriefTemplate, Campaign, ClientBrief, ClientBriefState
from campaigns.people import may, may_brief_for, office_of, writer_of
from campaigns.pieces import lines_json
from campaigns.templating import said_by
from campaigns.usage import as_json
from clients.models import Brand, Category
from exclusivity.models.clause import TailUnit
from lib.actions import action
from lib.moves import can_move, move
from lib.refusals import Refused, require
from lib.violations import violation

SAID = (
    "name", "goal", "product", "audience", "channels", "territories", "days", "places", "wanted", "uses", "usage",
    "dos", "donts", "budget", "words", "goals", "goals_currency", "categories", "attributes", "tags", "label", "fee",
    "gift", "gift_value", "exclusive_categories", "exclusive_tail", "pieces",
)  # fmt: skip
TAKEN_OVER = (
    "goal", "product", "audience", "channels", "territories", "days", "places", "dos", "donts", "budget", "attributes",
    "tags", "label", "fee", "gift", "gift_value", "exclusive_tail",
)  # fmt: skip
MARKET = ("categories", "exclusive_categories")


def _lock(brief: ClientBrief) -> ClientBrief:
    rows = ClientBrief.objects.select_for_update(of=("self",)).select_related("brand", "sent_by")
    return rows.get(pk=brief.pk)


@action
def write_client_brief(
    *, brand: Brand, brief: ClientBrief | None, said: dict[str, Any], by: User, now: datetime
) -> ClientBrief:
    """Begin a brief for the brand, or change one that is not sent yet. `said` has every name of `SAID`."""
    require(may_brief_for(by, brand))
    if set(said) != set(SAID):
        raise TypeError(f"a client's brief says {', '.join(SAID)}")
    said = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if not said["name"]:
        raise Refused("Give it a name, so that you and the office mean the same.")
    check_usage(said["uses"])
    said["uses"] = as_json(said["uses"])
    lines = tuple(said["pieces"])
    if lines:
        said["channels"] = list(dict.fromkeys([*said["channels"], *(line.channel for line in lines)]))
        check_lines(Brief(days=said["days"], channels=said["channels"]), lines)
    said["pieces"] = lines_json(lines)
    for name in MARKET:
        if strange := set(said[name]) - {category.key for category in _categories(said[name])}:
            raise Refused(f"Nobody knows the category {min(strange)}.")
    if brief is None:
        row = ClientBrief(brand=brand, created_at=now, created_by=by)
    else:
        row = _lock(brief)
        if row.state != ClientBriefState.DRAFT or row.brand_id != brand.pk:
            raise Refused("It is not a draft any more. Begin again from it, or tell the office.")
    for name, value in said.items():
        setattr(row, name, value)
    with violation():
        row.save()
    return row


def _categories(keys: Iterable[str]) -> list[Category]:
    return list(Category.objects.filter(key__in=list(keys)))


@action
def send_client_brief(*, brief: ClientBrief, by: User, now: datetime) -> ClientBrief:
    """Give it to the office, where it waits on *Today*; who looks after the brand is told."""
    require(may_brief_for(by, brief.brand))
    row = _lock(brief)
    require(may_send_client_brief(row))
    move(row, ClientBriefState.SENT, sent_at=now, sent_by=by)
    letters.send(news_letters.brief_sent(row), office_of(row.brand), now)
    return row


@action
def withdraw_client_brief(*, brief: ClientBrief, by: User, now: datetime) -> ClientBrief:
    """Take it back before the office has answered; a draft is put away."""
    require(may_brief_for(by, brief.brand))
    row = _lock(brief)
    move(row, ClientBriefState.WITHDRAWN, withdrawn_at=now, withdrawn_by=by)
    return row


@action
def take_client_brief(
    *, brief: ClientBrief, by: User, now: datetime, template: BriefTemplate | None = None
) -> Campaign:
    """Start a campaign with what the brand wrote; whoever takes it up manages it. The brand's person is told.

    What the brand left open comes from the `template`, where there is one.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    row = _lock(brief)
    require(can_move(row, ClientBriefState.TAKEN))
    campaign = create_campaign(brand=row.brand, name=row.name, manager=by, by=by, now=now)
    base: dict[str, Any] = {"fields": {}, "categories": row.brand.categories.all(), "exclusive_categories": []}
    base |= said_by(template.facts, row.brand) if template is not None else {"wanted": []}
    said = {name: value for name in TAKEN_OVER if (value := getattr(row, name)) not in (None, "", [], {})}
    if "exclusive_tail" in said:
        said["exclusive_tail_unit"] = TailUnit.MONTH
    base["fields"] = {**base["fields"], **said}
    base |= {name: _categories(keys) for name in MARKET if (keys := getattr(row, name))}
    base["wanted"] = [line for line in base["wanted"] if line.channel in base["fields"].get("channels", ())]
    base["wanted"] = list(row.lines) or base["wanted"]
    if row.fee is not None:  # theirs is of all pieces together
        base["wanted"] = [replace(line, fee=None) for line in base["wanted"]]
    if row.uses:
        base["usage"] = row.usages
    base["goals"] = {**(base.get("goals") or {}), **row.goals} or None
    base["goal_currency"] = row.goals_currency
    campaign.brief = write_brief(campaign=campaign, **base, by=by, now=now)
    move(row, ClientBriefState.TAKEN, campaign=campaign, answered_at=now, answered_by=by)
    letters.send(brief_letters.taken(row, by), writer_of(row), now)
    return campaign


@action
def decline_client_brief(*, brief: ClientBrief, answer: str, by: User, now: datetime) -> ClientBrief:
    """Say no, with words that the brand reads."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not answer.strip():
        raise Refused("Say why. The brand reads it.")
    row = _lock(brief)
    move(row, ClientBriefState.DECLINED, answer=answer.strip(), answered_at=now, answered_by=by)
    letters.send(brief_letters.declined(row), writer_of(row), now)
    return row
