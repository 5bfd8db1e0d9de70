"""What the process tells of itself, on its lines and in error reports. Some addresses are keys: who reads them could go
there.
"""

import logging
import re
from typing import Any

GUEST_ADDRESSES = (
    "invitation", "calendar", "digest", "kit", "shortlist", "accounts/password/reset/key", "accounts/confirm-email",
)  # fmt: skip
"""How the addresses begin whose next part lets in whoever has it."""
_KEY = re.compile(rf"""(/(?:{"|".join(GUEST_ADDRESSES)})/[^/\s?"']{{4}})[^/\s?"']{{12,}}""")


_QUERY = re.compile(r"""((?:\bhttps?:/|(?<![^\s"'(=]))/[^\s?"'<>]*)\?[^\s"'<>]*""")
_DETAIL = re.compile(r"(DETAIL: ).*?(?=\n(?:HINT|CONTEXT|QUERY):|\Z)", re.S)  # PostgreSQL names values there
_HEADERS = {"Host", "User-Agent", "Referer", "Content-Type"}
_QUERIES = {"query_string", "http.query", "http.fragment"}


def keys_shortened(text: str) -> str:
    """Leaves four characters of such a key, enough to tell one from another."""
    return _KEY.sub(r"\1…", text)


class KeysShortened(logging.Formatter):
    """Lines without keys."""

    def format(self, record: logging.LogRecord) -> str:
        return keys_shortened(super().format(record))


def reported(event: Any, hint: Any = None) -> Any:
    """An error report as it leaves the house: no keys, no queries of addresses, no headers but those that help, and
    no values that the database names.
    """
    headers = event.get("request", {}).get("headers", {})
    for name in headers.keys() - _HEADERS:
        del headers[name]
    return _all_of(event)


def _all_of(told: Any) -> Any:
    if isinstance(told, str):
        return _DETAIL.sub(r"\1…", _QUERY.sub(r"\1", keys_shortened(told)))
    if isinstance(told, dict):
        return {name: _all_of(each) for name, each in told.items() if name not in _QUERIES}
    if isinstance(told, list | tuple):
        return [_all_of(each) for each in told]
    return told
