"""After a test that committed, the database holds what the migrations put there and nothing else.

Django would truncate all tables and fill them again, which takes longer than most tests: here the few that were written
are emptied, and the rows of the migrations come back from copies of them in a schema beside. The triggers are asleep.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase
from psycopg import sql

KEPT = "django_migrations"
COLUMNS = (
    "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
    " WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name = ANY(%s) GROUP BY table_name"
)


def install() -> None:
    """From here on; the copies are made where there are none. Only a superuser can put triggers to sleep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, to_regnamespace('seed') IS NULL FROM pg_roles WHERE rolname = current_user")
        can, first = cursor.fetchone()
        if not can:
            return
        if first:
            cursor.execute("CREATE SCHEMA seed")
            for name in _filled(cursor, _tables()):
                table = sql.Identifier(name)
                cursor.execute(sql.SQL("CREATE TABLE seed.{0} AS TABLE public.{0}").format(table))
    TransactionTestCase._fixture_teardown = lambda case: empty()


def empty() -> None:
    """Take out what was written, and put back what the migrations gave."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'seed'")
        seeds = [name for (name,) in cursor.fetchall()]
        cursor.execute(COLUMNS, [seeds])
        columns = dict(cursor.fetchall())
        names = sorted({*_filled(cursor, _tables()), *seeds})
        steps = [sql.SQL("DELETE FROM public.{}").format(sql.Identifier(name)) for name in names]
        for name in seeds:
            listed = sql.SQL(", ").join(map(sql.Identifier, columns[name]))
            steps.append(
                sql.SQL("INSERT INTO public.{0} ({1}) SELECT {1} FROM seed.{0}").format(sql.Identifier(name), listed)
            )
        script = sql.SQL("; ").join([sql.SQL("BEGIN; SET LOCAL session_replication_role = replica"), *steps])
        cursor.execute(script + sql.SQL("; COMMIT"))


def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [name for name in names if name != KEPT]


def _filled(cursor: CursorWrapper, names: list[str]) -> list[str]:
    """Those of them with rows."""
    each = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})").format(sql.Literal(name), sql.Identifier(name))
        for name in names
    ]
    cursor.execute(sql.SQL(" UNION ALL ").join(each))
    return [name for (name,) in cursor.fetchall()]
