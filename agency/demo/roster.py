"""120 talents with 300 accounts and their history."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from accounts.models import User
from agency.demo.curves import history, size
from agency.demo.names import ACTS, TINTS, Culture, people
from agency.demo.plan import CAMPAIGNS
from lib.faces import DARK_HAIRS, SKINS, drawn
from stats.actions import record_snapshots
from stats.snapshots import SnapshotRow
from talent.actions import add_account, add_talent, join_act, record_figures, set_stage
from talent.figures import Figures
from talent.models import Genre, SocialAccount, Source, Stage, Talent

ACCOUNTS = 300
# The faces that the README speaks of: where they are large, and how large.
KNOWN = {
    "Honoka Ishiguro": ("instagram", 1_840_000),
    "Rin Sakuraba": ("instagram", 388_000),
    "Yuna Baek": ("tiktok", 903_000),
}
PLATFORMS = ("instagram", "tiktok", "youtube", "x", "facebook", "twitch")


@dataclass
class Roster:
    """What was made, for the work that is built on it."""

    persons: list[Talent] = field(default_factory=list)
    acts: list[Talent] = field(default_factory=list)
    by_name: dict[str, Talent] = field(default_factory=dict)


def fold(name: str) -> str:
    """A handle's letters: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Đ", "D").replace("đ", "d"))
    return " ".join("".join(c for c in plain.lower() if c.isascii() and (c.isalnum() or c == " ")).split())


SKINS_AT_HOME = {
    "JP": (0, 1, 2),
    "KR": (0, 1),
    "TW": (1, 2),
    "VN": (1, 2),
    "BR": (1, 2, 3, 4),
    "ZA": (4, 5),
    "GH": (5,),
    "MA": (2, 3),
    "IN": (3, 4),
}
DARK_HAIRED = ("JP", "KR", "TW", "VN")


def face(name: str, culture: Culture) -> str:
    """The first seed of a name whose drawn face could be from there."""
    base = fold(name).replace(" ", "-")
    skins = [SKINS[number] for number in SKINS_AT_HOME.get(culture.country, (0, 1, 2))]
    for number in range(200):
        drawing = drawn(f"{base}-{number}")
        skin = any(f'fill="{colour}"/><rect' in drawing for colour in skins)
        hair = culture.country not in DARK_HAIRED or any(f'fill="{colour}"' in drawing for colour in DARK_HAIRS[:1])
        if skin and hair and "c.4 6.4 3.6" not in drawing:  # no beards: names do not say who has one
            return f"{base}-{number}"
    return base


def channel_id(handle: str) -> str:
    """A YouTube channel id for an invented handle: UC and 22 characters."""
    return "UC" + hashlib.sha256(handle.encode()).hexdigest()[:22]


def _stage(rng: Random, followers: int) -> Stage:
    if followers > 900_000:
        return rng.choice((Stage.HEADLINER, Stage.EXCLUSIVE))
    if followers > 150_000:
        return rng.choice((Stage.EXCLUSIVE, Stage.AFFILIATED, Stage.AFFILIATED))
    return rng.choice((Stage.AFFILIATED, Stage.REGISTERED, Stage.REGISTERED))


def _add(
    rng: Random,
    *,
    name: str,
    native: str,
    city: str,
    culture: Culture,
    kind: str,
    staff: list[User],
    genres: list[Genre],
    now: datetime,
) -> Talent:
    talent = add_talent(
        name=name,
        by=rng.choice(staff),
        now=now - timedelta(days=rng.randrange(560, 900)),
        kind=kind,
        native_name=native,
        city=city,
        country=culture.country,
        languages=list(culture.languages),
        timezone=culture.timezone,
        email=f"{fold(name).replace(' ', '.')}@talents.example",
        born_on=date(rng.randrange(1988, 2007), rng.randrange(1, 13), rng.randrange(1, 28))
        if kind == "person"
        else None,
        tint=rng.choice(TINTS),
        portrait=f"drawn/{face(name, culture)}" if kind == "person" else "",
        manager=rng.choice(staff),
        genres=rng.sample(genres, rng.choice((1, 2, 2, 3))),
    )
    return talent


def _handles(rng: Random, name: str) -> list[str]:
    words = fold(name).split() or ["talent"]
    first, last = words[0], words[-1]
    forms = [
        f"{first}.{last}",
        f"{first}_{last}",
        f"{first}{last}",
        f"{first}.daily",
        f"its.{first}.{last}",
        f"{last}{first}",
    ]
    rng.shuffle(forms)
    return forms


def _takes(platform: str, handle: str) -> bool:
    """Whether a platform lets anybody be called that: X has no dots and fifteen letters, Facebook no underscores."""
    if platform == "facebook":
        return "_" not in handle
    return platform not in {"x", "twitch"} or ("." not in handle and len(handle) <= 15)


def build(rng: Random, *, staff: list[User], now: datetime, seed_file: Path) -> Roster:
    """Make the roster. Also writes what the stand-in platforms answer for their accounts."""
    roster = Roster()
    genres = list(Genre.objects.order_by("key"))
    same: dict[str, Any] = {"staff": staff, "genres": genres, "now": now}
    for person in people():
        talent = _add(
            rng,
            name=person.name,
            native=person.native_name,
            city=person.city,
            culture=person.culture,
            kind="person",
            **same,
        )
        roster.persons.append(talent)
    for name, native, culture, members in ACTS:
        act = _add(rng, name=name, native=native, city=rng.choice(culture.cities), culture=culture, kind="act", **same)
        roster.acts.append(act)
        compatriots = [p for p in roster.persons if p.country == culture.country]
        for member in rng.sample(compatriots, members):
            since = (now - timedelta(days=rng.randrange(300, 1200))).date()
            join_act(act=act, member=member, since=since, by=staff[0], now=now)
    talents = roster.persons + roster.acts
    roster.by_name = {talent.name: talent for talent in talents}
    _accounts(rng, talents, staff=staff, now=now, seed_file=seed_file)
    for talent in talents:
        talent.refresh_from_db()
        stage = _stage(rng, talent.followers or 0)
        if stage != talent.stage:
            set_stage(talent=talent, stage=stage, by=talent.manager or staff[0], now=now, reason="Grown with us")
    for talent in talents[97:101]:
        if talent.stage != Stage.ALUMNI:
            set_stage(talent=talent, stage=Stage.ALUMNI, by=staff[0], now=now, reason="Moved on")
    return roster


def _platforms(rng: Random, talents: list[Talent]) -> Iterable[tuple[Talent, str]]:
    """One account each, and more for some, until there are 300."""
    main = {talent.pk: rng.choices(PLATFORMS[:3], (6, 3, 4))[0] for talent in talents}
    main |= {talent.pk: KNOWN[talent.name][0] for talent in talents if talent.name in KNOWN}
    pairs = [(talent, main[talent.pk]) for talent in talents]
    pairs += [(talent, "youtube") for talent in talents if talent.name in KNOWN]
    others = [(talent, p) for talent in talents for p in PLATFORMS if (talent, p) not in pairs]
    weights = {"instagram": 5, "tiktok": 5, "youtube": 4, "x": 2, "facebook": 1, "twitch": 1}
    others.sort(key=lambda pair: rng.random() / weights[pair[1]])
    return [*pairs, *others[: ACCOUNTS - len(pairs)]]


def _needed(talents: list[Talent], there: set[tuple[int, str]]) -> Iterable[tuple[Talent, str]]:
    """Where somebody who is cast owes a piece, and is not yet: what goes live there has to be seen."""
    named = {talent.name: talent for talent in talents}
    for plan in CAMPAIGNS:
        for name in plan.cast:
            for wanted in plan.wanted:
                if wanted.channel in PLATFORMS and (named[name].pk, wanted.channel) not in there:
                    there.add((named[name].pk, wanted.channel))
                    yield named[name], wanted.channel


def _accounts(rng: Random, talents: list[Talent], *, staff: list[User], now: datetime, seed_file: Path) -> None:
    handles = {talent.pk: _handles(rng, talent.name) for talent in talents}
    main_size = {talent.pk: size(rng) for talent in talents}
    main_size |= {talent.pk: KNOWN[talent.name][1] for talent in talents if talent.name in KNOWN}
    taken: set[tuple[str, str]] = set()
    rows: list[SnapshotRow] = []
    channels: dict[str, dict[str, object]] = {}
    others: dict[str, dict[str, dict[str, object]]] = {}
    seen: set[int] = set()
    pairs = list(_platforms(rng, talents))
    for number, (talent, platform) in enumerate(
        [*pairs, *_needed(talents, {(talent.pk, platform) for talent, platform in pairs})]
    ):
        draw = rng if number < len(pairs) else Random(number)
        handle = next(
            h
            for h in [*handles[talent.pk], f"{fold(talent.name).replace(' ', '')[:11]}{talent.pk}"]
            if (platform, h) not in taken and _takes(platform, h)
        )
        taken.add((platform, handle))
        share = 1.0 if talent.pk not in seen else draw.uniform(0.03, 0.6)
        seen.add(talent.pk)
        followers = max(200, round(main_size[talent.pk] * share))
        external = channel_id(handle) if platform == "youtube" else ""
        account = add_account(
            talent=talent,
            platform=platform,
            handle=handle,
            by=staff[0],
            now=now - timedelta(days=550),
            external_id=external,
        )
        rows += _figures(draw, account, followers=followers, now=now, by=staff[0], channels=channels, people=others)
    record_snapshots(rows)
    seed_file.parent.mkdir(parents=True, exist_ok=True)
    said = {"channels": channels, "people": others}
    seed_file.write_text(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True))


def _figures(
    rng: Random,
    account: SocialAccount,
    *,
    followers: int,
    now: datetime,
    by: User,
    channels: dict[str, dict[str, object]],
    people: dict[str, dict[str, dict[str, object]]],
) -> list[SnapshotRow]:
    """The account's latest figures and its history.

    YouTube's are measured; of the others one in six was reported, and some are old.
    """
    youtube = account.platform == "youtube"
    age = timedelta(hours=rng.randrange(1, 12))
    if not youtube and account.talent.name not in KNOWN:
        age = rng.choices((age, timedelta(days=rng.randrange(1, 7)), timedelta(days=rng.randrange(8, 70))), (7, 2, 1))[
            0
        ]
    taken = now - age
    reported = not youtube and rng.random() < 1 / 6
    posts = rng.randrange(40, 2200)
    views = followers * rng.randrange(20, 200) if youtube else None
    yearly = rng.choices((rng.uniform(-0.08, 0.05), rng.uniform(0.05, 0.4), rng.uniform(0.4, 1.3)), (2, 6, 2))[0]
    if youtube:  # the platform shows three figures only
        followers = int(f"{followers:.3g}".split("e")[0]) if followers < 1000 else int(float(f"{followers:.2e}"))
    points = history(
        rng, now=taken, followers=followers, posts=posts, views=views, yearly=yearly, spikes=rng.choice((0, 0, 1, 1, 2))
    )
    source = Source.REPORTED if reported else Source.MEASURED
    latest = points[-1]
    rate = None if youtube else Decimal(str(round(rng.uniform(0.8, 7.5), 2)))
    engagement = rate if reported else None  # a platform tells none: ours are reckoned of the posts
    record_figures(
        account=account,
        figures=Figures(
            followers=latest.followers,
            following=rng.randrange(20, 1800),
            posts=latest.posts,
            views=latest.views,
            avg_likes=None if engagement is None else round(followers * float(engagement) / 105),
            engagement_rate=engagement,
            is_rounded=youtube and followers > 1000,
            source=source,
            measured_at=latest.taken_at,
        ),
        by=by,
        now=now,
    )
    if youtube:
        channels[account.external_id] = {
            "handle": account.handle, "title": account.talent.name, "followers": followers,
            "daily": max(1, round(followers * yearly / 365)),
            "posts": posts, "views": views,
        }  # fmt: skip
    else:
        people.setdefault(account.platform, {})[account.handle] = {
            "title": account.talent.name, "followers": followers, "daily": max(1, round(followers * yearly / 365)),
            "posts": posts,
        }  # fmt: skip
    return [
        SnapshotRow(
            account_id=account.pk,
            taken_at=p.taken_at,
            followers=p.followers,
            posts=p.posts,
            views=p.views,
            source=str(source),
        )
        for p in points
    ]
