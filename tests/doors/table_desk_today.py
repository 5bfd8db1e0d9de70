"""The desk's first page."""

from tests.doors import Row

ROWS: dict[str, Row] = {"desk:today": Row()}
