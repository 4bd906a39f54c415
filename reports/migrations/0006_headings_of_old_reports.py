import json
from pathlib import Path

from django.db import migrations

_FILE = Path(__file__).parent.parent / "data" / "outlines.json"


def give_headings(apps, schema_editor):
    """Give reports of before the headings that used to stand in the code: those of the year-end report."""
    report_model = apps.get_model("reports", "Report")
    block_model = apps.get_model("reports", "NarrativeBlock")
    outline = json.loads(_FILE.read_text(encoding="utf-8"))[0]
    for report in report_model.objects.filter(outline__isnull=True):
        report_model.objects.filter(pk=report.pk).update(appendices=outline["appendices"])
        for ordinal, section in enumerate(outline["sections"], start=1):
            title = section["title"].format(nam=report.year, namsau=report.year + 1)
            values = {
                key: section[key]
                for key in ("level", "guidance", "sentences", "is_written")
                if key in section
            }
            block_model.objects.update_or_create(
                report=report,
                key=section["key"],
                defaults=values | {"ordinal": ordinal, "title": title},
            )


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_report_life")]
    operations = [migrations.RunPython(give_headings, migrations.RunPython.noop)]
