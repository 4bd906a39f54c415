"""A number keeps the symbol that its paper has, whatever the agency is called later."""

from django.db import migrations, models

from core.text import fold


def keep_symbols(apps, schema_editor):
    """Take the symbol of a report from its last lock, of a meeting's paper from it, else today's."""
    using = schema_editor.connection.alias
    snapshots = apps.get_model("reports", "ReportSnapshot").objects.using(using)
    rows = apps.get_model("reports", "DocumentNumber").objects.using(using)
    for row in rows.select_related("agency", "meeting_document").order_by("pk"):
        today = f"{row.series}-{row.agency.symbol or row.agency.code}"
        symbol = row.meeting_document.symbol if row.meeting_document else ""
        if row.report_id:
            lock = snapshots.filter(report_id=row.report_id).order_by("-ordinal").first()
            symbol = ((lock and lock.document.get("paper")) or {}).get("header", {}).get("symbol", "")
        symbol = symbol or today
        words = f"{row.number:02}/{symbol} {row.number} {row.series} {row.subject}"
        rows.filter(pk=row.pk).update(symbol=symbol, search_text=fold(words))


def let_go(apps, schema_editor):
    """Drop the trigger that looks at the column: SQLite would not part with that otherwise."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute('DROP TRIGGER IF EXISTS "reports_documentnumber_guard_update"')


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0018_old_manual_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentnumber",
            name="symbol",
            field=models.CharField(blank=True, max_length=60, verbose_name="ký hiệu"),
        ),
        migrations.AddField(
            model_name="historicaldocumentnumber",
            name="symbol",
            field=models.CharField(blank=True, max_length=60, verbose_name="ký hiệu"),
        ),
        migrations.RunPython(keep_symbols, let_go),
    ]
