"""The index in the order of lists tells the state of an item too: the one without it is no longer read.

The new one is made after every migrate (`core.speed`).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0016_listed_day"),
    ]

    operations = [
        migrations.RunSQL('DROP INDEX IF EXISTS "aid_aiditem_listed_newest"', migrations.RunSQL.noop),
        migrations.RunSQL('DROP INDEX IF EXISTS "aid_aiditem_status_listed_newest"', migrations.RunSQL.noop),
    ]
