"""Asking over HTTP with bounds: time, size, no redirects. The same for every platform."""

import json
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import httpcore
import httpx

from stats.platforms.errors import Kind, PlatformError

type Params = Mapping[str, str | Sequence[str]]

LARGEST = 8_000_000  # bytes; fifty channels are about 60 kB
TRIES = 3

logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines carry the address with our key in it


_question = threading.local()
"""`end`: when the question that this thread asks must have its answer."""


class _Stream(httpcore.NetworkStream):
    """A connection of which no reading outlasts the question: each byte in time is not yet an answer in time."""

    def __init__(self, of: httpcore.NetworkStream) -> None:
        self.of = of
        self.write, self.close, self.get_extra_info = of.write, of.close, of.get_extra_info  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = getattr(_question, "end", float("inf")) - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return self.of.read(max_bytes, left if timeout is None else min(timeout, left))

    def start_tls(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return _Stream(self.of.start_tls(*args, **more))


class _Network(httpcore.SyncBackend):
    def connect_tcp(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(*args, **more))


def new_client(timeout: float) -> httpx.Client:
    """One pool of connections. `timeout` in seconds bounds connecting and each silence."""
    client = _client(timeout)
    transports: list[Any] = [client._transport, *client._mounts.values()]  # httpx has no other door to them
    for transport in transports:
        if transport is not None:
            transport._pool._network_backend = _Network()
    return client


def _client(timeout: float) -> httpx.Client:
    return httpx.Client(
        timeout=httpx.Timeout(timeout, connect=min(timeout, 5.0)),
        follow_redirects=False,
        headers={"User-Agent": "Jimusho/1 (+figures of our roster)", "Accept": "application/json"},
    )


_clients: dict[float, httpx.Client] = {}


def shared_client(timeout: float) -> httpx.Client:
    """A process keeps its connections to the platforms open."""
    if timeout not in _clients:
        _clients[timeout] = new_client(timeout)
    return _clients[timeout]


def hang_up() -> None:
    """Close them."""
    while _clients:
        _clients.popitem()[1].close()


def get(
    client: httpx.Client,
    url: str,
    params: Params,
    *,
    name: str,
    deadline: float,
    headers: Mapping[str, str] | None = None,
) -> tuple[httpx.Response, bytes]:
    """One GET, its whole body within `deadline` seconds. Raises `PlatformError` where none came."""
    return sent(client.stream("GET", url, params=dict(params), headers=headers), name=name, deadline=deadline)


def post(
    client: httpx.Client, url: str, form: Mapping[str, str], *, name: str, deadline: float
) -> tuple[httpx.Response, bytes]:
    """The same of a form that is sent."""
    return sent(client.stream("POST", url, data=dict(form)), name=name, deadline=deadline)


def sent(
    sending: AbstractContextManager[httpx.Response], *, name: str, deadline: float
) -> tuple[httpx.Response, bytes]:
    """The answer, its head and its whole body within `deadline` seconds. Raises `PlatformError`, which hides the
    cause: an error of httpx carries the request, and with it our key.
    """
    end = _question.end = time.monotonic() + deadline
    body = bytearray()
    try:
        with sending as response:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    raise PlatformError(Kind.BAD_RESPONSE, f"{name} answered with too much.")
                if time.monotonic() > end:
                    raise PlatformError(Kind.TRANSIENT, f"{name} answered too slowly.")
    except httpx.TimeoutException:
        raise PlatformError(Kind.TRANSIENT, f"{name} did not answer in time.") from None
    except httpx.RemoteProtocolError:
        raise PlatformError(Kind.BAD_RESPONSE, f"{name} broke off its answer.") from None
    except httpx.HTTPError:
        raise PlatformError(Kind.TRANSIENT, f"{name} could not be reached.") from None
    finally:
        del _question.end
    return response, bytes(body)


def as_object(body: bytes, *, name: str) -> dict[str, Any]:
    """The answer as a JSON object. Raises `PlatformError` (BAD_RESPONSE)."""
    try:
        data = json.loads(body)
    except ValueError as error:
        raise PlatformError(Kind.BAD_RESPONSE, f"{name} answered with something other than JSON.") from error
    if not isinstance(data, dict):
        raise PlatformError(Kind.BAD_RESPONSE, f"{name} answered in a shape that is not documented.")
    return data


def patiently[R](ask: Callable[[], R], *, pause: float, tries: int = TRIES) -> R:
    """Ask again where the trouble passes by itself, after a random wait up to `pause`, 2 × `pause`, … seconds."""
    for attempt in range(tries - 1):
        try:
            return ask()
        except PlatformError as error:
            if error.kind is not Kind.TRANSIENT:
                raise
        time.sleep(random.uniform(0, pause * 2**attempt))  # noqa: S311 - no secret in a pause
    return ask()
