"""A refusal is a value with a reason: pages show it, actions raise it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Denied:
    """Falsy answer of a check.

    `reason` is for staff and may name anybody. `outside` is the wording for clients and talents, who must
    never learn of another client; it falls back to `reason` only where `reason` names nobody else.
    """

    reason: str
    outside: str = ""
    code: str = ""

    def __bool__(self) -> Literal[False]:
        return False

    def __str__(self) -> str:
        return self.reason

    @property
    def for_outside(self) -> str:
        return self.outside or self.reason


type Answer = Literal[True] | Denied


class Refused(Exception):
    """Raised by an action whose check was denied. `str()` is the sentence for staff."""

    def __init__(self, denied: Denied | str) -> None:
        self.denied = Denied(denied) if isinstance(denied, str) else denied
        super().__init__(self.denied.reason)


def require(answer: Answer) -> None:
    """Raise `Refused` where a check answered with a refusal."""
    if isinstance(answer, Denied):
        raise Refused(answer)
