"""An answer that comes byte by byte, its head too, is given up in time; so is a site that keeps everybody waiting."""

import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from stats.door import Door, Pace
from stats.platforms import http
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import get, new_client
from stats.quota import Meter
from tests.factories import NOW


@pytest.fixture
def trickle() -> Iterator[str]:
    """A server that sends another line of its head every tenth of a second, and never comes to the end of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            there, _ = server.accept()
            with there:
                there.sendall(b"HTTP/1.1 200 OK\r\n")
                for number in range(100):
                    try:
                        there.sendall(f"X-{number}: 1\r\n".encode())
                    except OSError:
                        return
                    time.sleep(0.1)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_a_head_that_trickles_is_given_up_when_the_question_is_over(trickle):
    client = new_client(0.5)
    began = time.monotonic()
    with pytest.raises(PlatformError, match="YouTube did not answer in time") as caught:
        get(client, trickle, {}, name="YouTube", deadline=0.8)
    assert caught.value.kind is Kind.TRANSIENT
    assert 0.7 < time.monotonic() - began < 2
    client.close()


def test_one_question_says_nothing_of_how_long_the_next_may_take(standin, monkeypatch):
    client = new_client(30)
    for late in (0, 3_600):  # on the same connection, for whose own clock no time passed
        monkeypatch.setattr(http, "time", SimpleNamespace(monotonic=lambda by=late: time.monotonic() + by))
        answer, _ = get(client, f"{standin.url}/_control/stats", {}, name="It", deadline=30)
        assert answer.status_code == 200
    client.close()


@pytest.mark.django_db
def test_a_site_that_keeps_us_waiting_twice_is_left_out_and_the_others_are_asked(settings):
    settings.PLATFORM_TIMEOUT = 0.02
    door = Door(Meter("podcast", NOW), Pace(), one_place=False)

    def slow() -> None:
        time.sleep(0.03)
        raise PlatformError(Kind.TRANSIENT, "slow.example did not answer in time.")

    def quick() -> None:
        raise PlatformError(Kind.TRANSIENT, "down.example has trouble (error 500).")

    for _ in range(2):
        assert door.shut("slow.example") is None
        with pytest.raises(PlatformError):
            door.ask(slow, "slow.example")
        with pytest.raises(PlatformError):
            door.ask(quick, "down.example")
    shut = door.shut("slow.example")
    assert shut is not None and (shut.message, shut.until is not None) == ("slow.example did not answer in time.", True)
    assert door.shut("down.example") is None, "it answers at once, and costs nobody time"
    assert door.ask(lambda: 7, "well.example") == 7
    assert door.meter.row.paused_until is None
