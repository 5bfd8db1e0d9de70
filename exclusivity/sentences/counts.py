"""Which kinds of work count, and what a clause lets be, in words."""

from exclusivity.rules.words import lowered
from exclusivity.sentences.parts import Names, Saying
from exclusivity.sentences.what import channels
from exclusivity.terms import CarveOutTerms, ClauseTerms
from lib.countries import country_name

MANY = {
    "PAID": "paid posts",
    "GIFTED": "gifted posts",
    "AFFILIATE": "affiliate links",
    "APPEARANCE": "appearances",
    "PAID_USAGE": "ads with the talent’s face",
    "ORGANIC": "unpaid mentions",
    "NAMED_USE": "visible use",
    "ORGANIC_REUSE": "reposts by the brand",
    "ANNOUNCE": "announcements",
    "SHOOT": "shoots without a post",
    "LIVE": "old posts that stay up",
    "OWN_BRAND": "brands of the talent’s own",
}
ONE = {
    "PAID": "a paid post",
    "GIFTED": "a gifted post",
    "AFFILIATE": "an affiliate link",
    "APPEARANCE": "an appearance",
    "PAID_USAGE": "an ad with the talent’s face",
    "ORGANIC": "an unpaid mention",
    "NAMED_USE": "visible use",
    "ORGANIC_REUSE": "a repost by the brand",
    "ANNOUNCE": "an announcement",
    "SHOOT": "a shoot without a post",
    "LIVE": "an old post that stays up",
    "OWN_BRAND": "a brand of the talent’s own",
}


def counted(saying: Saying, terms: ClauseTerms) -> None:
    """`; gifted posts and affiliate links included, but not unpaid mentions`."""
    yes = [(MANY[kind], (kind, True)) for kind in MANY if terms.activities.get(kind) is True]
    no = [(MANY[kind], (kind, False)) for kind in MANY if terms.activities.get(kind) is False]
    if yes:
        saying.add("; ").several(yes, "and").add(" included")
        if no:
            saying.add(", but not ").several(no, "or")
    elif no:
        saying.add(", not counting ").several(no, "or")


def counted_unsaid(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    """What neither the clause nor the office says."""
    silent = [(ONE[kind], (kind, None)) for kind in ONE if kind not in terms.activities and kind not in names.settled]
    if silent and terms.mode != "FULL":
        saying.add(" Whether ").several(silent, "or", unsaid=True).add(" counts is not stated.")


def let_be(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    """`Allowed all the same: the booking for Casa Brisa; work for Nordlund on YouTube.`"""
    outs = [(_carve_out(out, names), ("carve_out", out)) for out in terms.carve_outs]
    if outs:
        saying.add(" Allowed all the same: ")
        for n, (text, key) in enumerate(outs):
            saying.add("; " if n else "").fact(text, key)
        saying.add(".")


def _carve_out(out: CarveOutTerms, names: Names) -> str:
    kinds = _or([MANY[kind] for kind in MANY if kind in out.activities], ordered=True)
    head = ""
    if out.commitment_ids and names.outside:
        head = "what this contract lists"
    elif out.commitment_ids:
        head = _and([names.promises.get(pk, "?") for pk in out.commitment_ids])
    elif out.pre_existing:
        head = "what was promised before the signature"
    if head and out.pre_existing and out.commitment_ids:
        head += ", where promised before the signature"
    said = f"{kinds} in {head}" if kinds and head else kinds or head or "work"
    if out.brand_ids:
        said += f" for {_or([names.brands.get(pk, '?') for pk in out.brand_ids])}"
    if out.category_ids:
        said += f" in {_or([lowered(names.categories.get(pk, '?')) for pk in out.category_ids])}"
    if out.channels:
        said += f" {_or([text for text, _ in channels(out.channels, names)], ordered=True)}"
    if out.territories:
        said += f" in {_or([country_name(code) for code in out.territories])}"
    return said


def _or(words: list[str], *, ordered: bool = False) -> str:
    return _joined(words if ordered else sorted(words), "or")


def _and(words: list[str]) -> str:
    return _joined(sorted(words), "and")


def _joined(words: list[str], word: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {word} {words[-1]}" if words else ""
