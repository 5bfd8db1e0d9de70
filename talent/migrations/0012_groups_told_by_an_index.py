import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# After the rows were filled: in one transaction PostgreSQL makes no index of rows that were just changed.
class Migration(migrations.Migration):
    dependencies = [("talent", "0011_groups_of_a_list")]

    operations = [
        migrations.AddIndex(
            model_name="talent",
            index=models.Index(
                condition=models.Q(("archived_at", None)),
                fields=["country", "main_language", "main_platform", "main_genre"],
                name="talent_talent_kinds",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="talentgenre",
            trigger=pgtrigger.compiler.Trigger(
                name="main_genre",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE one bigint;",
                    func="\n                    one := CASE WHEN TG_OP = 'DELETE' THEN OLD.talent_id ELSE NEW.talent_id END;\n                    UPDATE talent_talent SET main_genre = coalesce((\n                        SELECT min(genre.name) FROM talent_talent_genres tie\n                        JOIN talent_genre genre ON genre.id = tie.genre_id WHERE tie.talent_id = one\n                    ), '') WHERE id = one;\n                    RETURN NULL;\n                ",
                    hash="7771e27d2a8c420442f0d100a488d3eee4711134",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_main_genre_9e2f1",
                    table="talent_talent_genres",
                    when="AFTER",
                ),
            ),
        ),
    ]
