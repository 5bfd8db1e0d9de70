"""What the processes of an office on one machine are, and the environment each of them gets."""

import os
import shlex
import sys
from dataclasses import dataclass, field

from tools.places import LOCAL, secret


@dataclass(frozen=True, kw_only=True)
class Part:
    """One process of the office."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        # The shell makes room for the program, so that a signal reaches the program itself.
        return f"exec {shlex.join(self.command)}"


def platforms_from(port: int) -> int:
    """Where to look for a free port for the stand-in: elsewhere for each office, which takes it minutes later."""
    return 20_000 + port % 10_000


def common(addresses: dict[str, str], *, port: int, platforms_port: int) -> dict[str, str]:
    """The environment of every process: a demo office on this machine, which asks the stand-in, not the platforms.

    What the person has set in the shell wins.
    """
    there = f"http://127.0.0.1:{platforms_port}"
    ours = {
        "DEMO": "1",
        "WHITENOISE_AUTOREFRESH": "1",
        "SECRET_KEY": secret("secret"),
        "SEALING_KEYS": secret("sealing"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PLATFORM_URL_YOUTUBE": f"{there}/youtube/v3",
        "YOUTUBE_API_KEY": "demo-key",
        "PLATFORM_URL_INSTAGRAM": f"{there}/graph.facebook.com/v26.0",
        "INSTAGRAM_USER_ID": "17841405309211844",
        "INSTAGRAM_TOKEN": "demo-token",
        "PLATFORM_URL_X": f"{there}/api.x.com",
        "X_BEARER_TOKEN": "demo-token",
        "TIKTOK_CLIENT_ID": "office-app",
        "TIKTOK_CLIENT_SECRET": "office-secret",
        "LOGIN_URL_TIKTOK": f"{there}/www.tiktok.com/v2/auth/authorize/",
        "SETTINGS_URL_TIKTOK": f"{there}/www.tiktok.com/settings/apps",
        "PLATFORM_URL_TIKTOK": f"{there}/open.tiktokapis.com/v2",
        "INSTAGRAM_CLIENT_ID": "office-app",
        "INSTAGRAM_CLIENT_SECRET": "office-secret",
        "LOGIN_URL_INSTAGRAM": f"{there}/www.instagram.com/oauth/authorize",
        "SETTINGS_URL_INSTAGRAM": f"{there}/www.instagram.com/accounts/manage_access/",
        "TOKEN_URL_INSTAGRAM": f"{there}/api.instagram.com/oauth/access_token",
        "GRAPH_URL_INSTAGRAM": f"{there}/graph.instagram.com",
        "YOUTUBE_CLIENT_ID": "office-app",
        "YOUTUBE_CLIENT_SECRET": "office-secret",
        "LOGIN_URL_YOUTUBE": f"{there}/accounts.google.com/o/oauth2/v2/auth",
        "SETTINGS_URL_YOUTUBE": f"{there}/myaccount.google.com/connections",
        "TOKEN_URL_YOUTUBE": f"{there}/oauth2.googleapis.com",
        "ANALYTICS_URL_YOUTUBE": f"{there}/youtubeanalytics.googleapis.com/v2",
        "PLATFORM_URL_FACEBOOK": f"{there}/graph.facebook.com/v26.0",
        "FACEBOOK_PAGE_TOKEN": "demo-token",
        "FACEBOOK_CLIENT_ID": "office-app",
        "FACEBOOK_CLIENT_SECRET": "office-secret",
        "LOGIN_URL_FACEBOOK": f"{there}/www.facebook.com/v26.0/dialog/oauth",
        "SETTINGS_URL_FACEBOOK": f"{there}/www.facebook.com/settings/",
        "PLATFORM_URL_TWITCH": f"{there}/api.twitch.tv/helix",
        "PLATFORM_TOKEN_URL_TWITCH": f"{there}/id.twitch.tv/oauth2/token",
        "TWITCH_CLIENT_ID": "demo-client",
        "TWITCH_CLIENT_SECRET": "demo-secret",
        "FEEDS_FROM_PRIVATE_HOSTS": "1",
        "YOUTUBE_DERIVED_METRICS_ACCEPTED": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return {**ours, **os.environ, **addresses}


def parts(*, port: int, platforms_port: int) -> list[Part]:
    """Web, worker, clock and the stand-in platforms.

    A web process gives up on a hung broker after a second, a worker must outwait its own blocking read; the pool is for
    the web alone, because a worker forks.
    """
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "-A", "agency"]
    queue = {"DATABASE_POOL": "0", "BROKER_SOCKET_TIMEOUT": "5"}
    if os.geteuid() == 0:  # known, and on a machine of one's own no news
        queue["PYTHONWARNINGS"] = "ignore:You're running the worker"
    return [
        Part(
            name="web",
            command=shlex.split(
                f"{shlex.quote(python)} -m gunicorn agency.wsgi:application --bind 127.0.0.1:{port}"
                " --workers 2 --threads 4 --graceful-timeout 4 --log-level warning"
            ),
            env={"DATABASE_POOL": "1", "BROKER_SOCKET_TIMEOUT": "1.0"},
        ),
        Part(
            name="worker",
            command=[*celery, "worker", "-Q", "default,platforms,mail", "--concurrency", "2", "--loglevel", "warning"],
            env=queue,
        ),
        Part(
            name="clock",
            command=[*celery, "beat", "--schedule", str(LOCAL / "beat"), "--pidfile", "", "--loglevel", "warning"],
            env=queue,
        ),
        Part(name="platforms", command=[python, "-m", "tests.standin", "--port", str(platforms_port)]),
    ]
