from django.db import migrations, models

SAID = """
UPDATE talent_talent t SET platforms = coalesce((
    SELECT ' ' || string_agg(DISTINCT platform, ' ') || ' ' FROM talent_socialaccount
    WHERE talent_id = t.id AND archived_at IS NULL
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
    dependencies = [("talent", "0014_kinds_in_one_index")]

    operations = [
        migrations.AddField(
            model_name="talent",
            name="platforms",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
