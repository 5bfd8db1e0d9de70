from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import operations as steps
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from lib.management.commands.migrate import is_lean, lean_rendering

HOUSE = steps.CreateModel("House", [("id", models.BigAutoField(primary_key=True))])
GUEST = steps.CreateModel(
    "Guest",
    [("id", models.BigAutoField(primary_key=True)), ("house", models.ForeignKey("inns.House", models.CASCADE))],
)
STARS = steps.AddField("house", "stars", models.IntegerField(default=3))


def _apply(*migrations: list[steps.base.Operation]) -> None:
    state = ProjectState()
    assert state.apps  # as `migrate` does: rendered before the first step, kept up from then on
    for number, operations in enumerate(migrations):
        migration = Migration(str(number), "inns")
        migration.operations = operations
        with lean_rendering():
            state = MigrationExecutor(connection).apply_migration(state, migration)


@pytest.mark.django_db
def test_python_code_in_a_migration_sees_each_neighbour_as_it_is_by_then() -> None:
    seen: list[tuple[int, int, bool]] = []

    def look(apps: Any, schema_editor: object) -> None:
        house, guest = apps.get_model("inns", "House"), apps.get_model("inns", "Guest")
        first = house.objects.create(stars=5)
        guest.objects.create(house=first)
        seen.append(
            (guest.objects.get().house.stars, first.guest_set.count(), guest.house.field.related_model is house)
        )

    _apply([HOUSE, GUEST, STARS, steps.RunPython(look)])
    assert seen == [(5, 1, True)]


@pytest.mark.django_db
def test_a_step_that_renames_goes_djangos_way_and_the_neighbours_key_still_holds() -> None:
    _apply([HOUSE, GUEST, STARS], [steps.RenameModel("House", "Inn")])
    with connection.cursor() as cursor:
        keys = connection.introspection.get_relations(cursor, "inns_guest")
    assert keys["house_id"][:2] == ("id", "inns_inn")


@pytest.mark.parametrize(
    ("step", "lean"),
    [
        (STARS, True),
        (steps.AlterField("house", "stars", models.TextField()), True),
        (steps.AlterField("house", "id", models.IntegerField(primary_key=True)), False),
        (steps.AlterField("house", "name", models.TextField(unique=True)), False),
        (steps.AlterField("guest", "house", models.ForeignKey("inns.Inn", models.CASCADE)), False),
        (steps.RenameField("house", "stars", "rating"), False),
        (steps.DeleteModel("guest"), False),
        (steps.SeparateDatabaseAndState([steps.RunSQL("SELECT 1")], [STARS]), True),
        (steps.SeparateDatabaseAndState([], [steps.RenameModel("House", "Inn")]), False),
    ],
)
def test_which_steps_leave_what_neighbours_know(step: steps.base.Operation, lean: bool) -> None:
    assert is_lean(step) is lean
