"""The socket, the clock, the faults and the counters."""

import json
import re
import socket
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from tests.standin import videos, youtube
from tests.standin.channels import Channels
from tests.standin.consents import Consents
from tests.standin.faults import ANYWHERE, KINDS, Raw, fault
from tests.standin.feeds import PREFIX as FEEDS
from tests.standin.feeds import Feeds
from tests.standin.logins import Logins
from tests.standin.people import Ask, Refused
from tests.standin.places import Place, places

PREFIX = "/youtube/v3"
PACIFIC = ZoneInfo("America/Los_Angeles")  # by whose midnight YouTube counts
HOW_FAR = re.compile(r'&(?:pageToken|after)=[^&]*|\.after(?:%28|\()\w+(?:%29|\))|, ?"cursor": ?\d+')
LISTS = {
    f"{PREFIX}/channels": youtube.channels,
    f"{PREFIX}/playlistItems": videos.playlist_items,
    f"{PREFIX}/videos": videos.video_list,
    f"{PREFIX}/videos:batchGetStats": videos.batch_get_stats,
}


class StandIn:
    """The stand-in platforms. In a test: `with StandIn() as standin: … standin.youtube_url …`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, seed: Path | None = None) -> None:
        self.channels = Channels(seed)
        self.kept = seed.with_name("standin-consents.json") if seed else None
        self.lock = threading.Lock()
        self.reset()
        handler = type("StandInHandler", (Handler,), {"standin": self})
        self.server = _Server((host, port), handler)
        self.url = f"http://{host}:{self.server.server_address[1]}"
        self.youtube_url = self.url + PREFIX

    def url_of(self, platform: str) -> str:
        """Where a platform's connector is to ask."""
        return self.youtube_url if platform == "youtube" else self.url + self.places[platform].where

    def reset(self) -> None:
        """As freshly started."""
        self.channels.clear()
        self.places = places()
        both = (self.places[name].people for name in ("instagram", "facebook"))
        self.logins = Logins(Consents(self.kept), *both, self.channels)
        self.feeds = Feeds()
        self.now: datetime | None = None
        self.counts: Counter[str] = Counter()
        self.faults: list[dict[str, Any]] = []
        self.units: int | None = None  # of a day
        self.used: Counter[date] = Counter()
        self.forgets_how_far = False  # each page of a list is its first
        self.asked: list[str] = []

    def clock(self) -> datetime:
        return self.now or datetime.now(UTC)

    def fail(self, kind: str, times: int = 1, **more: Any) -> None:
        """The next `times` answers go wrong in this way. `contains` limits it to requests that name something,
        elsewhere than at YouTube in their path too.

        With `platform` it is that one's kind of trouble (`tests.standin.places`), else YouTube's.
        """
        there = KINDS if "platform" not in more else (*ANYWHERE, *self.places[more["platform"]].faults)
        if kind not in there:
            raise ValueError(f"no such fault: {kind}")
        self.faults.append({"kind": kind, "times": times, **more})

    def control(self, name: str, body: Any) -> Any:
        """What `POST /_control/NAME` does."""
        match name:
            case "channels":
                for id_, facts in body.items():
                    self.channels.script(id_, facts)
            case "people":
                for platform, facts in body.items():
                    for handle, of in facts.items():
                        self.places[platform].people.script(handle, of)
            case "feeds":
                self.feeds.there |= body
            case "room":
                for platform, calls in body.items():
                    window = self.places[platform].window
                    if window is None:
                        raise ValueError(f"{platform} has no window of calls")
                    window.most, window.used = calls, 0
            case "consents":
                self.logins.control(body)
            case "clock":
                self.now = datetime.fromisoformat(body["now"]) if body.get("now") else None
            case "failures":
                self.fail(**body)
            case "quota":
                self.units = body["units"]
            case "reset":
                self.reset()
            case _:
                raise LookupError(name)
        return {"ok": True}

    def stats(self) -> dict[str, Any]:
        return {"requests": self.counts["requests"], "units": self.counts["units"], "answers": dict(self.counts)}

    def answer(self, query: str, path: str = f"{PREFIX}/channels") -> Raw:
        """One request to YouTube, whole."""
        with self.lock:
            self.counts["requests"] += 1
            self.counts["units"] += 1
            self.asked.append(query)
            broken = self._next_fault(query)
            day = self.clock().astimezone(PACIFIC).date()
            self.used[day] += 1
            spent = self.units is not None and self.used[day] > self.units
        self.channels.refresh()
        try:
            if spent:
                raise youtube.quota_exceeded()
            right = LISTS[path](parse_qs(query, keep_blank_values=True), self.channels, self.clock())
            whole = json.dumps(right, separators=(",", ":")).encode()
            if broken is None:
                return Raw(200, whole)
            result = fault(broken["kind"], whole, **{k: broken[k] for k in ("after", "seconds") if k in broken})
            if isinstance(result, Raw):
                return result
            raise result
        except youtube.Refusal as refusal:
            return Raw(refusal.code, json.dumps(refusal.body).encode(), headers=refusal.headers)

    def elsewhere(self, place: Place, platform: str, ask: Ask, query: str) -> Raw:
        """One request to another platform, whole."""
        with self.lock:
            self.counts[platform] += 1
            place.asked.append(ask)
            broken = self._next_fault(f"{ask.path}?{query}", platform)
            told, spent = place.window.call(self.clock()) if place.window else ({}, False)
        self.channels.refresh()
        place.people.seed(self.channels.people.get(platform, {}), self.channels.people_as_of)
        try:
            if spent:
                raise place.faults["limited"]()
            if broken and broken["kind"] in place.faults:
                raise place.faults[broken["kind"]]()
            whole = json.dumps(place.answer(ask, place.people, self.clock()), separators=(",", ":")).encode()
            more = {k: broken[k] for k in ("after", "seconds") if k in broken} if broken else {}
            answer = fault(broken["kind"], whole, **more) if broken else Raw(200, whole, headers=tuple(told.items()))
            if isinstance(answer, Raw):
                return answer
            raise answer
        except Refused as refused:
            headers = tuple((told | dict(refused.headers)).items())
            return Raw(refused.code, json.dumps(refused.body).encode(), headers=headers)

    def _next_fault(self, query: str, platform: str = "youtube") -> dict[str, Any] | None:
        for broken in self.faults:
            if broken.get("platform", "youtube") != platform:
                continue
            if broken["times"] > 0 and broken.get("contains", "") in query:
                broken["times"] -= 1
                return broken
        return None

    def serve(self) -> None:
        self.channels.refresh()
        self.server.serve_forever()

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, *args: Any) -> None:
        self.open: set[Any] = set()
        super().__init__(*args)

    def get_request(self) -> Any:
        request, address = super().get_request()
        self.open.add(request)
        return request, address

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Hang up on callers that keep their connection."""
        super().server_close()
        for request in list(self.open):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up, as one with a time limit does, is no news."""


class Handler(BaseHTTPRequestHandler):
    standin: StandIn
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body in one packet
    timeout = 60

    def consented(self, body: bytes = b"") -> bool:
        """Answer where the address belongs to a sign-in."""
        self.standin.channels.refresh()
        self.standin.logins.seed(self.standin.channels.people, self.standin.channels.people_as_of)
        answer = self.standin.logins.answer(self.command, self.path, body, self.headers, self.standin.clock())
        if answer is not None:
            self.send(answer)
        return answer is not None

    def do_GET(self) -> None:
        if self.standin.forgets_how_far:
            self.path = HOW_FAR.sub("", self.path)
        if self.consented():
            return
        parts = urlsplit(self.path)
        if parts.path.startswith(FEEDS):
            self.send(self.standin.feeds.answer(parts.path, self.headers, self.standin.channels.feeds))
        elif parts.path in LISTS:
            self.send(self.standin.answer(parts.query, parts.path))
        elif parts.path == "/_control/stats":
            self.send_json(200, self.standin.stats())
        elif not self.elsewhere("GET", parts.path, parts.query):
            self.send(Raw(404, b"<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", "text/html"))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.standin.forgets_how_far:
            body = HOW_FAR.sub("", body.decode()).encode()
        if self.consented(body):
            return
        path = urlsplit(self.path).path
        place, _, name = path.rpartition("/")
        if self.elsewhere("POST", path, body.decode()):
            return
        if place != "/_control":
            self.send_json(405, {"error": {"code": 405, "message": "Method not allowed"}})
            return
        try:
            self.send_json(200, self.standin.control(name, json.loads(body or b"{}")))
        except (LookupError, TypeError, ValueError) as error:
            self.send_json(400, {"error": str(error)})

    def elsewhere(self, method: str, path: str, query: str) -> bool:
        """Answer in place of one of the other platforms; whether the path belongs to one."""
        for platform, place in self.standin.places.items():
            rest = path.removeprefix(place.prefix)
            ask = Ask.of(method, rest, query, self.headers)
            if (rest != path and rest.startswith("/") and place.owns(ask)) or path == place.door:
                self.send(self.standin.elsewhere(place, platform, ask, query))
                return True
        return False

    def send_json(self, code: int, data: Any) -> None:
        self.send(Raw(code, json.dumps(data).encode()))

    def send(self, raw: Raw) -> None:
        with self.standin.lock:
            self.standin.counts[str(raw.code)] += 1
        self.send_response(raw.code)
        self.send_header("Content-Type", raw.kind)
        self.send_header("Content-Length", str(len(raw.body) if raw.length is None else raw.length))
        for name, value in raw.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw.body)
        self.wfile.flush()
        if raw.length is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the counters say what was asked."""
