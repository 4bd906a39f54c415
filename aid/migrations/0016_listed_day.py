"""Lists begin with the day of approval or entry: indexes by the approval day alone are no longer read.

The new ones are made after every migrate (`core.speed`).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0015_open_data_free_texts"),
    ]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS "aid_aiditem_approved_on_newest"', migrations.RunSQL.noop),
        migrations.RunSQL(
            'DROP INDEX IF EXISTS "aid_aiditem_status_approved_on_newest"', migrations.RunSQL.noop
        ),
    ]
