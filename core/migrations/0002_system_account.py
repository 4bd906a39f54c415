"""The account that signs what no person did; the root of the history, so it has none itself."""

from django.db import migrations


def create_system_account(apps, schema_editor):
    """Create the account once; it cannot sign in."""
    user_model = apps.get_model("core", "User")
    user_model.objects.get_or_create(
        username="he-thong",
        defaults={"full_name": "Hệ thống", "role": "ADMIN", "is_active": False, "password": "!"},
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(create_system_account, migrations.RunPython.noop)]
