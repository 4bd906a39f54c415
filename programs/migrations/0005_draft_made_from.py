"""The version that a draft was made of gets a name that does not read like a date."""

from django.db import migrations


class Migration(migrations.Migration):
    """Rename the column here and in the history."""

    dependencies = [("programs", "0004_key_points")]

    operations = [
        migrations.RenameField("draft", "based_on", "made_from"),
        migrations.RenameField("historicaldraft", "based_on", "made_from"),
    ]
