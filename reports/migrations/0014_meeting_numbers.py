"""A number of the book may belong to a paper of a meeting."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_searched_texts"),
        ("reports", "0013_numbers_searched"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentnumber",
            name="meeting_document",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="document_number",
                to="meetings.meetingdocument",
                verbose_name="văn bản của cuộc họp",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocumentnumber",
            name="meeting_document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="meetings.meetingdocument",
                verbose_name="văn bản của cuộc họp",
            ),
        ),
    ]
