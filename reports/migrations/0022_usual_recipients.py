"""Outlines that name no recipients get the usual ones of their kind; reports that were begun keep theirs."""

import json
from pathlib import Path

from django.db import migrations

_FILE = Path(__file__).parent.parent / "data" / "outlines.json"


def fill(apps, schema_editor):
    """Give the outlines that came with the portal their recipients where the office wrote none."""
    usual = {row["code"]: row["recipients"] for row in json.loads(_FILE.read_text(encoding="utf-8"))}
    outlines = apps.get_model("reports", "ReportOutline").objects.filter(code__in=usual, recipients=[])
    for outline in outlines:
        outlines.filter(pk=outline.pk).update(recipients=usual[outline.code])


class Migration(migrations.Migration):
    dependencies = [("reports", "0021_notes_of_papers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
