"""What a template keeps of a brief, and what a brief takes from it."""

from typing import Any

from djmoney.money import Money

from campaigns.calls import naming, others_named
from campaigns.models import Brief, Measure, Reach
from campaigns.rules import AskedQuestion, WantedLine, listed
from campaigns.usage import from_json
from clients.models import Brand
from lib.figures import counted
from talent.models import Segment

KEPT = (
    "audience", "audience_countries", "audience_from", "audience_to", "audience_mix", "channels", "territories",
    "places", "dos", "donts", "label", "rounds", "exclusive_tail", "exclusive_tail_unit", "reach", "open_stages",
    "open_tiers", "open_genres", "open_countries", "min_stage", "min_tier",
)  # fmt: skip
TEXTS = {"audience": "the audience in words", "dos": "what to do", "donts": "what not to do", "label": "the label"}


def facts_of(brief: Brief) -> dict[str, Any]:
    """A brief as a template keeps it, in plain JSON. `keeps`: the brand's own categories are kept to it.

    A revenue that is wanted is one product's, and stays out. What says the brand's name stays out too, so that no
    other brand's talents read it: `without` tells what that was.
    """
    brand, questions = brief.campaign.brand, list(brief.questions.all())
    named = naming(brand, {name: getattr(brief, name) for name in TEXTS})
    telling = naming(brand, {str(one.pk): "\n".join([one.words, *one.options]) for one in questions})
    return {
        "fields": {name: "" if name in named else getattr(brief, name) for name in KEPT},
        "without": [*(TEXTS[name] for name in named), *(["a question"] if telling else [])],
        "segment": brief.segment.public_id if brief.segment is not None else "",
        "fee": _plain(brief.fee),
        "keeps": brief.exclusive_categories.exists(),
        "usage": brief.usage,
        "goals": {goal.measure: goal.target for goal in brief.campaign.goals.all() if goal.measure != Measure.REVENUE},
        "wanted": [
            {"kind": line.kind, "channel": line.channel, "count": line.count, "fee": _plain(line.fee)}
            for line in brief.wanted.all()
        ],
        "questions": [
            {"words": one.words, "kind": one.kind, "options": one.options, "required": one.required}
            for one in questions
            if str(one.pk) not in telling
        ],
    }


def left_out(facts: dict[str, Any], brand: Brand) -> str:
    """What a template of the brand's brief did not keep, as a sentence; empty where it kept all."""
    without = listed(facts["without"])
    return f" Left out, because {brand} is named there: {without}." if without else ""


def still_named(facts: dict[str, Any], brand: Brand) -> str:
    """Which other brands a template names, as a sentence; it was kept before such words were left out."""
    if "without" in facts:
        return ""
    texts = [facts["fields"][name] for name in TEXTS]
    texts += ["\n".join([one["words"], *one["options"]]) for one in facts["questions"]]
    found = listed(others_named(brand, texts))
    return f"The template is an old one and names {found}. Write that anew before talents read it." if found else ""


def _plain(amount: Money | None) -> list[str] | None:
    return [str(amount.amount), str(amount.currency)] if amount is not None else None


def _money(amount: list[str] | None) -> Money | None:
    return Money(*amount) if amount is not None else None


def _reach(facts: dict[str, Any]) -> dict[str, Any]:
    """The segment of the call. Where it is archived since, nobody sees the call who is not asked by name."""
    if facts["fields"]["reach"] != Reach.SEGMENT:
        return {}
    segment = Segment.objects.in_use().filter(public_id=facts["segment"]).first()
    return {"segment": segment} if segment is not None else {"reach": Reach.NAMED}


def said_by(facts: dict[str, Any], brand: Brand) -> dict[str, Any]:
    """As `write_brief` takes it for a campaign of the brand, whose own categories it promotes."""
    categories = list(brand.categories.all())
    priced = any(line["fee"] for line in facts["wanted"])  # then the fee is the sum of the pieces that stay
    return {
        "fields": {**facts["fields"], "fee": None if priced else _money(facts["fee"]), **_reach(facts)},
        "categories": categories,
        "exclusive_categories": categories if facts["keeps"] else [],
        "wanted": [
            WantedLine(line["kind"], line["channel"], line["count"], fee=_money(line["fee"]))
            for line in facts["wanted"]
        ],
        "questions": [
            AskedQuestion(one["words"], one["kind"], tuple(one["options"]), one["required"])
            for one in facts["questions"]
        ],
        "usage": from_json(facts["usage"]),
        "goals": facts.get("goals") or None,
    }


def template_words(facts: dict[str, Any]) -> str:
    """`5 pieces, 3 uses and 2 questions`: how much a template says."""
    counts = (
        (sum(line["count"] for line in facts["wanted"]), "piece"),
        (len(facts["usage"]), "use"),
        (len(facts["questions"]), "question"),
    )
    return listed(counted(count, noun) for count, noun in counts if count)
