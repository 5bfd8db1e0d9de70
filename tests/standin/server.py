"""The socket, the clock, the faults and the counters."""

import json
import socket
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.standin import youtube
from tests.standin.channels import Channels
from tests.standin.faults import KINDS, Raw, fault

PREFIX = "/youtube/v3"


class StandIn:
    """The stand-in platforms. In a test: `with StandIn() as standin: … standin.youtube_url …`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, seed: Path | None = None) -> None:
        self.channels = Channels(seed)
        self.lock = threading.Lock()
        self.reset()
        handler = type("StandInHandler", (Handler,), {"standin": self})
        self.server = _Server((host, port), handler)
        self.url = f"http://{host}:{self.server.server_address[1]}"
        self.youtube_url = self.url + PREFIX

    def reset(self) -> None:
        """As freshly started."""
        self.channels.clear()
        self.now: datetime | None = None
        self.counts: Counter[str] = Counter()
        self.faults: list[dict[str, Any]] = []
        self.units: int | None = None
        self.asked: list[str] = []

    def clock(self) -> datetime:
        return self.now or datetime.now(UTC)

    def fail(self, kind: str, times: int = 1, **more: Any) -> None:
        """The next `times` answers go wrong in this way. `contains` limits it to requests that name something."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}")
        self.faults.append({"kind": kind, "times": times, **more})

    def control(self, name: str, body: Any) -> Any:
        """What `POST /_control/NAME` does."""
        match name:
            case "channels":
                for id_, facts in body.items():
                    self.channels.script(id_, facts)
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

    def answer(self, query: str) -> Raw:
        """One request to YouTube, whole."""
        with self.lock:
            self.counts["requests"] += 1
            self.counts["units"] += 1
            self.asked.append(query)
            broken = self._next_fault(query)
            spent = self.units is not None and self.counts["units"] > self.units
        self.channels.refresh()
        try:
            if spent:
                raise youtube.quota_exceeded()
            right = youtube.channels(parse_qs(query, keep_blank_values=True), self.channels, self.clock())
            whole = json.dumps(right, separators=(",", ":")).encode()
            if broken is None:
                return Raw(200, whole)
            result = fault(broken["kind"], whole, **{k: broken[k] for k in ("after", "seconds") if k in broken})
            if isinstance(result, Raw):
                return result
            raise result
        except youtube.Refusal as refusal:
            return Raw(refusal.code, json.dumps(refusal.body).encode(), headers=refusal.headers)

    def _next_fault(self, query: str) -> dict[str, Any] | None:
        for broken in self.faults:
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

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == f"{PREFIX}/channels":
            self.send(self.standin.answer(parts.query))
        elif parts.path == "/_control/stats":
            self.send_json(200, self.standin.stats())
        else:
            self.send(Raw(404, b"<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", "text/html"))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place, _, name = urlsplit(self.path).path.rpartition("/")
        if place != "/_control":
            self.send_json(405, {"error": {"code": 405, "message": "Method not allowed"}})
            return
        try:
            self.send_json(200, self.standin.control(name, json.loads(body or b"{}")))
        except (LookupError, TypeError, ValueError) as error:
            self.send_json(400, {"error": str(error)})

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
