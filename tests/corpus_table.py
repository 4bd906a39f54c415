"""The table of the corpus: each file, the verdict it should get, the verdicts of command and page.

python -m tests.corpus_table [OUT.csv]

It makes a database of its own in memory. Exit 1 where a verdict differs. Strings are not files: which test
sends them is named instead.
"""

import csv
import io
import json
import os
import sys
from contextlib import redirect_stdout
from datetime import date

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "ENV_FILE": "",
    "DATABASE_URL": "sqlite://:memory:",
}

import django
from django.conf import settings

COLUMNS = ("file", "kind", "expected", "command", "page", "says")
STRINGS = {
    "m01_text_inputs.jsonl": "tests/test_url_params.py",
    "m02_url_params.jsonl": "tests/test_url_params.py",
    "m04_pdf_bodies.jsonl": "tests/documents/test_hostile_bodies.py",
}


def _world():
    """Make what the files name; return the client and name of who imports, and the focal point of j04."""
    from django.test import Client

    from core.history import acting, bulk_create
    from core.models import Agency, LegalValue, User
    from core.reference import day, read_json
    from tests.core.spreadsheets.verdicts import make_reference_rows
    from tests.factories import PillarFactory, ProgramFactory, UserFactory

    make_reference_rows()
    with acting(by=User.objects.system(), verb="tests.law", label="Tạo dữ liệu thử"):
        bulk_create(
            [
                LegalValue(**row | {"valid_from": day(row["valid_from"]), "valid_to": day(row["valid_to"])})
                for row in read_json("legal_values.json")
            ]
        )
    PillarFactory()
    ProgramFactory(period_start_year=2026)
    clients = {}
    for name, role, agency in (
        ("bang_chuyen_vien", "SNGV_STAFF", "Sở Ngoại vụ"),
        ("bang_dau_moi", "FOCAL", "Sở Y tế"),
    ):
        user = UserFactory(username=name, role=role, agency=Agency.objects.get(name=agency))
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def _close_a_task():
    """Store the task that j09 would change, as closed."""
    from programs.models import Program
    from tests.factories import TaskFactory

    TaskFactory(
        program=Program.objects.get(),
        code="NV-2026-002",
        completed_on=date(2026, 1, 5),
        due_on=date(2026, 2, 1),
    )


def _command(kind, path, user):
    """Return the verdict of `manage.py import` and its first message."""
    from django.core.management import call_command

    out, verdict = io.StringIO(), "accept"
    try:
        with redirect_stdout(out):
            call_command("import", kind, str(path), "--json", "--user", user, stdout=out)
    except SystemExit:
        verdict = "reject"
    answer = json.loads(out.getvalue())
    return verdict, answer["errors"][0]["message"] if answer["errors"] else "; ".join(answer["warnings"][:1])


def _page(kind, path, client):
    """Return the verdict of the page."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from core.models import ImportBatch

    app = "aid" if kind == "aid" else "programs"
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(reverse(f"{app}:import_start"), {"file": file})
    if answer.status_code == 403:
        # This person may not import the table at all.
        return "reject"
    if answer.status_code not in (200, 302):
        return f"{answer.status_code}"
    batch = ImportBatch.objects.order_by("pk").last()
    return "accept" if batch.state == ImportBatch.State.CHECKED else "reject"


def _attachment(path):
    from core.files import FileRefused, check_attachment

    try:
        found = check_attachment(path.name, path.read_bytes())
    except FileRefused as refused:
        return "reject", str(refused)
    return "accept", "; ".join(found.warnings)


def rows():
    """Yield a row for each file of the corpus."""
    import time_machine
    from django.db import transaction

    from core.spreadsheets.template import AID
    from tests.core.spreadsheets.corpus import CORPUS, manifest, template_of

    clients = _world()
    for line in manifest():
        path = CORPUS / "files" / line["file"]
        row = {"file": line["file"], "kind": line["kind"], "expected": line["expected"]}
        if line["kind"] == "strings":
            yield row | {"command": "test", "page": "test", "says": STRINGS[line["file"]]}
        elif line["kind"] == "attachment":
            verdict, says = _attachment(path)
            yield row | {"command": verdict, "page": verdict, "says": says}
        else:
            kind = "aid" if template_of(line) is AID else "tasks"
            user = "bang_dau_moi" if line["file"].startswith("j04") else "bang_chuyen_vien"
            today = "2026-11-22" if kind == "aid" else "2026-01-12"
            with time_machine.travel(f"{today}T03:00:00+00:00", tick=False), transaction.atomic():
                if line["file"].startswith("j09"):
                    _close_a_task()
                verdict, says = _command(kind, path, user)
                yield row | {"command": verdict, "page": _page(kind, path, clients[user]), "says": says}
                # Each file meets the same database.
                transaction.set_rollback(True)


def main():
    """Write the table and say how many verdicts are as listed."""
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment

    settings.SECURE_SSL_REDIRECT = False
    # Tables as the models are now; running every migration would take longer than the table.
    settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    right = total = 0
    target = open(sys.argv[1], "w", encoding="utf-8", newline="") if len(sys.argv) > 1 else sys.stdout  # noqa: SIM115
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows():
        is_right = {row["command"], row["page"]} <= {row["expected"], "test"}
        right, total = right + is_right, total + 1
        writer.writerow(row | {"says": row["says"].replace("\n", " ")[:200]})
        target.flush()
    sys.stderr.write(f"{right}/{total} as listed\n")
    return 0 if right == total else 1


if __name__ == "__main__":
    sys.exit(main())
