"""A signed copy may take the place of one handed in by mistake, which stays."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0015_meeting_numbers_in_book"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="issuedfile",
            name="issued_file_unique",
        ),
        migrations.AddField(
            model_name="issuedfile",
            name="ordinal",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lần"),
        ),
        migrations.AddField(
            model_name="issuedfile",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="lý do thay bản trước"),
        ),
        migrations.AddConstraint(
            model_name="issuedfile",
            constraint=models.UniqueConstraint(
                fields=("report", "kind", "ordinal"), name="issued_file_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ordinal", 1),
                    models.Q(("kind", "BAN_KY"), ("ordinal__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="issued_file_replaced_with_reason",
                violation_error_message="Chỉ bản đã ký thay được, và phải ghi lý do.",
            ),
        ),
    ]
