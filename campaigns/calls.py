"""An open call: whom it reaches, who is far enough for it, and what of the brand it keeps back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Booking, Brief, Campaign, Reach
from campaigns.models.reach import reaches
from campaigns.rules import listed
from clients.models import Brand, BrandName
from lib.refusals import Answer, Denied
from talent.models import Talent
from talent.models.talent import ON_ROSTER, Stage
from talent.queries import bounds_in_use, tier_name
from talent.segments import members

SAID = {
    "goal": "goal", "product": "product", "audience": "audience", "gift": "product given", "dos": "things to do",
    "donts": "things not to do", "label": "label", "brand_words": "words for the brand",
}  # fmt: skip
"""What talents read before they are booked; of a hidden brand the tags come with the booking."""


def answers_call(campaign: Campaign, talent: Talent) -> Answer:
    """Whether the call is for this talent, and they are as far as it asks. Whom the office asks by name is exempt."""
    brief = campaign.brief
    if brief.reach == Reach.NAMED:
        return Denied("For this project the office asks talents by name.", code="named")
    if brief.reach in (Reach.SOME, Reach.SEGMENT):
        if brief.segment is not None and brief.reach == Reach.SEGMENT:
            rows: QuerySet[Any] = members(brief.segment, timezone.now()).filter(pk=talent.pk)
        else:
            rows = Campaign.objects.filter(reaches(Talent.objects.filter(pk=talent.pk)), pk=campaign.pk)
        if not rows.exists():
            return Denied("This project is for other talents.", code="segment")
    return far_enough(brief, talent, bounds_in_use() if brief.min_tier else ())


def far_enough(brief: Brief, talent: Talent, bounds: Sequence[tuple[int, str]]) -> Answer:
    """Whether the talent is of the stage and the tier from which on the brief asks. `bounds` are those in use."""
    if brief.min_stage:
        order = [str(stage) for stage in ON_ROSTER]
        if talent.stage not in order[order.index(brief.min_stage) :]:
            least = Stage(brief.min_stage).label.lower()
            yours = talent.get_stage_display().lower()
            return Denied(f"This project is for talents who are {least} or further. You are {yours}.", code="stage")
    if brief.min_tier:
        least_followers = {name: lower for lower, name in bounds}.get(brief.min_tier)
        if least_followers is None:
            return Denied("The office has to say anew from which tier on this project is. Ask them.", code="tier")
        if talent.followers is None:
            return Denied(
                f"This project is for the tier {brief.min_tier} and up. Your followers are not known yet.", code="tier"
            )
        if talent.followers < least_followers:
            return Denied(
                f"This project is for the tier {brief.min_tier} and up, from {least_followers:,} followers. "
                f"You have {talent.followers:,}, which is {tier_name(talent, bounds)}.",
                code="tier",
            )
    return True


def knows_brand(campaign: Campaign, talent: Talent) -> bool:
    """Whether the talent may read the brand's name: it is not hidden, or they were booked."""
    if not campaign.brief.brand_hidden:
        return True
    return Booking.objects.filter(campaign=campaign, talent=talent, confirmed_at__isnull=False).exists()


def booked_in(talent: Talent) -> set[int]:
    """The campaigns in which the talent has been booked, so that they know the brand. One query for a list."""
    return set(Booking.objects.filter(talent=talent, confirmed_at__isnull=False).values_list("campaign", flat=True))


@dataclass(frozen=True, slots=True)
class Told:
    """A project's brand as a talent reads it; `brand` is None where its name is hidden from them."""

    name: str
    brand: Brand | None


def as_told(campaign: Campaign, *, knows: bool = False) -> Told:
    """What stands in the brand's place: the brand itself where nothing is hidden, or the reader `knows` it."""
    if campaign.brief.brand_hidden and not knows:
        return Told(campaign.brief.brand_words, None)
    return Told(campaign.brand.name, campaign.brand)


def brand_as_told(campaign: Campaign) -> str:
    """The brand as somebody reads it who is not booked: its name, or the words that stand in its place."""
    return as_told(campaign).name


def _names(brand: Brand) -> list[re.Pattern[str]]:
    """Whatever tells a text's reader which brand it is."""
    names = [brand.name, brand.company.name]
    names += BrandName.objects.filter(brand=brand).values_list("value", flat=True)
    return _patterns(names)


def _patterns(names: Iterable[str]) -> list[re.Pattern[str]]:
    bare = [name.strip("@# ") for name in names]
    return [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) for name in bare if name]


def names_brand(campaign: Campaign, text: str) -> bool:
    """Whether the text says the name of a brand that is hidden from talents."""
    return campaign.brief.brand_hidden and any(pattern.search(text) for pattern in _names(campaign.brand))


def naming(brand: Brand, texts: Mapping[str, str]) -> list[str]:
    """Which of the texts, by their keys, say the brand's name."""
    patterns = _names(brand)
    return [key for key, text in texts.items() if any(pattern.search(text) for pattern in patterns)]


def others_named(brand: Brand, texts: Iterable[str]) -> list[str]:
    """The names of other brands that the texts say. Two queries, however many brands."""
    names = set(Brand.objects.exclude(pk=brand.pk).values_list("name", flat=True))
    names |= set(BrandName.objects.exclude(brand=brand).values_list("value", flat=True))
    said = "\n".join(texts)
    return sorted(name for name in names if any(pattern.search(said) for pattern in _patterns([name])))


def keeps_secret(campaign: Campaign) -> Answer:
    """Whether nothing that talents read before they are booked says the name of a brand that is hidden from them."""
    brief = campaign.brief
    if not brief.brand_hidden:
        return True
    texts = {
        "name": campaign.name,
        **{word: getattr(brief, field) for field, word in SAID.items()},
        "questions": "\n".join("\n".join([asked.words, *asked.options]) for asked in brief.questions.all()),
    }
    if where := naming(campaign.brand, texts):
        return Denied(
            f"Talents are not to read the brand’s name. The project’s {listed(where)} would tell them.", code="brand"
        )
    return True
