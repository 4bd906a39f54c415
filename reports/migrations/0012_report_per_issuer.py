"""Each agency has its own report of a kind and year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_comment_notices"),
        ("reports", "0011_own_days_given"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True), models.Q(("period", "CUSTOM"), _negated=True)),
                fields=("year", "outline", "issuer"),
                name="report_of_issuer_unique",
                violation_error_message="Cơ quan này đã có báo cáo loại này trong năm; mở bản đó viết tiếp.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("period", "CUSTOM"), ("replaces__isnull", True)),
                fields=("year", "outline", "issuer", "start_on", "end_on"),
                name="report_of_days_unique",
                violation_error_message="Cơ quan này đã có báo cáo loại này của các ngày đó; mở báo cáo đó.",
            ),
        ),
    ]
