"""What is drawn by lot in a page spells nothing that a test says is not there, such as a name or a figure."""

import secrets

from django.middleware import csrf

from lib import ids

LETTERS = "bcdfghkmnpqrstvwxz"  # small, and no vowels
ALPHABET = ids.ALPHABET  # as the office has it
_drawn = secrets.token_urlsafe


def token(nbytes: int | None = None) -> str:
    """As long as the real one, with its marks."""
    return "".join(secrets.choice(f"{LETTERS}-_") for _ in _drawn(nbytes))


def install() -> None:
    ids.ALPHABET = LETTERS
    csrf.CSRF_ALLOWED_CHARS = LETTERS
    secrets.token_urlsafe = token
