from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talent", "0013_words_with_room_round_them"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="talent",
            name="talent_talent_band",
        ),
        migrations.RemoveIndex(
            model_name="talent",
            name="talent_talent_kinds",
        ),
        migrations.AddIndex(
            model_name="talent",
            index=models.Index(
                condition=models.Q(("archived_at", None)), fields=["country", "id"], name="talent_talent_country"
            ),
        ),
        migrations.AddIndex(
            model_name="talent",
            index=models.Index(
                condition=models.Q(("archived_at", None)),
                fields=["main_language", "main_platform", "main_genre", "band", "stage", "country"],
                name="talent_talent_kinds",
            ),
        ),
    ]
