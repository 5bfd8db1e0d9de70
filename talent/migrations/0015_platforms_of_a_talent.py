from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("talent", "0014_kinds_in_one_index")]

    operations = [
        migrations.AddField(
            model_name="talent",
            name="platforms",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
        ),
    ]
