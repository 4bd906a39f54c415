from django.db import migrations, models


def empty(apps, schema_editor):
    """Remove the derived rows, which knew nothing of items not received; the end of migrate makes them anew."""
    for name in ("AidFact", "AidSum"):
        apps.get_model("aid", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0011_booking_days"),
    ]

    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name="aidfact",
            name="aid_fact_covering",
        ),
        migrations.AddField(
            model_name="aidsum",
            name="not_received",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="aidfact",
            index=models.Index(
                fields=[
                    "approved_on",
                    "item",
                    "is_emergency",
                    "status",
                    "mode",
                    "has_decision",
                    "started_on",
                    "ended_on",
                    "donor_id",
                    "country_id",
                    "owner_id",
                    "recipient_id",
                    "mobilised_by_id",
                    "committed_usd_minor",
                    "committed_vnd",
                    "disbursed_usd_minor",
                    "disbursed_vnd",
                    "unrated_commitments",
                    "unrated_payments",
                    "payments",
                    "sectors",
                    "places",
                ],
                name="aid_fact_covering",
            ),
        ),
    ]
