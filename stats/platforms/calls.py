"""A call with a token or a form: bounded like every other, its answer a JSON object. No secret in what is raised."""

from collections.abc import Mapping
from typing import Any

import httpx

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import as_object, sent


def call(
    client: httpx.Client,
    method: str,
    url: str,
    *,
    name: str,
    deadline: float,
    params: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    said: Mapping[str, Any] | None = None,
    token: str = "",
) -> tuple[httpx.Response, bytes]:
    """One call, its whole body within `deadline` seconds; `said` goes as JSON. Raises `PlatformError`."""
    headers = {"Authorization": f"Bearer {token}"} if token else None
    return sent(
        client.stream(method, url, params=params, data=form, json=said, headers=headers), name=name, deadline=deadline
    )  # fmt: skip


def text_of(data: Mapping[str, Any], key: str, *, name: str) -> str:
    """A text that must be there. Raises `PlatformError` (BAD_RESPONSE)."""
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise strange(name)
    return value


def seconds_of(data: Mapping[str, Any], key: str) -> int | None:
    """A lifetime, or null where there is none to believe."""
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else None


def count_of(data: Mapping[str, Any], key: str, *, name: str) -> int | None:
    """A count; a missing one is unknown, never zero. Raises `PlatformError` (BAD_RESPONSE)."""
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise strange(name)
    return value


def words_of(value: object) -> tuple[str, ...]:
    """Scopes, as a list or with commas."""
    if isinstance(value, str):
        value = value.split(",")
    return tuple(str(word).strip() for word in value if str(word).strip()) if isinstance(value, list) else ()


def strange(name: str) -> PlatformError:
    return PlatformError(Kind.BAD_RESPONSE, f"{name} answered in a shape that is not documented.")


__all__ = ["as_object", "call", "count_of", "seconds_of", "strange", "text_of", "words_of"]
