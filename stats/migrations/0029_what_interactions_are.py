from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stats", "0028_lists_that_were_cut")]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="interactions",
            field=models.BigIntegerField(
                blank=True,
                help_text="the platform’s own sum of what people did; null where it never told it",
                null=True,
            ),
        ),
    ]
