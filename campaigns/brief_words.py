"""What a brief says of its product and its public, in words."""

from campaigns.models import Brief
from campaigns.rules import listed
from exclusivity.axes import WORLD
from lib.countries import country_name


def attributes_words(attributes: dict[str, str]) -> str:
    """`channel: delivery, form: drink`."""
    return ", ".join(f"{name}: {value}" for name, value in sorted(attributes.items()))


def where_words(brief: Brief) -> list[str]:
    """The countries that it is for, as people call them."""
    return ["The world"] if WORLD in brief.territories else [country_name(code) for code in brief.territories]


def audience_words(brief: Brief) -> str:
    """`Mostly women, 25 to 34, in Japan and Korea`; empty where nothing but words of its own is said."""
    youngest, oldest = brief.audience_from, brief.audience_to
    ages = (
        f"{youngest} to {oldest}" if youngest and oldest else f"{youngest} and older" if youngest
        else f"up to {oldest}" if oldest else ""
    )  # fmt: skip
    where = listed(country_name(code) for code in brief.audience_countries)
    said = ", ".join(filter(None, (brief.get_audience_mix_display(), ages, where and f"in {where}")))
    return said[:1].upper() + said[1:]
