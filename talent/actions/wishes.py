"""Keeping what a talent asks for their work, and for whom they do it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from accounts.models import User
from clients.models import Category
from lib.actions import action
from lib.money_words import coin
from lib.refusals import Refused, require
from lib.violations import violation
from talent.actions.talents import lock
from talent.checks import may_say_wishes
from talent.models import Platform, Talent, Wishes
from talent.models.wishes import ADS, RATED, plain_name, rate_key

MOST = 60
KEYS = {
    rate_key(kind, platform)
    for kind, _ in RATED
    for platform in ("", *Platform.values)
    if not (kind == ADS and platform)
}


@action
def keep_wishes(
    *,
    talent: Talent,
    rates: Mapping[str, Decimal],
    currency: str,
    refused_categories: Iterable[str] = (),
    refused_brands: Iterable[str] = (),
    loved_categories: Iterable[str] = (),
    loved_brands: Iterable[str] = (),
    words: str = "",
    by: User,
    now: datetime,
) -> Wishes:
    """Keep all of it as it is said now; what is left out is taken back. The same again changes nothing.

    `rates` by `rate_key`. Raises `Refused`.
    """
    talent = lock(talent)
    require(may_say_wishes(talent, by))
    told = {
        "currency": currency if rates else "",
        "rates": _rates(rates, currency),
        "refused_categories": _categories(refused_categories),
        "refused_brands": _brands(refused_brands),
        "loved_categories": _categories(loved_categories),
        "loved_brands": _brands(loved_brands),
        "words": words.strip(),
    }
    _agree(told["refused_categories"], told["loved_categories"], _category_name)
    _agree(told["refused_brands"], told["loved_brands"])
    row = Wishes.objects.select_for_update(of=("self",)).filter(talent=talent).first()
    known = row if row is not None else Wishes(talent=talent)
    if all(getattr(known, name) == value for name, value in told.items()):
        return known
    for name, value in {**told, "said_at": now, "said_by": by}.items():
        setattr(known, name, value)
    with violation():
        known.save()
    return known


def _rates(rates: Mapping[str, Decimal], currency: str) -> dict[str, str]:
    if strange := set(rates) - KEYS:
        raise Refused(f"Nobody knows what {min(strange)} is.")
    if rates and currency not in settings.CURRENCIES:
        raise Refused("Say in which currency the prices are.")
    if any(amount <= 0 or amount % coin(currency) for amount in rates.values()):
        raise Refused("A price is more than 0, in whole coins.")
    return {key: f"{rates[key].normalize():f}" for key in sorted(rates)}


def _categories(keys: Iterable[str]) -> list[str]:
    asked = list(dict.fromkeys(keys))
    if len(asked) > MOST:
        raise Refused(f"At most {MOST} categories.")
    known = set(Category.objects.filter(key__in=asked).values_list("key", flat=True)) if asked else set()
    if strange := [key for key in asked if key not in known]:
        raise Refused(f"Nobody knows the category {strange[0]}.")
    return asked


def _brands(names: Iterable[str]) -> list[str]:
    """Each once, whatever its capitals, as it was typed first but for an @ or # before it."""
    tidy = [plain_name(name) for name in names]
    once = list({name.lower(): name for name in reversed(tidy) if name}.values())[::-1]
    if len(once) > MOST:
        raise Refused(f"At most {MOST} brands.")
    if long := [name for name in once if len(name) > 80]:
        raise Refused(f"The name of a brand has up to 80 letters: {long[0][:40]}… has more. One name in a line.")
    return once


def _agree(refused: Collection[str], loved: Collection[str], called: Callable[[str], str] = str) -> None:
    wished = {name.lower() for name in loved}
    if both := [name for name in refused if name.lower() in wished]:
        raise Refused(f"Say {called(both[0])} once: it cannot be wished for and refused.")


def _category_name(key: str) -> str:
    return Category.objects.get(key=key).name
