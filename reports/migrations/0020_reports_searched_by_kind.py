"""Reports are found by the words of their kind, too: "tong ket 2025"."""

from django.db import migrations

from core.models.fields import fill_folded


class Migration(migrations.Migration):
    dependencies = [("reports", "0019_symbol_of_numbers")]

    operations = [fill_folded("reports", "report", "title", "number", "code")]
