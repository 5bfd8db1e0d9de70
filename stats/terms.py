"""What a platform's terms let nobody reckon from its counts.

YouTube's want its counts shown as it told them, and nothing computed of them: no growth, rate, rhythm, middle or rank
(https://developers.google.com/youtube/terms/developer-policies, III.E.4.h), unless the office accepted its terms for
derived metrics (https://developers.google.com/youtube/terms/derived-metrics-policy).
"""

from django.conf import settings

from talent.models import Platform

CLOSED_SHORT = "not shown"
CLOSED = "YouTube's terms: its counts alone are shown, nothing is computed of them."


def closed_platforms() -> list[str]:
    """Those of whose counts nothing may be computed here."""
    return [] if settings.YOUTUBE_DERIVED_METRICS_ACCEPTED else [Platform.YOUTUBE.value]


def is_closed(platform: str) -> bool:
    """Whether nothing may be computed of this platform's counts."""
    return platform in closed_platforms()


def closed_because(platform: str) -> str:
    """Why nothing is computed of its counts; empty where something may be."""
    return CLOSED if is_closed(platform) else ""
