"""Counts that pass: kept in Redis for a while, gone with it, never written down."""

import logging
from functools import cache

import redis
from django.conf import settings

log = logging.getLogger(__name__)
PREFIX = "tally:"


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=0.3, socket_connect_timeout=0.3, decode_responses=True)


def tally(key: str, *, seconds: int) -> int | None:
    """The how manieth time this key was counted since its window of `seconds` began; None where Redis is away."""
    name = PREFIX + key
    try:
        with _client(settings.REDIS_URL).pipeline() as pipe:
            pipe.incr(name)
            pipe.expire(name, seconds, nx=True)
            count, _ = pipe.execute()
    except redis.RedisError as error:
        log.warning("Redis is away, so something was not counted: %s", error)
        return None
    return int(count)


def passing_secret(key: str, fresh: str, *, seconds: int) -> str | None:
    """The secret under this key: `fresh` for whoever comes first, the same for all until it is over."""
    name = PREFIX + key
    try:
        client = _client(settings.REDIS_URL)
        if client.set(name, fresh, ex=seconds, nx=True):
            return fresh
        kept = client.get(name)
    except redis.RedisError as error:
        log.warning("Redis is away, so something was not counted: %s", error)
        return None
    return str(kept) if kept else None
