"""`manage.py migrate`, without rendering the whole office again at each step.

Django keeps model classes beside the state that migrations build up. After each step it renders the changed model
again, and every model that relates to it. Here each table points at the user, so each of a thousand steps rendered
nearly all: two minutes on an empty database. A step that leaves names and keys as they were changes nothing for the
neighbours, so for it the model alone is rendered, and Django's own mark (`is_delayed`) makes everything new before
Python code runs in a migration, and after the last. A migration with any other step goes Django's own way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.management.commands.migrate import Command as Migrate
from django.db.migrations import operations as steps
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

LEAN = (
    AddTrigger,
    RemoveTrigger,
    steps.AddConstraint,
    steps.AddField,
    steps.AddIndex,
    steps.AlterModelOptions,
    steps.AlterUniqueTogether,
    steps.CreateModel,
    steps.RemoveConstraint,
    steps.RemoveField,
    steps.RemoveIndex,
    steps.RunPython,
    steps.RunSQL,
)


def is_lean(step: steps.base.Operation) -> bool:
    """Whether a step leaves what other models know of its model, its name and its keys, as it was."""
    if isinstance(step, steps.SeparateDatabaseAndState):
        return all(is_lean(inner) for inner in (*step.database_operations, *step.state_operations))
    if isinstance(step, steps.AlterField):
        return not (step.field.primary_key or step.field.unique or step.field.is_relation)
    return isinstance(step, LEAN)


def _itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    """In place of `ProjectState._find_reload_model`: the model alone, with the mark that its neighbours are due."""
    state.is_delayed = True
    return {(app_label, model_name)}


@contextmanager
def lean_rendering() -> Iterator[None]:
    """Within it, a migration of lean steps renders only what each step touches."""
    apply = MigrationExecutor.apply_migration

    def apply_migration(executor: MigrationExecutor, state: ProjectState, migration: Migration, **options: Any) -> Any:
        if all(is_lean(step) for step in migration.operations):
            with patch.object(ProjectState, "_find_reload_model", _itself):
                return apply(executor, state, migration, **options)
        state.clear_delayed_apps_cache()
        return apply(executor, state, migration, **options)

    with patch.object(MigrationExecutor, "apply_migration", apply_migration):
        yield


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with lean_rendering():
            super().handle(*args, **options)
