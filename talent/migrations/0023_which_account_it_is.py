from django.db import migrations, models

# The history knows handles and platforms, and which verb changed them; a platform's new names come by another one.
FROM_HISTORY = """
UPDATE talent_socialaccount a SET named_at = moved.at
FROM (
    SELECT of, max(at) AS at FROM (
        SELECT pgh_obj_id AS of, pgh_created_at AS at, pgh_context_id AS context,
               platform IS DISTINCT FROM lag(platform) OVER events
               OR lower(handle) IS DISTINCT FROM lag(lower(handle)) OVER events AS moves,
               lag(pgh_id) OVER events AS before
        FROM talent_socialaccountevent
        WINDOW events AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
    ) told JOIN pghistory_context c ON c.id = told.context
    WHERE told.moves AND told.before IS NOT NULL AND c.metadata ->> 'action' = 'talent.edit_account'
    GROUP BY of
) moved
WHERE a.id = moved.of
"""


class Migration(migrations.Migration):
    dependencies = [("talent", "0022_rates_and_wishes")]

    operations = [
        migrations.AddField("socialaccount", "named_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(FROM_HISTORY, migrations.RunSQL.noop),
    ]
