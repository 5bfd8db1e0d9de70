from django.db import migrations, models

SAID = """
UPDATE talent_talent t SET platforms = coalesce((
    SELECT ' ' || string_agg(DISTINCT platform, ' ') || ' ' FROM talent_socialaccount a
    WHERE a.talent_id = t.id AND (a.archived_at IS NULL OR a.archived_at = t.archived_at)
), '')
WHERE t.id BETWEEN %s AND %s
"""
LOT = 5_000  # each well below what a statement may take


def say(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM talent_talent")
        (last,) = cursor.fetchone()
        for first in range(0, last + 1, LOT):
            cursor.execute(SAID, [first, first + LOT - 1])


class Migration(migrations.Migration):
    atomic = False  # no page waits for longer than a lot takes, and the index is made of rows that stand

    dependencies = [("talent", "0015_platforms_of_a_talent")]

    operations = [
        migrations.RunPython(say, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="talent", name="talent_talent_kinds"),
        migrations.AddIndex(
            model_name="talent",
            index=models.Index(
                condition=models.Q(("archived_at", None)),
                fields=[
                    "main_language",
                    "main_platform",
                    "main_genre",
                    "band",
                    "stage",
                    "country",
                    "kind",
                    "manager",
                    "platforms",
                ],
                name="talent_talent_kinds",
            ),
        ),
    ]
