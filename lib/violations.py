"""A lost race becomes the constraint's own sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import IntegrityError, transaction

from lib.refusals import Denied, Refused


@cache
def sentences() -> dict[str, str]:
    """Constraint name to its sentence, over all models."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if getattr(constraint, "violation_error_message", None)
    }


def broken_constraint(error: IntegrityError) -> str:
    """Name of the constraint that PostgreSQL says was broken, or an empty string."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""


@contextmanager
def violation(**outside: str) -> Iterator[None]:
    """Turn the database's refusal into `Refused` with the constraint's sentence.

    `outside` maps a constraint's name to its wording for portals. A constraint without a sentence is a bug and
    is raised as it is.
    """
    with fatal_violation(**outside), transaction.atomic():
        yield


@contextmanager
def fatal_violation(**outside: str) -> Iterator[None]:
    """The same without a savepoint: the transaction is lost with it, which is right where an action ends so."""
    try:
        yield
    except IntegrityError as error:
        name = broken_constraint(error)
        if name not in sentences():
            raise
        raise Refused(Denied(sentences()[name], outside=outside.get(name, ""), code=name)) from error
