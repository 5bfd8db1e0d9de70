"""Our templates may not use a name that nobody gave them: Django prints nothing, the tests say so.

Only templates of this repository are held to it; those of Django, allauth, crispy and the others are theirs.
`{% if name %}` may ask for a name that is not there, and `name|default:…` says what to do without it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.template import base, defaulttags
from django.template.base import VariableDoesNotExist

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = {".venv", ".local", "node_modules"}
FORGIVING = {"default", "default_if_none"}


class UndefinedName(AssertionError):
    """A template of ours used a name that is not in its context."""


def is_ours(origin: Any) -> bool:
    """Whether the template lies in this repository and not in an environment inside it."""
    return _lies_here(str(getattr(origin, "name", "") or ""))


@cache
def _lies_here(name: str) -> bool:
    path = Path(name)
    return path.is_absolute() and path.is_relative_to(ROOT) and not FOREIGN & set(path.relative_to(ROOT).parts)


class StrictExpression(base.FilterExpression):
    """Django's expression, which remembers its template and fails where Django would print nothing."""

    def __init__(self, token: str, parser: Any) -> None:
        super().__init__(token, parser)
        self.origin = getattr(parser, "origin", None)
        fallback = any(getattr(func, "__name__", "") in FORGIVING for func, _ in self.filters)
        self.strict = self.is_var and not fallback and is_ours(self.origin)
        self.always = False  # a loop over an undefined name is a mistake too, though Django forgives it

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        if self.strict and (self.always or not ignore_failures):
            try:
                value = self.var.resolve(context)
            except VariableDoesNotExist as missing:
                if not self._stops_at_none(missing):
                    raise UndefinedName(f"{self.origin}: {{{{ {self.token} }}}}: {missing}") from missing
            else:
                if not self.filters:
                    return value  # as Django would, which need not look for it again
        return super().resolve(context, ignore_failures)

    @staticmethod
    def _stops_at_none(missing: VariableDoesNotExist) -> bool:
        """`talent.manager.name` where there is no manager: known to be empty, not unknown."""
        return len(missing.params) > 1 and missing.params[1] is None


class StrictFor(defaulttags.ForNode):
    def __init__(self, loopvars: Any, sequence: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(loopvars, sequence, *args, **kwargs)
        if isinstance(sequence, StrictExpression):
            sequence.always = True


def install() -> None:
    """From here on every template that is compiled is a strict one."""
    base.FilterExpression = StrictExpression  # type: ignore[misc]
    defaulttags.ForNode = StrictFor  # type: ignore[misc]
