"""The parts of pages, for whoever builds them."""

from tests.doors import Row

ROWS: dict[str, Row] = {"desk:gallery": Row()}
