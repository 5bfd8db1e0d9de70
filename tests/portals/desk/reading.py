"""What a page says."""

from typing import Any


def text(response: Any) -> str:
    """The page's markup."""
    page: str = response.content.decode()
    return page
