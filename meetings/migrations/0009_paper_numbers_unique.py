"""Two papers under one symbol do not have one number in a year, whoever writes it."""

from django.db import migrations, models
from django.db.models import Count

import core.years


def refuse_twins(apps, schema_editor):
    """Stop with the papers named where two have one number: which of them keeps it, only the office knows."""
    numbered = apps.get_model("meetings", "MeetingDocument").objects.filter(number__isnull=False)
    twins = (
        numbered.exclude(symbol="")
        .annotate(series_year=core.years.YearOf("dated_on"))
        .filter(series_year__isnull=False)
        .values_list("symbol", "series_year", "number")
        .annotate(papers=Count("pk"))
        .filter(papers__gt=1)
        .order_by("symbol", "series_year", "number")
    )
    found = [f"{number:02d}/{symbol} năm {year}" for symbol, year, number, _ in twins]
    if found:
        raise RuntimeError(
            f"Hai văn bản cuộc họp mang cùng số: {', '.join(found)}. Ở bản cũ của cổng, thu hồi số của một văn "
            "bản rồi nâng cấp lại."
        )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_papers_by_mark")]

    operations = [
        migrations.RunPython(refuse_twins, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="meetingdocument",
            constraint=models.UniqueConstraint(
                models.F("symbol"),
                core.years.YearOf("dated_on"),
                models.F("number"),
                condition=models.Q(("number__isnull", False), models.Q(("symbol", ""), _negated=True)),
                name="meeting_document_number_unique",
                violation_error_message="Số này của năm đã cấp cho văn bản khác cùng ký hiệu; nhập số khác.",
            ),
        ),
    ]
