"""What a first booking had closed stays closed: until now it ended the call of its campaign."""

from django.db import migrations

CLOSE = """
UPDATE campaigns_campaign SET call_closed_at = now(),
    call_closed_by_id = coalesce((SELECT id FROM accounts_user WHERE kind = 'system'), manager_id)
WHERE state = 'running' AND call_closed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0026_goals_of_sales")]

    operations = [migrations.RunSQL(CLOSE, migrations.RunSQL.noop)]
