"""What can go wrong on the way, on demand."""

import time
from dataclasses import dataclass

from tests.standin.youtube import Refusal, quota_exceeded

HANG = 30.0


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as bytes. `length` is what it says it is long; less than that is a torn answer."""

    code: int
    body: bytes
    kind: str = "application/json; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None


def _hang(whole: bytes, seconds: float) -> Raw:
    time.sleep(seconds)
    return Raw(200, whole)


def fault(kind: str, whole: bytes, *, after: str = "", seconds: float = HANG) -> Raw | Refusal:
    """The answer in place of `whole`, the right one."""
    retry = (("Retry-After", after),) if after else ()
    html = b"<!doctype html><html><head><title>Sorry</title></head><body><h1>We're sorry...</h1></body></html>"
    match kind:
        case "429":
            words = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'"
            refusal = Refusal(429, "rateLimitExceeded", words, domain="global", status="RESOURCE_EXHAUSTED")
            refusal.headers = retry
            return refusal
        case "rateLimitExceeded":
            return Refusal(403, "rateLimitExceeded", "Rate Limit Exceeded", domain="usageLimits")
        case "quotaExceeded":
            return quota_exceeded()
        case "500":
            return Refusal(500, "backendError", "Internal error encountered.", domain="global", status="INTERNAL")
        case "503":
            return Refusal(503, "backendError", "The service is currently unavailable.", domain="global")
        case "401":
            return Refusal(401, "authError", "Invalid Credentials", domain="global", status="UNAUTHENTICATED")
        case "403":
            return Refusal(403, "forbidden", "Access forbidden.", domain="youtube.common")
        case "404":
            return Refusal(404, "channelNotFound", "The channel could not be found.", domain="youtube.channel")
        case "invalidPageToken":
            return Refusal(400, kind, "The request specifies an invalid page token.")
        case "400":
            return Refusal(400, "badRequest", "Bad Request", domain="global")
        case "html":
            return Raw(200, html, "text/html; charset=UTF-8")
        case "mislabelled":
            return Raw(200, whole, "text/html; charset=UTF-8")
        case "502html":
            return Raw(502, html, "text/html; charset=UTF-8")
        case "truncated":
            return Raw(200, whole[: len(whole) // 2])
        case "torn":
            return Raw(200, whole[: len(whole) // 2], length=len(whole))
        case "empty":
            return Raw(200, b"")
        case "list":
            return Raw(200, b'[{"items": []}]')
        case "types":
            return Raw(200, b'{"items": [{"id": 7, "statistics": "none"}, null]}')
        case "huge":
            return Raw(200, b'{"items": [' + b" " * 12_000_000 + b"]}")
        case "redirect":
            return Raw(302, b"", headers=(("Location", "http://127.0.0.1:9/elsewhere"),))
        case "hang":
            return _hang(whole, seconds)
    raise ValueError(f"no such fault: {kind}")


KINDS = (
    "429", "rateLimitExceeded", "quotaExceeded", "500", "503", "401", "403", "404", "400", "invalidPageToken", "html",
    "mislabelled", "502html", "truncated", "torn", "empty", "list", "types", "huge", "redirect", "hang",
)  # fmt: skip
ANYWHERE = (
    "html", "mislabelled", "502html", "truncated", "torn", "empty", "list", "types", "huge", "redirect", "hang",
)  # fmt: skip
