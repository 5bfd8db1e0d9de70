"""No test reaches beyond this machine: a call to the outside fails at once and says where it went."""

import os
import socket
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit


class OutsideCall(RuntimeError):
    """A test tried to reach a machine other than this one."""


def _own_servers() -> set[str]:
    """Hosts of the servers that the tests were told to use."""
    hosts = set()
    for name in ("DATABASE_URL", "REDIS_URL"):
        parts = urlsplit(os.environ.get(name, ""))
        hosts.update(host for host in [parts.hostname, *parse_qs(parts.query).get("host", [])] if host)
    return hosts


def is_near(host: Any) -> bool:
    """Whether `host` is this machine or one of the tests' own servers."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in _own_servers():
        return True
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def install() -> None:
    """Close the way out for this process."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_near(address[0]):
            raise OutsideCall(f"A test tried to reach {address[0]}:{address[1]}")

    def near_connect(self: socket.socket, address: Any) -> None:
        check(self, address)
        connect(self, address)

    def near_connect_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return connect_ex(self, address)

    def near_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_near(host) and host != socket.gethostname():
            raise OutsideCall(f"A test tried to look up {host}")
        return getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = near_connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = near_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = near_getaddrinfo
