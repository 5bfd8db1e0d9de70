from django.db import migrations, models

# Accounts that were corrected before and not read since still carry what was measured of the one that they were.
OF_BEFORE = """
UPDATE talent_socialaccount SET
    named_figures = CASE WHEN named_id <> '' THEN jsonb_build_object(
        'followers', followers, 'following', following, 'posts', posts, 'views', views, 'avg_likes', avg_likes,
        'engagement_rate', engagement_rate, 'source', source, 'measured_at', measured_at, 'is_rounded', is_rounded
    ) END,
    followers = NULL, following = NULL, posts = NULL, views = NULL, avg_likes = NULL, engagement_rate = NULL,
    source = '', measured_at = NULL, is_rounded = false
WHERE named_at IS NOT NULL AND measured_at <= named_at
"""
LARGEST = """
UPDATE talent_talent t SET followers = m.followers
FROM (
    SELECT talent_id, max(followers) FILTER (WHERE archived_at IS NULL) AS followers,
           bool_or(named_at IS NOT NULL) AS named
    FROM talent_socialaccount GROUP BY talent_id
) m
WHERE t.id = m.talent_id AND m.named AND t.followers IS DISTINCT FROM m.followers
"""


class Migration(migrations.Migration):
    dependencies = [("talent", "0024_the_id_that_it_had")]

    operations = [
        migrations.AddField("socialaccount", "named_figures", models.JSONField(blank=True, null=True, editable=False)),
        migrations.RunSQL(OF_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(LARGEST, migrations.RunSQL.noop),
    ]
