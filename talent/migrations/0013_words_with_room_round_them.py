import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# A space on both sides of every word, so that the index tells a word of so many letters.
ROOM = """
UPDATE talent_talent SET search = ' ' || search || ' '
WHERE id BETWEEN %s AND %s AND search <> '' AND search NOT LIKE ' %%'
"""
LOT = 5_000


def give_room(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM talent_talent")
        (last,) = cursor.fetchone()
        for first in range(0, last + 1, LOT):
            cursor.execute(ROOM, [first, first + LOT - 1])


class Migration(migrations.Migration):
    dependencies = [
        ("talent", "0012_groups_told_by_an_index"),
    ]

    operations = [
        migrations.RunPython(give_room, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="talentgenre",
            trigger=pgtrigger.compiler.Trigger(
                name="main_genre_tied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM 1 FROM talent_talent WHERE id IN (SELECT talent_id FROM ties) ORDER BY id FOR NO KEY UPDATE;\n            UPDATE talent_talent SET main_genre = said.genre\n            FROM (\n                SELECT each.id, coalesce(min(genre.name COLLATE \"C\"), '') AS genre\n                FROM talent_talent each\n                LEFT JOIN talent_talent_genres tie ON tie.talent_id = each.id\n                LEFT JOIN talent_genre genre ON genre.id = tie.genre_id\n                WHERE each.id IN (SELECT talent_id FROM ties) GROUP BY each.id\n            ) said\n            WHERE said.id = talent_talent.id AND talent_talent.main_genre IS DISTINCT FROM said.genre;\n            RETURN NULL;\n        ",
                    hash="20597327c361beea93f9c4904c80c8ecc2626e7d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_main_genre_tied_25a84",
                    referencing="REFERENCING NEW TABLE AS ties ",
                    table="talent_talent_genres",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="talentgenre",
            trigger=pgtrigger.compiler.Trigger(
                name="main_genre_cut",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM 1 FROM talent_talent WHERE id IN (SELECT talent_id FROM ties) ORDER BY id FOR NO KEY UPDATE;\n            UPDATE talent_talent SET main_genre = said.genre\n            FROM (\n                SELECT each.id, coalesce(min(genre.name COLLATE \"C\"), '') AS genre\n                FROM talent_talent each\n                LEFT JOIN talent_talent_genres tie ON tie.talent_id = each.id\n                LEFT JOIN talent_genre genre ON genre.id = tie.genre_id\n                WHERE each.id IN (SELECT talent_id FROM ties) GROUP BY each.id\n            ) said\n            WHERE said.id = talent_talent.id AND talent_talent.main_genre IS DISTINCT FROM said.genre;\n            RETURN NULL;\n        ",
                    hash="ade86878213649ea6cff3c309c5530f2212f7be6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_main_genre_cut_7d007",
                    referencing="REFERENCING OLD TABLE AS ties ",
                    table="talent_talent_genres",
                    when="AFTER",
                ),
            ),
        ),
    ]
