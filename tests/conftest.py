"""What every test may count on: a fixed now, servers of its own, strict templates, no way out, Chromium."""

import os
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from hypothesis import settings as hypothesis_settings

from agency.settled import settle
from tests import emptied, network, plans, strict_templates, unspelled
from tests.turns import in_turns
from tools.browser import chromium, flags

# Playwright keeps an event loop on the main thread, and Django would refuse every query beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

network.install()
strict_templates.install()
unspelled.install()
plans.install()
hypothesis_settings.register_profile("office", deadline=None, print_blob=True)
hypothesis_settings.load_profile("office")


def _own_redis(url: str, worker: str) -> str:
    """The database of the Redis server that this test process has to itself: 1 for the first, 2 for the second, …"""
    number = 1 + int(worker.removeprefix("gw") or 0) % 14
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


def pytest_configure(config: pytest.Config) -> None:
    url = _own_redis(settings.REDIS_URL, os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    os.environ["REDIS_URL"] = url  # for the processes that a test starts
    settings.REDIS_URL = url
    settings.CELERY_BROKER_URL = url
    from celery import current_app

    current_app.conf.broker_url = url
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sign-ins by the hundred
    # The live server brings its own static files; each test client would look through all of them again.
    settings.WHITENOISE_USE_FINDERS = False
    # A test that says so uses a key; nothing of the caller's shell reaches the tests.
    settings.PLATFORM_KEYS = {"youtube": {"key": "test-key"}}


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What a process keeps for a minute or an hour is no other test's."""
    cache.clear()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if worker := getattr(config, "workerinput", None):
        root = config.rootpath
        items[:] = in_turns(items, lambda item: item.path.relative_to(root).as_posix(), worker["workercount"])


def pytest_collection_finish() -> None:
    settle()  # as a server does: seven thousand tests are no garbage


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """A test database need not survive a power cut, so it does not wait for the disk at each commit."""
    options = connections["default"].settings_dict.setdefault("OPTIONS", {})
    options.pop("pool", None)
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off".strip()


def _given_time(limits: str) -> None:
    """Databases are made and dropped in as long as the disk takes, which may be longer than any page may."""
    connections["default"].close()
    connections["default"].settings_dict["OPTIONS"]["options"] = limits


@pytest.fixture(scope="session")
def in_good_time(django_db_modify_db_settings) -> str:
    """The limits of the office, which the making of its database does without."""
    limits = connections["default"].settings_dict["OPTIONS"]["options"]
    _given_time(f"{limits} -c statement_timeout=0")
    return limits


@pytest.fixture(scope="session")
def django_db_setup(in_good_time, django_db_setup, django_db_blocker):
    """What a test left behind on a connection of its own, such as a server that is still closing, ends with the run."""
    with django_db_blocker.unblock():
        emptied.install()
    _given_time(in_good_time)
    yield
    _given_time(f"{in_good_time} -c statement_timeout=0")
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def own_directories(tmp_path_factory):
    """Uploads of the tests go into a directory of their own; collected static files are none."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture
def now() -> datetime:
    """The instant at which most tests happen: a Wednesday morning in UTC, a Wednesday evening in Tokyo."""
    return datetime(2026, 4, 15, 9, 30, tzinfo=UTC)


@pytest.fixture
def redis_url() -> str:
    """The Redis database of this test process, emptied."""
    import redis

    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushdb()
    return os.environ["REDIS_URL"]


@pytest.fixture(scope="session")
def base_url() -> str:
    """None: a browser test says `live_server.url`, whose port is known only then."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, which reaches this machine only."""
    path = chromium()
    if path is None:
        missing = "Chromium is missing. Install it: apt-get install chromium-headless-shell fonts-noto-cjk"
        pytest.fail(missing, pytrace=False)
    args = [*browser_type_launch_args.get("args", []), *flags()]
    return {**browser_type_launch_args, "executable_path": path, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A reader in Tokyo on an ordinary screen, who asks for no motion."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Asia/Tokyo",
        "reduced_motion": "reduce",
    }
