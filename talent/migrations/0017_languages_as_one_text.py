from django.db import migrations, models

# PostgreSQL's own is no more than stable, because what elements are written as could change; that of texts cannot.
IN_A_ROW = """
CREATE FUNCTION talent_in_a_row(words character varying[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN cardinality(words) > 0 THEN ' ' || array_to_string(words, ' ') || ' ' ELSE '' END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("talent", "0016_more_kinds_in_the_index")]

    operations = [
        # One statement writes the whole table anew.
        migrations.RunSQL("SET LOCAL statement_timeout = '5min'", migrations.RunSQL.noop),
        migrations.RunSQL(IN_A_ROW, "DROP FUNCTION talent_in_a_row(character varying[])"),
        migrations.AddField(
            model_name="talent",
            name="spoken",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("languages"), function="talent_in_a_row"),
                output_field=models.TextField(),
            ),
        ),
    ]
