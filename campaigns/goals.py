"""The numbers that a brief wants to see, kept and taken along."""

from collections.abc import Mapping

from accounts.models import Office
from campaigns.models import Brief, Campaign, Goal, Measure
from campaigns.models.cost import goal_words
from lib.violations import violation

type Targets = Mapping[str, int | None]


def currency_of(brief: Brief) -> str:
    """In what a brief reckons: as its first amount does, else as the office."""
    amounts = (brief.fee, brief.budget, brief.gift_value)
    return next((str(amount.currency) for amount in amounts if amount is not None), Office.objects.current().currency)


def keep_goals(campaign: Campaign, targets: Targets, currency: str = "") -> None:
    """Set a goal a measure; None takes it away. The caller holds the campaign's lock.

    A revenue is in `currency`; without one it stays in what it was set in, and a new one is in the brief's.
    """
    was = campaign.goals.filter(measure=Measure.REVENUE).values_list("currency", flat=True).first()
    with violation():
        for measure, target in targets.items():
            if target is None:
                Goal.objects.filter(campaign=campaign, measure=measure).delete()
                continue
            said = {"target": target, "currency": ""}
            if measure == Measure.REVENUE:
                said["currency"] = currency or was or currency_of(campaign.brief)
            Goal.objects.update_or_create(campaign=campaign, measure=measure, defaults=said)


def listed_goals(goals: Mapping[str, int], currency: str) -> list[str]:
    """Goals that are only written down yet, in words and in the order of the measures."""
    return [goal_words(measure, goals[measure], currency) for measure in Measure if goals.get(measure)]
