"""The server dies in the middle of an import: no row is there, the upload says so and is written again."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import connections
from django.utils import timezone

from aid.imports import AidResource
from aid.models import AidItem, Commitment
from core.history import acting
from core.imports.batches import record_check
from core.imports.outcome import judge_file
from core.imports.pages import _progress
from core.imports.progress import SILENCE, beat_path
from core.imports.tasks import write_import
from core.imports.turns import STALLED
from core.models import ImportBatch, Partner
from core.spreadsheets.template import AID
from core.spreadsheets.writer import write_xlsx
from tests.aid.conftest import make_law
from tests.cast import make_cast
from tests.core.spreadsheets.verdicts import make_reference_rows
from tests.side_by_side import at_once

State = ImportBatch.State
# The worker, killed when items and their sectors stand in the open transaction and the money does not.
WORKER = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[2]
from aid.models import AidItem, Commitment
from core.bulk import Plan
from core.imports.tasks import write_import
insert = Plan._insert
def dies(self, model, context):
    if model is Commitment:
        assert AidItem.objects.count() == 40
        os.kill(os.getpid(), signal.SIGKILL)
    insert(self, model, context)
Plan._insert = dies
write_import.call(int(sys.argv[1]))
"""


def table():
    values = {"name": "Thư viện", "donor": "Quỹ mới", "owner": "Sở Y tế", "amount": Decimal(1000)}
    values |= {"currency": "USD", "approved": date(2026, 4, 12)}
    rows = [values | {"code": f"VT-2026-{number:03}"} for number in range(1, 41)]
    cells = [[row.get(column.key) for column in AID.columns] for row in rows]
    return write_xlsx(AID.columns, cells, AID.name)


def left(batch, **values):
    """Leave the upload as a worker or a page would."""
    for name, value in values.items():
        setattr(batch, name, value)
    with acting(by=batch.uploaded_by, verb="tests.edit", label="Để dở"):
        batch.save()


def address():
    """Return the address of the database of its own, for another process."""
    named = connections.settings["default"]
    if "sqlite3" in named["ENGINE"]:
        return f"sqlite:///{named['NAME']}"
    return f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


def test_killed_worker_leaves_nothing_and_the_next_writes_all(side_by_side):
    at_once(killed_and_repeated)


def killed_and_repeated():
    make_law()
    make_reference_rows()
    by, data = make_cast()["SNGV_STAFF"], table()
    resource = AidResource(by=by, today=timezone.localdate())
    outcome = judge_file(resource, data, "b.xlsx")
    assert outcome.refusals == []
    batch = record_check(resource=resource, outcome=outcome, data=data, filename="b.xlsx", options={}, by=by)
    left(batch, state=State.WAITING, leased_until=timezone.now())
    environment = os.environ | {"DATABASE_URL": address(), "DATA_DIR": str(settings.DATA_DIR), "ENV_FILE": ""}

    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(batch.pk), str(settings.MEDIA_ROOT)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not AidItem.objects.exists()
    assert not Partner.objects.filter(name="Quỹ mới").exists()
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (State.RUNNING, 1)
    # The page waits until the worker gave no sign of life for a minute, then says what happened.
    assert _progress(batch)[0] == "CHAY"
    ago = time.time() - SILENCE - 1
    os.utime(beat_path(batch.code), (ago, ago))
    assert _progress(batch) == ("LOI", STALLED)

    assert write_import.call(batch.pk) == State.WRITTEN
    assert (AidItem.objects.count(), Commitment.objects.count()) == (40, 40)
    assert AidItem.history.count() == 40
    assert write_import.call(batch.pk) == State.WRITTEN
    assert AidItem.objects.count() == 40
