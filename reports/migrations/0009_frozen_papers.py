"""The whole paper in a snapshot; what the book of numbers keeps of a paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0012_sent_kind"),
        ("reports", "0008_report_writing"),
    ]

    operations = [
        migrations.RenameField("reportsnapshot", "placements", "document"),
        migrations.AddField(
            model_name="documentnumber",
            name="copies",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số bản phát hành"),
        ),
        migrations.AddField(
            model_name="documentnumber",
            name="file_notation",
            field=models.CharField(blank=True, max_length=20, verbose_name="số, ký hiệu hồ sơ lưu"),
        ),
        migrations.AddField(
            model_name="documentnumber",
            name="retention",
            field=models.CharField(blank=True, max_length=30, verbose_name="thời hạn bảo quản"),
        ),
        migrations.AddField(
            model_name="historicaldocumentnumber",
            name="copies",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số bản phát hành"),
        ),
        migrations.AddField(
            model_name="historicaldocumentnumber",
            name="file_notation",
            field=models.CharField(blank=True, max_length=20, verbose_name="số, ký hiệu hồ sơ lưu"),
        ),
        migrations.AddField(
            model_name="historicaldocumentnumber",
            name="retention",
            field=models.CharField(blank=True, max_length=30, verbose_name="thời hạn bảo quản"),
        ),
        migrations.AlterField(
            model_name="reportsnapshot",
            name="document",
            field=models.JSONField(default=dict, verbose_name="văn bản đã chốt"),
        ),
        migrations.AddConstraint(
            model_name="documentnumber",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)),
                name="document_number_from_one",
                violation_error_message="Số văn bản bắt đầu từ 1.",
            ),
        ),
    ]
