"""What a page says."""

from html.parser import HTMLParser
from typing import Any


def text(response: Any) -> str:
    """The page's markup."""
    page: str = response.content.decode()
    return page


class _Buttons(HTMLParser):
    """The first button of each form that sends it, by the form's id and by its address, wherever the button stands."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, dict[str, str | None]] = {}
        self.here: tuple[str, str] = ("", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.here = (said.get("id") or "", said.get("action") or "")
        if tag == "button" and said.get("type", "submit") == "submit":
            for name in (said["form"] or "",) if "form" in said else self.here:
                self.first.setdefault(name, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = ("", "")


def pressed_by_enter(response: Any, form: str) -> dict[str, str | None]:
    """What Enter presses in a field of the form with this id or address; what is disabled sends nothing."""
    reading = _Buttons()
    reading.feed(text(response))
    return reading.first[form]
