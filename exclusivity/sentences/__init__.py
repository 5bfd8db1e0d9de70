"""A clause in plain words: a pure function of its terms and of the names in it.

From 1 May until 31 October 2027 and 30 days after, however it ends, Mia may not appear for rival skincare brands on
Instagram or TikTok in work aimed at Japan; paid posts and unpaid mentions included. Whether an affiliate link
counts is not stated.
"""

from exclusivity.sentences import counts, what
from exclusivity.sentences import when as time
from exclusivity.sentences.parts import FACT, NEW, UNSAID, Names, Part, Saying, text_of, told
from exclusivity.terms import ClauseTerms, Days

__all__ = ["FACT", "NEW", "UNSAID", "Names", "Part", "say", "text_of"]


def say(
    terms: ClauseTerms,
    names: Names,
    term: Days | None = None,
    *,
    before: ClauseTerms | None = None,
    term_before: Days | None = None,
) -> tuple[Part, ...]:
    """The clause in words. `term` are the contract's half-open days; with `before`, the version that went before (and
    the term that it had), what this one says anew is marked.
    """
    old = _parts(before, names, term_before or term) if before is not None else None
    return told(_parts(terms, names, term), old)


def _parts(terms: ClauseTerms, names: Names, term: Days | None) -> list[Part]:
    saying = Saying()
    time.when(saying, terms, term)
    what.who(saying, terms, names)
    what.may_not(saying, terms, names)
    what.target(saying, terms, names)
    what.where(saying, terms, names)
    counts.counted(saying, terms)
    saying.add(".")
    counts.counted_unsaid(saying, terms, names)
    what.where_unsaid(saying, terms)
    time.when_unsaid(saying, terms)
    what.who_unsaid(saying, terms, names)
    time.lookback(saying, terms, names)
    counts.let_be(saying, terms, names)
    return saying.parts
