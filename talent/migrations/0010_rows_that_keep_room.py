from django.db import migrations, models

# Room on each page for the row's next version: then no index is written (HOT). Holds for pages written from now on.
ROOM = "ALTER TABLE talent_socialaccount SET (fillfactor = 70)"
FULL = "ALTER TABLE talent_socialaccount RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("talent", "0009_fewer_indexes")]

    operations = [
        migrations.RemoveIndex(model_name="socialaccount", name="talent_account_due"),
        migrations.RunSQL(ROOM, FULL),
        migrations.AddIndex(
            model_name="socialaccount",
            index=models.Index(
                condition=models.Q(("archived_at", None)), fields=["talent", "platform"], name="talent_account_on"
            ),
        ),
        migrations.AddIndex(
            model_name="talent",
            index=models.Index(
                condition=models.Q(("archived_at", None)), fields=["country", "id"], name="talent_talent_country"
            ),
        ),
    ]
