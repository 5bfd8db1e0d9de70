"""The way in, and allauth's own pages."""

from tests.doors import Row

ANYBODY = {"anonymous": 200}

ROWS: dict[str, Row] = {
    "home": Row(ok={302}),
    "picture": Row(kwargs=lambda w: {"key": "unknown"}, ok={404}),
    "health": Row(anonymous=200),
    "tracked-link": Row(kwargs=lambda w: {"code": "unknown"}, ok={410}, anonymous=410),
    "api-sales": Row(method="POST", ok={401}, anonymous=401),
    "invitation": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "shortlist": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "shortlist-name": Row(method="POST", kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "shortlist-answer": Row(method="POST", kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "shortlist-send": Row(method="POST", kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "shortlist-picture": Row(kwargs=lambda w: {"token": "unknown", "public_id": "2" * 12}, ok={410}, anonymous=410),
    "shortlist-portrait": Row(kwargs=lambda w: {"token": "unknown", "public_id": "2" * 12}, ok={410}, anonymous=410),
    "feed": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "digest": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "kit": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "kit-pdf": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
    "kit-portrait": Row(kwargs=lambda w: {"token": "unknown"}, ok={410}, anonymous=410),
}
