"""A report whose days are its own has them; a period of the calendar has a regime that gives them."""

from datetime import date

from django.db import migrations, models
from django.db.models import Q

_YEARLY = ["NAM", "SAU_THANG_DAU", "CHIN_THANG"]


def give_windows(apps, schema_editor):
    """Give rows that no page could read a window: the calendar's, and the whole year for own days."""
    report = apps.get_model("reports", "Report")
    without = report.objects.filter(Q(start_on__isnull=True) | Q(end_on__isnull=True))
    without.filter(period__in=_YEARLY, basis="CUSTOM").update(basis="CALENDAR")
    for pk, year in without.exclude(period__in=_YEARLY).values_list("pk", "year"):
        report.objects.filter(pk=pk).update(start_on=date(year, 1, 1), end_on=date(year, 12, 31))
    outline = apps.get_model("reports", "ReportOutline")
    outline.objects.filter(period__in=_YEARLY, basis="CUSTOM").update(basis="CALENDAR")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_comment_notices"),
        ("reports", "0010_manual_figure_windows"),
    ]

    operations = [
        migrations.RunPython(give_windows, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_on__isnull", False), ("start_on__isnull", False)),
                    models.Q(
                        ("period__in", ["NAM", "SAU_THANG_DAU", "CHIN_THANG"]),
                        models.Q(("basis", "CUSTOM"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="report_own_days_given",
                violation_error_message="Khoảng ngày tự chọn cần ngày đầu và ngày cuối của kỳ số liệu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportoutline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period__in", ["GIUA_KY", "CA_KY", "CUSTOM"]),
                    models.Q(("basis", "CUSTOM"), _negated=True),
                    _connector="OR",
                ),
                name="outline_basis_of_period",
                violation_error_message="Mẫu có kỳ theo lịch không dùng được khoảng ngày tự chọn.",
            ),
        ),
    ]
