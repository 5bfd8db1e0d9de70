"""Who let the office's app in at the stand-in: codes, tokens and their ends, by the stand-in's clock.

Tokens rotate as the real ones do: a refresh token that was used is dead. With a file, a restart forgets nobody.
"""

import json
import secrets
import threading
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

APP, SECRET = "office-app", "office-secret"  # a wrong one is refused


@dataclass(slots=True)
class Code:
    """What the browser brings back: good once."""

    platform: str
    handle: str
    scopes: list[str]
    redirect_uri: str
    challenge: str
    until: float


@dataclass(slots=True)
class Token:
    """An access or refresh token (`kind`), of one consent (`family`)."""

    platform: str
    handle: str
    scopes: list[str]
    kind: str
    family: str
    issued: float
    until: float


@dataclass(slots=True)
class Consents:
    """All of them, under one lock."""

    file: Path | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        try:
            stored = json.loads(self.file.read_text()) if self.file else {}
        except (OSError, ValueError):
            stored = {}
        self.tokens = {text: Token(**facts) for text, facts in stored.items()}

    def keep(self) -> None:
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps({text: asdict(token) for text, token in self.tokens.items()}))

    def code(self, platform: str, *, good_for: timedelta, now: datetime, **facts: Any) -> str:
        text = secrets.token_urlsafe(24)
        with self.lock:
            self.codes[text] = Code(platform=platform, until=(now + good_for).timestamp(), **facts)
        return text

    def redeem(self, platform: str, text: str, now: datetime) -> Code | None:
        with self.lock:
            code = self.codes.pop(text, None)
        good = code is not None and code.platform == platform and code.until > now.timestamp()
        return code if good else None

    def issue(self, text: str, whose: Code | Token, *, kind: str, family: str, good_for: int, now: datetime) -> str:
        """A new token, whose text begins with `text`."""
        text += secrets.token_urlsafe(30)
        with self.lock:
            at = now.timestamp()
            self.tokens[text] = Token(whose.platform, whose.handle, list(whose.scopes), kind, family, at, at + good_for)
            self.keep()
        return text

    def find(self, platform: str, text: str, kind: str, now: datetime) -> Token | None:
        """A token that is good now."""
        token = self.tokens.get(text)
        good = token is not None and (token.platform, token.kind) == (platform, kind) and token.until > now.timestamp()
        return token if good else None

    def spend(self, text: str) -> Token | None:
        """Take a token away; None where another was faster."""
        with self.lock:
            token = self.tokens.pop(text, None)
            self.keep()
        return token

    def remove(self, platform: str, handle: str = "", family: str = "") -> int:
        """End consents: of somebody, or one of them. Returns how many tokens died."""
        with self.lock:
            dead = [
                text
                for text, token in self.tokens.items()
                if token.platform == platform and (token.handle == handle or token.family == family)
            ]
            for text in dead:
                del self.tokens[text]
            self.keep()
        return len(dead)

    def who(self, platform: str) -> list[str]:
        """Handles that let the app in."""
        return sorted({token.handle for token in self.tokens.values() if token.platform == platform})

    def fault(self, platform: str) -> str:
        """What goes wrong with the next call, if anything."""
        with self.lock:
            waiting = self.faults.get(platform, [])
            return waiting.pop(0) if waiting else ""
