from django.db import migrations, models

# A month's worth of days over which those that are read already come to it, so that no day has them all.
SPREAD = """
UPDATE stats_postwatch SET old_at = now() - random() * interval '28 days' WHERE deep_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("stats", "0020_alarms_and_marks")]

    operations = [
        migrations.AddField(
            model_name="postwatch",
            name="old_at",
            field=models.DateTimeField(blank=True, help_text="when it last gave all of a year", null=True),
        ),
        migrations.RunSQL(SPREAD, migrations.RunSQL.noop),
    ]
