import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("talent", "0018_languages_in_the_index_of_kinds")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX talent_talent_search SET (gin_pending_list_limit = 256)",
                    "ALTER INDEX talent_talent_search RESET (gin_pending_list_limit)",
                )
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="talent", name="talent_talent_search"),
                migrations.AddIndex(
                    model_name="talent",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["search"],
                        gin_pending_list_limit=256,
                        name="talent_talent_search",
                        opclasses=["gin_trgm_ops"],
                    ),
                ),
            ],
        ),
    ]
