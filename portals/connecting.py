"""Where a platform sends a talent back to once they have signed in there."""

from django.conf import settings
from django.urls import reverse


def back_to(platform: str) -> str:
    """The address that the office has told the platform. Always the same."""
    return settings.SITE_URL + reverse("talent:connect-back", args=[platform])
