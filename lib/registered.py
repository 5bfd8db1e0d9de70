"""pgtrigger's list of triggers, which finds each of them by its name.

pgtrigger looks through all that it has for each one that it takes in: with four hundred that is a fourth of the time
that a process of the office takes to start. Here the names are kept beside; what is refused stays refused.
"""

from typing import Any

from pgtrigger import registry


class Registered(registry._Registry):
    """As pgtrigger's own, with its two look-ups kept and not made anew each time."""

    tables: dict[tuple[str, str], Any]
    functions: set[str]

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        return self.tables

    @property
    def pg_function_names(self) -> set[str]:
        return self.functions

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.tables[model._meta.db_table, trigger.name] = trigger
        self.functions.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self.tables[model._meta.db_table, trigger.name]
        self.functions.discard(trigger.get_pgid(model))


def install() -> None:
    """From here on. Before the first model is loaded, since each brings its triggers."""
    kept: Any = registry._registry
    tables, functions = kept.by_db_table, kept.pg_function_names
    kept.__class__ = Registered
    kept.tables, kept.functions = tables, functions
