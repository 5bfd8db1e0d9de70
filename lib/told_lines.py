"""What the process writes about itself. Some addresses are keys: who reads them in a log could go there."""

import logging
import re

GUEST_ADDRESSES = (
    "invitation", "calendar", "digest", "kit", "shortlist", "accounts/password/reset/key", "accounts/confirm-email",
)  # fmt: skip
"""How the addresses begin whose next part lets in whoever has it."""
_KEY = re.compile(rf"""(/(?:{"|".join(GUEST_ADDRESSES)})/[^/\s?"']{{4}})[^/\s?"']{{12,}}""")


class KeysShortened(logging.Formatter):
    """Leaves four characters of such a key, enough to tell one from another."""

    def format(self, record: logging.LogRecord) -> str:
        return _KEY.sub(r"\1…", super().format(record))
