"""Stand-in platforms: they answer over real sockets, with the documented shapes, and refuse what the real ones refuse.

    python -m tests.standin --port 8790          # PLATFORM_URL_YOUTUBE=http://127.0.0.1:8790/youtube/v3

Channels. Every well-formed channel id (`UC` and 22 characters of base64url) answers: its followers follow from its id
and the clock, always the same. A handle belongs to the channel `UC` + the first 22 characters of
urlsafe-base64(sha256(handle in lower case, without @)). A seed gives channels a name and a curve of their own: a
JSON file, named by STANDIN_SEED or `.local/standin.json`, read again when it changes:

    {"as_of": "2026-11-22", "channels": {"UC…": {"handle": "mia", "title": "Mia", "followers": 248000, "daily": 310}}}

`followers` is the count at noon UTC on `as_of` (without it, when the file was written), `daily` what is added each
day, second by second. Further keys: `posts`, `views`, `hidden` (true hides the count), `missing` (true: the channel
is gone), `videos`: a list of {"id", "title", "published_at", "views", "likes", "comments", "private", "live"}, where
the counts are what a video comes to in the end and null is hidden. Without it they follow from the channel's id.

Any key or token will do, but one that begins with *wrong* is refused as the platform refuses it.

Control, all POST with JSON: `/_control/channels {"UC…": {…}}` · `/_control/clock {"now": "2026-11-22T09:00:00Z"}` (null
lets it run) · `/_control/failures {"kind": …, "times": 2}` with the kinds of `tests.standin.faults` · `/_control/quota
{"units": 100}` · `/_control/reset {}`. GET `/_control/stats` counts requests and units.
"""

from tests.standin.server import StandIn

__all__ = ["StandIn"]
