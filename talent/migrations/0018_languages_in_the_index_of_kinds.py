from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("talent", "0017_languages_as_one_text")]

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
                    "spoken",
                ],
                name="talent_talent_kinds",
            ),
        ),
    ]
