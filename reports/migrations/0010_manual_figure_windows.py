"""A number typed by hand stands once for a year, and once for the same days of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0009_frozen_papers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="manualfigure",
            name="manual_figure_unique",
        ),
        migrations.AddConstraint(
            model_name="manualfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("start_on__isnull", True)),
                fields=("code", "year"),
                name="manual_figure_unique",
                violation_error_message="Năm này đã có số nhập tay mang mã đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="manualfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("start_on__isnull", False)),
                fields=("code", "year", "start_on", "end_on"),
                name="manual_figure_days_unique",
                violation_error_message="Kỳ này đã có số nhập tay mang mã đó.",
            ),
        ),
    ]
