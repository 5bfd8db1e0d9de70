"""Which addresses a feed may be fetched from: anybody can write one down, so it must not lead into our own network."""

import ipaddress
import socket
from collections.abc import Callable

import httpx

from stats.platforms.errors import Kind, PlatformError

REFUSED = "Its address does not lead to the public internet, so it is not read."

type Resolve = Callable[[str, int], list[str]]


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def checked(text: str) -> httpx.URL:
    """An address that can be one of a feed. Raises `PlatformError`."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, TypeError) as error:
        raise PlatformError(Kind.PERMISSION, "Its feed’s address cannot be read.") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise PlatformError(Kind.PERMISSION, "Its feed’s address is not written down.")
    return url


def place_of(url: httpx.URL, *, private: bool, resolve: Resolve = resolved) -> str:
    """The one address that is connected to, so that the name cannot lead elsewhere meanwhile. Raises `PlatformError`.

    A name of which any address is ours is refused whole. `private` lets a stand-in on this machine be read.
    """
    try:
        found = resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
    except (OSError, UnicodeError) as error:
        raise PlatformError(Kind.TRANSIENT, f"{url.host} is not known on the internet now.") from error
    if not found:
        raise PlatformError(Kind.TRANSIENT, f"{url.host} is not known on the internet now.")
    if not private and not all(is_public(address) for address in found):
        raise PlatformError(Kind.PERMISSION, REFUSED)
    return found[0]


def is_public(text: str) -> bool:
    """Whether an address is on the public internet: not loopback, private, link-local, reserved or of many."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not address.is_multicast
