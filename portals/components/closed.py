"""Attributes of a part are closed: a value that it does not know stops the page where it is written."""

from collections.abc import Iterable

from django.template import TemplateSyntaxError


def one_of[T](part: str, attribute: str, value: T, allowed: Iterable[T]) -> T:
    """`value`, or TemplateSyntaxError that names the part and what it takes."""
    known = tuple(allowed)
    if value not in known:
        raise TemplateSyntaxError(f"{part}: {attribute} is one of {', '.join(map(str, known))}, not {value!r}")
    return value
