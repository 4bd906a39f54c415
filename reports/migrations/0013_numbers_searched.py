from django.db import migrations

import core.models.fields


def number_words(number, series, symbol, code, subject):
    """Return the mark of a paper, its number and subject, as search looks at them."""
    return f"{number:02}/{series}-{symbol or code}", number, series, subject


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0012_report_per_issuer"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentnumber",
            name="search_text",
            field=core.models.fields.FoldedField(),
        ),
        migrations.AddField(
            model_name="historicaldocumentnumber",
            name="search_text",
            field=core.models.fields.FoldedField(),
        ),
        core.models.fields.fill_folded(
            "reports", "DocumentNumber", "number", "series", "agency__symbol", "agency__code", "subject",
            said=number_words,
        ),
    ]  # fmt: skip
