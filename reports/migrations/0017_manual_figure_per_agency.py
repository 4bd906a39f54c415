"""A number typed by hand is one agency's, or the whole province's; each stands once for its days."""

import django.db.models.deletion
from django.db import migrations, models

_YEAR = "Năm này đã có số nhập tay mang mã đó."
_DAYS = "Kỳ này đã có số nhập tay mang mã đó."
_DAY_FIELDS = ("start_on", "end_on")


def _once(name, fields, message, **where):
    return migrations.AddConstraint(
        model_name="manualfigure",
        constraint=models.UniqueConstraint(
            condition=models.Q(**where),
            fields=("code", "year", *fields),
            name=name,
            violation_error_message=message,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_comment_notices"),
        ("reports", "0016_signed_copy_replaced"),
    ]

    operations = [
        migrations.RemoveConstraint("manualfigure", "manual_figure_unique"),
        migrations.RemoveConstraint("manualfigure", "manual_figure_days_unique"),
        migrations.AlterField(
            model_name="historicalmanualfigure",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="core.agency",
                verbose_name="số của",
            ),
        ),
        migrations.AlterField(
            model_name="manualfigure",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="manual_figures",
                to="core.agency",
                verbose_name="số của",
            ),
        ),
        _once(
            "manual_figure_of_agency_unique",
            ["agency"],
            _YEAR,
            start_on__isnull=True,
            agency__isnull=False,
        ),
        _once("manual_figure_unique", [], _YEAR, start_on__isnull=True, agency__isnull=True),
        _once(
            "manual_figure_of_agency_days_unique",
            ["agency", *_DAY_FIELDS],
            _DAYS,
            start_on__isnull=False,
            agency__isnull=False,
        ),
        _once(
            "manual_figure_days_unique",
            _DAY_FIELDS,
            _DAYS,
            start_on__isnull=False,
            agency__isnull=True,
        ),
    ]
