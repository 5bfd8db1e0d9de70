"""An invented office of any size, made by the database itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from stats.leading import differing, keep_leading
from stats.models.signal import SignalKind
from stats.partitions import ensure_partitions

YEAR = 365
VACUUMED = (
    "talent_talent", "talent_socialaccount", "stats_accountsnapshot", "stats_accountnumbers", "stats_signal",
    "stats_post", "stats_postsnapshot",
)  # fmt: skip
TALENTS = """
INSERT INTO talent_talent (
    public_id, kind, name, native_name, stage, city, country, languages, timezone, email, phone, bio, notes, tint,
    portrait, band, search, created_at, created_by_id)
SELECT 't' || lpad(n::text, 11, '0'), 'person', name, '', (ARRAY['registered','affiliated','exclusive'])[1 + n %% 3],
       city, (ARRAY['JP','DE','BR','KR','US'])[1 + n %% 5], ARRAY[(ARRAY['ja','de','pt','ko','en'])[1 + n %% 5]],
       '', '', '', '', '', '#D5CFE3', '', '', lower(' ' || name || ' ' || city || ' '), now(), %(by)s
FROM (SELECT n, initcap(substr(translate(md5(n::text), '0123456789', 'aeiouaeiou'), 1, 7)) || ' '
             || initcap(substr(translate(md5('x' || n), '0123456789', 'nrstlmkdbg'), 1, 9)) AS name,
             (ARRAY['Osaka','Berlin','Recife','Busan','Austin'])[1 + n %% 5] AS city
      FROM generate_series(1, %(talents)s) n) made
"""
ACCOUNTS = """
INSERT INTO talent_socialaccount (
    public_id, platform, handle, external_id, url, title, is_rounded, source, failures, last_error, state, created_at,
    created_by_id, talent_id, followers, posts, views, measured_at, next_refresh_at)
SELECT 'a' || lpad(n::text, 11, '0'), (ARRAY['youtube','instagram','tiktok','x','twitch'])[1 + n %% 5], 'handle' || n,
       'UC' || lpad(n::text, 22, '0'), '', '', true, 'measured', 0, '', 'fine', now(), %(by)s,
       %(first)s + (n - 1)::bigint * %(talents)s / %(accounts)s, (exp(7 + 7 * random()))::bigint, 100, 100000,
       now() - interval '1 day', CASE WHEN n %% 5 = 0 THEN now() + interval '1 day' END
FROM generate_series(1, %(accounts)s) n
"""
# One a day: of every tenth talent for a year, of the others for as many days as come to what was asked for.
SNAPSHOTS = """
INSERT INTO stats_accountsnapshot (account_id, taken_at, followers, posts, views, source, is_rounded)
SELECT a.id, %(now)s - make_interval(days => d, secs => a.id %% 86400), (a.followers * (1 - 0.002 * d))::bigint,
       100, 100000, 'measured', true
FROM talent_socialaccount a
JOIN LATERAL generate_series(1, CASE WHEN a.talent_id %% 10 = 0 THEN %(year)s ELSE %(days)s END) d ON true
"""
GENRES = "INSERT INTO talent_genre (key, name) SELECT 'genre-' || n, 'Genre ' || n FROM generate_series(1, 20) n"
TIES = """
INSERT INTO talent_talent_genres (talent_id, genre_id)
SELECT t.id, g.id FROM talent_talent t, talent_genre g WHERE (t.id + g.id) %% 20 < t.id %% 3
"""
# As the triggers would have it.
TOPS = """
UPDATE talent_talent t SET followers = m.most, main_genre = coalesce((
    SELECT min(genre.name COLLATE "C") FROM talent_talent_genres tie JOIN talent_genre genre ON genre.id = tie.genre_id
    WHERE tie.talent_id = t.id
), '')
FROM (SELECT talent_id, max(followers) AS most FROM talent_socialaccount GROUP BY 1) m WHERE m.talent_id = t.id
"""
# Of every third nothing was computed, every eighth has something that is worth a look.
NUMBERS = """
INSERT INTO stats_accountnumbers (
    account_id, engagement_rate, formula, formula_version, posts_counted, posts_seen, posts_by_views, band, growth_7,
    growth_30, growth_90, best_posts, signals, computed_at)
SELECT id, round((exp(3 * random()) / 2)::numeric, 3), 'by_followers', 1, 20, 20, 0,
       (ARRAY['low','below','average','above','high'])[1 + id %% 5], round((6 * random() - 2)::numeric, 2),
       round((20 * random() - 6)::numeric, 2), round((50 * random() - 10)::numeric, 2), '{}',
       (id %% 8 = 0)::int, now()
FROM talent_socialaccount WHERE id %% 3 > 0
"""
# Of each kind, on the accounts that have something.
SIGNALS = """
INSERT INTO stats_signal (
    public_id, account_id, kind, key, title, line, since, value, threshold, found_at, seen_at, reason)
SELECT 's' || lpad(account_id::text, 11, '0'), account_id,
       (%(kinds)s::text[])[1 + row_number() OVER (ORDER BY account_id) %% cardinality(%(kinds)s::text[])], '',
       'Worth a look', '', %(now)s::date, 2, 1, %(now)s, %(now)s, ''
FROM stats_accountnumbers WHERE signals > 0
"""
# The accounts of every tenth talent have twenty posts, and each of those three measurements.
POSTS = """
INSERT INTO stats_post (
    account_id, external_id, kind, url, text, published_at, is_pinned, views, likes, comments, untold, first_seen_at,
    measured_at, missed)
SELECT a.id, 'p' || p, 'video', '', 'A day at the sea', %(now)s - make_interval(days => 3 * p), false,
       (a.followers * random())::bigint, (a.followers * random() / 20)::bigint, (a.followers * random() / 400)::bigint,
       '{}', %(now)s - make_interval(days => 3 * p), %(now)s, 0
FROM talent_socialaccount a, generate_series(1, 20) p WHERE a.talent_id %% 10 = 0
"""
MEASURED = """
INSERT INTO stats_postsnapshot (post_id, taken_at, views, likes, comments)
SELECT id, %(now)s - make_interval(days => d), views * (10 - d) / 10, likes, comments
FROM stats_post, generate_series(1, 3) d
"""


def fill(*, talents: int, snapshots: int) -> dict[str, int]:
    """Empty the database and make so many talents, 2.5 accounts each, about so many snapshots, and posts."""
    accounts = talents * 5 // 2
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        # Made in bulk, without a history: nobody did any of this.
        cursor.execute("SET session_replication_role = replica")
        names = [
            name
            for name in connection.introspection.table_names()
            if name not in {"django_migrations", "django_content_type"}
        ]
        cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        by = User.objects.system()
        ensure_partitions(now - timedelta(days=YEAR + 1), now + timedelta(days=31))
        ensure_partitions(now - timedelta(days=10), now, table="stats_postsnapshot")
        values: dict[str, Any] = {"by": by.pk, "talents": talents, "accounts": accounts, "now": now}
        values["kinds"] = SignalKind.values
        cursor.execute(TALENTS, values)
        cursor.execute("SELECT min(id) FROM talent_talent")
        values["first"] = cursor.fetchone()[0]
        cursor.execute(ACCOUNTS, values)
        cursor.execute("SELECT count(*) FROM talent_socialaccount WHERE talent_id % 10 = 0")
        long = cursor.fetchone()[0]
        year = min(YEAR, max(1, snapshots * 3 // 4 // long))
        values |= {"year": year, "days": max(1, round((snapshots - year * long) / (accounts - long)))}
        for step in (SNAPSHOTS, GENRES, TIES, TOPS, NUMBERS, SIGNALS, POSTS, MEASURED):
            cursor.execute(step, values)
        for table in VACUUMED:
            cursor.execute(f"ANALYZE {table}")
        keep_leading(differing())
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in VACUUMED:
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SELECT (SELECT count(*) FROM stats_accountsnapshot), (SELECT count(*) FROM stats_post)")
        taken, posts = cursor.fetchone()
        cursor.execute("RESET statement_timeout")
    return {"talents": talents, "accounts": accounts, "snapshots": taken, "posts": posts}
