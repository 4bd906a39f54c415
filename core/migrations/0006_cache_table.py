"""The table in which production keeps what must be counted once for all its processes."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Make the table whatever the present settings use, so that switching to production finds it."""
    call_command("createcachetable", "portal_cache", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    """Take the table away."""
    schema_editor.execute("DROP TABLE portal_cache")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_import_in_background"),
    ]

    operations = [
        migrations.RunPython(create, drop),
    ]
