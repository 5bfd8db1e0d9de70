"""The way out is closed, the way to this machine is open."""

import socket

import pytest

from tests.network import OutsideCall


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "10.0.0.1"])
def test_address_of_another_machine_is_refused(host):
    with pytest.raises(OutsideCall, match=host):
        socket.create_connection((host, 80), timeout=1)


def test_name_of_another_machine_is_not_even_looked_up():
    with pytest.raises(OutsideCall, match=r"www\.example\.org"):
        socket.create_connection(("www.example.org", 443), timeout=1)


def test_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()
