from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stats", "0020_alarms_and_marks")]

    operations = [
        migrations.AddField(
            model_name="postwatch",
            name="old_at",
            field=models.DateTimeField(blank=True, help_text="when it last gave all of a year", null=True),
        ),
    ]
