"""On which platforms a talent can connect an account, with which of the office's apps."""

from collections.abc import Callable

from django.conf import settings

from lib.refusals import Answer, Denied
from stats.platforms.grants import Login
from stats.platforms.http import shared_client
from stats.platforms.instagram_login import InstagramLogin
from stats.platforms.tiktok import TikTokLogin
from stats.platforms.youtube_login import YouTubeLogin
from talent.models import Platform

LOGINS: dict[str, type[Login]] = {
    Platform.TIKTOK: TikTokLogin,
    Platform.INSTAGRAM: InstagramLogin,
    Platform.YOUTUBE: YouTubeLogin,
}


def is_connectable(platform: str) -> Answer:
    """Whether an account there can be connected: the platform has a way, and the office an app."""
    label = Platform(platform).label
    if platform not in LOGINS:
        return Denied(f"{label} accounts need no connection.", code="no_login")
    if not all(settings.LOGIN_CLIENTS[platform].values()):
        inside = (
            f"The office has no app at {label}: set {platform.upper()}_CLIENT_ID and {platform.upper()}_CLIENT_SECRET."
        )
        return Denied(inside, outside=f"The office is not set up at {label} yet.", code="no_app")
    return True


def login_of(platform: str) -> Login:
    """The office's app at a platform."""
    timeout = settings.PLATFORM_TIMEOUT
    kind: Callable[..., Login] = LOGINS[platform]
    return kind(
        **settings.LOGIN_CLIENTS[platform],
        urls=settings.LOGIN_URLS[platform],
        client=shared_client(timeout),
        timeout=timeout,
    )
