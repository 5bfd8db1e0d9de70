from django.db import migrations, models


# After the rows were filled: in one transaction PostgreSQL makes no index of rows that were just changed.
class Migration(migrations.Migration):
    dependencies = [("talent", "0015_platforms_of_a_talent")]

    operations = [
        migrations.RemoveIndex(model_name="talent", name="talent_talent_kinds"),
        migrations.AddIndex(
            model_name="talent",
            index=models.Index(
                condition=models.Q(("archived_at", None)),
                fields=[
                    "main_language",
                    "main_platform",
                    "main_genre",
                    "band",
                    "stage",
                    "country",
                    "kind",
                    "manager",
                    "platforms",
                ],
                name="talent_talent_kinds",
            ),
        ),
    ]
