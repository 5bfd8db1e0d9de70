"""Reads over the roster."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import (
    Aggregate,
    Case,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat

from accounts.models import User
from lib import like  # noqa: F401 - its lookup registers itself
from lib.among import among
from lib.asked import asked
from talent.models import ActMember, Genre, SocialAccount, Talent, TierBound
from talent.models.talent import TalentQuerySet
from talent.order import DEFAULT_SORT, SORTS, order_of
from talent.rules import UNRATED, fold, tier_of

STALE_AFTER = timedelta(days=14)
FUZZY_FROM = 4  # letters; below that every other name is similar
ALIKE = 1_000  # talents that are listed of those who are only like a word
LONGEST = 120  # characters of a search; what follows is not read
SLIPS = 5  # words of a search that may be slips
NEAR = 20  # letters; of a longer word PostgreSQL's index does not tell who nearly has it

NONE = "none"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
AGES: dict[str, Callable[[datetime], Q]] = {
    "day": lambda now: Q(measured_at__gt=now - DAY),
    "week": lambda now: Q(measured_at__lte=now - DAY, measured_at__gte=now - WEEK),
    "older": lambda now: Q(measured_at__lt=now - WEEK),
    "never": lambda now: Q(measured_at=None),
}


def bounds_in_use() -> list[tuple[int, str]]:
    """(lower bound, tier) of the scheme that the office uses, ascending. One query: ask once a page."""
    return [(int(lower), str(tier)) for lower, tier, _ in _bounds_in_use()]


@asked
def _bounds_in_use() -> QuerySet[TierBound, Any]:
    bounds = TierBound.objects.filter(scheme__in_use=True).order_by("from_followers")
    return bounds.values_list("from_followers", "name", "scheme__name")


def tier_name(talent: Talent, bounds: Sequence[tuple[int, str]] | None = None) -> str:
    """The talent's tier in words. Give `bounds` on a list, so that it is not asked for each row."""
    return tier_of(talent.followers, bounds_in_use() if bounds is None else bounds)


def tier_and_scheme(talent: Talent) -> tuple[str, str]:
    """The talent's tier and the name of the scheme that it is in, which is empty where the office uses none. One
    query."""
    rows = _bounds_in_use()
    scheme = next((str(name) for _, _, name in rows), "")
    return tier_of(talent.followers, [(int(lower), str(tier)) for lower, tier, _ in rows]), scheme


def _many(params: Mapping[str, Any], key: str) -> list[Any]:
    """The values of a parameter: of a QueryDict all, of a list its items, else the one."""
    values = params.getlist(key) if hasattr(params, "getlist") else params.get(key)
    if values is None:
        return []
    if not isinstance(values, list | tuple | set | QuerySet):
        values = [values]
    return [value for value in values if value not in ("", None)]


def _one(params: Mapping[str, Any], key: str) -> Any:
    return next(iter(_many(params, key)), None)


def _in_tiers(names: Sequence[str], bounds: Sequence[tuple[int, str]]) -> Q:
    wanted = Q(pk__in=())
    for (lower, name), following in zip(bounds, [*bounds[1:], None], strict=True):
        if name in names:
            reach = Q(followers__gte=lower)
            wanted |= reach & Q(followers__lt=following[0]) if following else reach
    if UNRATED in names:
        wanted |= Q(followers=None)
        if bounds and bounds[0][0] > 0:
            wanted |= Q(followers__lt=bounds[0][0])
    return wanted


def _words(text: str) -> list[str]:
    return fold(text[:LONGEST].replace("@", " ")).split()


def longer(text: str) -> list[str]:
    """The words of a search that may be slips, once each."""
    return [word for word in dict.fromkeys(_words(text)) if len(word) >= FUZZY_FROM][:SLIPS]


def _nearly(word: str, field: str = "search") -> Q:
    """Those with a word that one slip makes of this one: a letter other, too many or too few, or two that changed
    places. The word is all letters and digits.
    """
    places = range(len(word))
    made = [f"{word[:at]}_{word[at + 1 :]}" for at in places]
    made += [f"{word[:at]}{word[at + 1 :]}" for at in places]
    made += [f"{word[:at]}_{word[at:]}" for at in (*places, len(word))]
    made += [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in places[:-1]]
    return Q(**{f"{field}__like_any": [f"% {one} %" for one in made]})


def spelt(words: Collection[str]) -> dict[str, Aggregate]:
    """For `aggregate()` over any talents: null for each word of a search that somebody on the roster has; else who
    nearly has it.
    """
    asked: dict[str, Aggregate] = {}
    people = Talent.objects.filter(archived_at=None)
    for number, word in enumerate(words):
        # Some and not one: for one PostgreSQL would go through all of them in the hope of meeting it early.
        some = ArraySubquery(people.order_by().filter(_nearly(word)).values("pk")[: ALIKE + 1])
        nobody = Value([], some.output_field)
        near = some if len(word) <= NEAR and word.isalnum() else nobody
        asked[f"near_{number}"] = Max(Case(When(Exists(people.filter(search__contains=word)), then=None), default=near))
    return asked


def slips_in(words: Collection[str], told: Mapping[str, Any]) -> dict[str, list[int]]:
    """The words that nobody has, and who nearly has them, by what `spelt` was answered."""
    asked = ((word, told[f"near_{number}"]) for number, word in enumerate(words))
    return {word: near for word, near in asked if near is not None}


@dataclass(frozen=True, slots=True)
class Named:
    """What filters name, looked up: the words that nobody has (and the ids of those on the roster who nearly have them,
    one more than `ALIKE` at most), the genres' ids, and the tiers' lower bounds.
    """

    slips: Mapping[str, Sequence[int]] = field(default_factory=dict)
    genres: Mapping[str, int] = field(default_factory=dict)
    bounds: Sequence[tuple[int, str]] = ()


def looked_up(
    asked: Sequence[Mapping[str, Any]],
    slips: Mapping[str, Sequence[int]] | None = None,
    genres: Mapping[str, int] | None = None,
    bounds: Sequence[tuple[int, str]] | None = None,
) -> Named:
    """For all that is asked of the roster at once: three queries at most, and none for what nobody names.

    `slips`, `genres` and `bounds` where the caller knows them, or asked for them along with something else (see
    `spelt`).
    """
    if slips is None:
        words = list(dict.fromkeys(word for params in asked for word in longer(str(_one(params, "q") or ""))))
        slips = slips_in(words, Talent.objects.order_by()[:1].aggregate(**spelt(words))) if words else {}
    keys = {getattr(genre, "key", genre) for params in asked for genre in _many(params, "genre")}
    if genres is None:  # the ids first: only so does PostgreSQL know how many talents to expect
        genres = dict(Genre.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    if bounds is None:
        bounds = bounds_in_use() if any(_many(params, "tier") for params in asked) else ()
    return Named(slips, genres, bounds)


def alone(params: Mapping[str, Any], named: Named) -> Sequence[int] | None:
    """Who nearly has the only word of a search, where nothing else narrows the roster: that is all whom it finds."""
    words = _words(str(_one(params, "q") or ""))
    if {key for key in params if _many(params, key)} <= {"q", "sort"} and len(words) == 1:
        return named.slips.get(words[0]) or None
    return None


def search(
    talents: TalentQuerySet, text: str, slips: Mapping[str, Sequence[int]], *, archived: bool = False
) -> TalentQuerySet:
    """Talents whose names, city or handles have every word of the text.

    `slips` are longer words that nobody on the roster has, with those who nearly have it: they are found, or where
    there are none, who has a similar word. `archived`: others than those on the roster are looked for too.
    """
    words = _words(text)
    field = "search"
    if not slips.keys() >= set(words):
        # The index finds the few with the words that are right; to find all the others' slips in it takes longer.
        talents, field = talents.alias(beside=Concat("search", Value(""), output_field=TextField())), "beside"
    for word in words:
        if word not in slips:
            talents = talents.filter(search__contains=word)
        elif slips[word] and len(slips[word]) <= ALIKE and not archived:
            talents = talents.filter(pk__in=among(slips[word]))
        elif slips[word]:
            talents = talents.filter(_nearly(word, field))
        else:
            talents = talents.filter(search__trigram_word_similar=word)
    return talents


def _int(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


RANGES = (
    ("followers_min", "followers__gte", _int), ("followers_max", "followers__lte", _int),
    ("engagement_min", "engagement_rate__gte", _decimal), ("engagement_max", "engagement_rate__lte", _decimal),
    ("growth_min", "growth_30__gte", _decimal), ("growth_max", "growth_30__lte", _decimal),
    ("growth_7_min", "growth_7__gte", _decimal), ("growth_7_max", "growth_7__lte", _decimal),
    ("growth_90_min", "growth_90__gte", _decimal), ("growth_90_max", "growth_90__lte", _decimal),
)  # fmt: skip


def _by_numbers(talents: TalentQuerySet, params: Mapping[str, Any], now: datetime) -> TalentQuerySet:
    """Narrowed by what is kept on the talent (`talent.models.talent.LEADING`)."""
    for key, lookup, read in RANGES:
        if (border := read(_one(params, key))) is not None:
            talents = talents.filter(**{lookup: border})
    if bands := _many(params, "band"):
        talents = talents.filter(band__in=["" if band == NONE else band for band in bands])
    match _one(params, "signals"):
        case "open":
            talents = talents.filter(signals__gt=0)
        case "none":
            talents = talents.filter(signals=0)
    if kinds := _many(params, "signal"):
        talents = talents.filter(_has_one(kinds, "signal_kinds"), signals__gt=0)
    if ages := [AGES[age](now) for age in _many(params, "age") if age in AGES]:
        talents = talents.filter(reduce(or_, ages))
    return talents


def _has_one(words: Sequence[str], field: str) -> Q:
    """One of these words stands in a text that has a space on both sides of each."""
    return reduce(or_, (Q(**{f"{field}__contains": f" {word} "}) for word in words))


def _accounts(**conditions: Any) -> Exists:
    return Exists(SocialAccount.objects.filter(talent=OuterRef("pk"), archived_at=None, **conditions))


def roster(
    params: Mapping[str, Any],
    *,
    now: datetime,
    talents: TalentQuerySet | None = None,
    named: Named | None = None,
) -> TalentQuerySet:
    """The roster as a page asks for it, with manager, genres and accounts in three queries.

    `params` (a QueryDict or a dict; those with several values may be lists): `q`, `platform`, `stage`, `genre` (keys
    or rows), `language`, `country`, `manager` (public id, a user, or `none`), `tier` (names), `kind`, `followers_min`,
    `followers_max`, `engagement_min`, `engagement_max`, `growth_min`, `growth_max` (of 30 days; of 7 and 90
    `growth_7_min` and so on; percent; unknown is neither), `signal` (kinds, of which one is open),
    `band` (keys, or `none` for those without), `signals` (`open`, `none`), `age` (keys of `AGES`), `stale` (any
    value), `archived` (`only`, `all`), `sort` (see `talent.order`). What it does not understand it leaves out.
    `talents` narrows from the start, e.g. to what a user may see. `named` is what the filters name, where the caller
    looked it up for more than this.
    """
    found = Talent.objects.all() if talents is None else talents
    match _one(params, "archived"):
        case "only":
            found = found.filter(archived_at__isnull=False)
        case "all":
            pass
        case _:
            found = found.filter(archived_at=None)
    named = named or looked_up([params])
    text = str(_one(params, "q") or "")
    slips = {word: named.slips[word] for word in longer(text) if word in named.slips}
    found = search(found, text, slips, archived=bool(_one(params, "archived")))
    if platforms := _many(params, "platform"):
        found = found.filter(_has_one(platforms, "platforms"))
    if stages := _many(params, "stage"):
        found = found.filter(stage__in=stages)
    if kinds := _many(params, "kind"):
        found = found.filter(kind__in=kinds)
    if genres := _many(params, "genre"):
        through = Talent.genres.through.objects.filter(talent=OuterRef("pk"))
        keys = [getattr(genre, "key", genre) for genre in genres]
        ids = [named.genres[key] for key in keys if key in named.genres]
        found = found.filter(Exists(through.filter(genre__in=ids)))
    if languages := _many(params, "language"):
        found = found.filter(_has_one(languages, "spoken"))
    if countries := _many(params, "country"):
        found = found.filter(country__in=countries)
    if managers := _many(params, "manager"):
        ids = [getattr(manager, "public_id", manager) for manager in managers]
        looked_after = Q(manager__in=User.objects.filter(public_id__in=ids).values("pk"))
        found = found.filter(looked_after | Q(manager=None) if "none" in ids else looked_after)
    if tiers := _many(params, "tier"):
        found = found.filter(_in_tiers(tiers, named.bounds))
    found = _by_numbers(found, params, now)
    if _one(params, "stale"):
        recent = now - STALE_AFTER
        of_leading = Q(measured_at=None) | Q(measured_at__lt=recent)
        found = found.filter(of_leading, ~_accounts(measured_at__gte=recent)).exclude(platforms="")
    order = order_of(_one(params, "sort"))
    if order or all(slips.values()):
        found = found.order_by(*(order or SORTS[DEFAULT_SORT]))
    else:
        found = found.annotate(closeness=TrigramWordSimilarity(fold(text), "search"))
        found = found.order_by("-closeness", F("followers").desc(nulls_last=True), "id")
    in_use = SocialAccount.objects.filter(archived_at=None).order_by(F("followers").desc(nulls_last=True), "id")
    return found.select_related("manager").prefetch_related(Prefetch("accounts", in_use), "genres")


def members_on(act: Talent, day: Any) -> QuerySet[ActMember]:
    """Who is in the act that day."""
    return act.members.filter(period__contains=day).select_related("member").order_by("member__name")


def countries_in_use() -> list[str]:
    """ISO codes that occur on the roster."""
    return list(
        Talent.objects.filter(archived_at=None)
        .exclude(country="")
        .order_by("country")
        .values_list("country", flat=True)
        .distinct()
    )


def languages_in_use() -> list[str]:
    """BCP 47 tags that occur on the roster."""
    tags = Talent.objects.filter(archived_at=None).order_by().annotate(tag=Func("languages", function="unnest"))
    return sorted(tags.values_list("tag", flat=True).distinct())
