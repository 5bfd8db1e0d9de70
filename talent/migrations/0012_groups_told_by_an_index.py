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
    ]
