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
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from core.backup import read_manifest, take_backup
    from tests import factories as make
    from tests.made_tables import make_tables

    make_tables()
    item = make.AidItemFactory(name="Nước sạch xã vùng cao")
    make.CommitmentFactory(item=item, amount_minor=9_007_199_254_740_993)
    default_storage.save("thu/chào.txt", ContentFile("Kính gửi".encode()))
    made = take_backup(Path(folder), tell=lambda words: None)
    sys.stdout.write(json.dumps({"backup": str(made), "tables": read_manifest(made).tables}))


if __name__ == "__main__":
    main(sys.argv[1])
