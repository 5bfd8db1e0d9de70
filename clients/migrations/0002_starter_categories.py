from django.db import migrations

from clients.starter import load_starter_categories


def load(apps, schema_editor):
    load_starter_categories(apps.get_model("clients", "Category"))


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
