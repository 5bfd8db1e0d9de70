"""The pieces of a sentence, each with the fact that it says, so that a page can mark what is new and what is unsaid."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace

FACT, NEW, UNSAID = "fact", "new", "unsaid"


@dataclass(frozen=True, slots=True)
class Part:
    """Some words. `key` is the fact that they say; `tone` is "", fact, new (in this version) or unsaid."""

    text: str
    tone: str = ""
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in a clause are called. `settled` are the activities that an office's default decides where the
    clause is silent; the others are asked for. `outside`: for readers who may not learn of another client's deal.
    """

    brand: str = ""
    who: str = ""
    is_act: bool = False
    in_act: bool = False
    categories: Mapping[int, str] = field(default_factory=dict)
    brands: Mapping[int, str] = field(default_factory=dict)
    companies: Mapping[int, str] = field(default_factory=dict)
    promises: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    outside: bool = False


type Item = tuple[str, Hashable]


class Saying:
    """Collects the parts of one sentence after the other."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def add(self, text: str) -> "Saying":
        self.parts.append(Part(text))
        return self

    def fact(self, text: str, *key: Hashable) -> "Saying":
        self.parts.append(Part(text, FACT, key))
        return self

    def unsaid(self, text: str, *key: Hashable) -> "Saying":
        self.parts.append(Part(text, UNSAID, key))
        return self

    def several(self, items: Iterable[Item], word: str, *, unsaid: bool = False) -> "Saying":
        """`a, b or c`, each a fact of its own; `,` for the word leaves the list open."""
        ordered = list(items)
        for n, (text, key) in enumerate(ordered):
            if n:
                self.add(", " if n < len(ordered) - 1 or word == "," else f" {word} ")
            (self.unsaid if unsaid else self.fact)(text, key)
        return self


def told(parts: Iterable[Part], before: Iterable[Part] | None = None) -> tuple[Part, ...]:
    """The parts with their first word capitalised; those whose fact `before` does not have are new."""
    found = [part for part in parts if part.text]
    if found:
        found[0] = replace(found[0], text=found[0].text[:1].upper() + found[0].text[1:])
    if before is not None:
        known = {part.key for part in before if part.tone == FACT}
        found = [replace(part, tone=NEW) if part.tone == FACT and part.key not in known else part for part in found]
    return tuple(found)


def text_of(parts: Iterable[Part]) -> str:
    return "".join(part.text for part in parts)


def amount(count: int, unit: str) -> str:
    """30 days, 1 month; long stretches of whole weeks as weeks."""
    name = unit.lower()
    if unit == "DAY" and count >= 35 and count % 7 == 0:
        count, name = count // 7, "week"
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def owner(name: str) -> str:
    return f"{name}’s"
