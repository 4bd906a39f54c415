"""Whose the numbers are that were typed before: the Union's and its associations' stay theirs.

What anybody else typed was meant for the reports of all, so it becomes the province's.
"""

from django.db import migrations


def give(apps, schema_editor):
    """Take the agency off the numbers of those who do not speak for themselves alone."""
    rows = apps.get_model("reports", "ManualFigure").objects.filter(agency__isnull=False)
    rows.exclude(agency__kind__in=["LIEN_HIEP", "HOI"]).update(agency=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0017_manual_figure_per_agency")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
