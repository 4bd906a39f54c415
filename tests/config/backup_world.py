"""Run as a program: fills the empty database of DATABASE_URL a little and takes a backup of it.

Writes as JSON where the backup is and the checksums of the tables. The tables are made from the models, which
takes seconds; that the migrations end in the same is another test.
"""

import json
import os
import sys
from pathlib import Path


def main(folder):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    from core.backup import read_manifest, take_backup
    from tests import factories as make

    migrations = list(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    settings.MIGRATION_MODULES = {app.label: None for app in django.apps.apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in migrations:
        recorder.record_applied(app, name)
    item = make.AidItemFactory(name="Nước sạch xã vùng cao")
    make.CommitmentFactory(item=item, amount_minor=9_007_199_254_740_993)
    default_storage.save("thu/chào.txt", ContentFile("Kính gửi".encode()))
    made = take_backup(Path(folder), tell=lambda words: None)
    sys.stdout.write(json.dumps({"backup": str(made), "tables": read_manifest(made).tables}))


if __name__ == "__main__":
    main(sys.argv[1])
