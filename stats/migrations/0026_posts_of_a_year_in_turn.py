from django.db import migrations

# A month's worth of days over which those that are read already come to it, so that no day has them all. On its own, so
# that the rows are changed without the lock under which the column was added.
SPREAD = """
UPDATE stats_postwatch SET old_at = now() - random() * interval '28 days'
WHERE deep_at IS NOT NULL AND old_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("stats", "0025_hand_figures_of_an_address")]

    operations = [migrations.RunSQL(SPREAD, migrations.RunSQL.noop)]
