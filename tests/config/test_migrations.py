"""The migrations, run from the first to the last, end in the tables that the models say.

The suite itself makes its tables straight from the models (`--nomigrations`), which takes seconds instead
of a minute for each process; here the way that an installation goes is gone once.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.config.schema import schema

ROOT = Path(__file__).parents[2]
# No model: the table of Django's cache in the database, made by a migration.
BESIDE_MODELS = {"portal_cache"}
# A key of Django's own that its migrations make wider than its models on PostgreSQL.
DJANGOS_OWN = ("auth_group_permissions", "column id")


def test_migrations_end_in_the_tables_of_the_models(empty_database, tmp_path):
    address = empty_database("migrated")
    environment = os.environ | {
        "DATABASE_URL": address,
        "DATA_DIR": str(tmp_path),
        "ENV_FILE": "",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "tests/config/schema.py"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]

    migrated, expected = json.loads(done.stdout), json.loads(json.dumps(schema()))
    differences = []
    for table in sorted({*migrated, *expected} - BESIDE_MODELS):
        has, wants = migrated.get(table, {}), expected.get(table, {})
        differences += [
            f"{table}: {part}: {has.get(part)} migrated, {wants.get(part)} made"
            for part in sorted({*has, *wants})
            if has.get(part) != wants.get(part) and (table, part) != DJANGOS_OWN
        ]

    assert not differences, "\n".join(differences[:40])
    assert set(migrated) >= BESIDE_MODELS
    assert any("trigger" in part for parts in migrated.values() for part in parts)
