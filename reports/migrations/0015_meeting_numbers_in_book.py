"""Numbers that papers of meetings took before stand in the book, too, where nobody else has them."""

from django.db import migrations


def enter(apps, schema_editor):
    """Write a row for each numbered paper under its organiser's own symbol; one that clashes stays out."""
    papers = apps.get_model("meetings", "MeetingDocument").objects.filter(
        number__gte=1, dated_on__isnull=False, meeting__organiser__isnull=False
    )
    book = apps.get_model("reports", "DocumentNumber").objects
    for paper in papers.select_related("meeting__organiser").order_by("pk"):
        agency = paper.meeting.organiser
        series = paper.symbol.partition("-")[0]
        taken = {"agency": agency, "year": paper.dated_on.year, "series": series, "number": paper.number}
        if paper.symbol != f"{series}-{agency.symbol or agency.code}" or book.filter(**taken).exists():
            continue
        book.create(
            **taken,
            dated_on=paper.dated_on,
            subject=f"{_KINDS.get(paper.kind, paper.kind)}: {paper.meeting.title}"[:300],
            meeting_document=paper,
            origin=paper.origin,
        )


_KINDS = {"GIAY_MOI": "Giấy mời", "BIEN_BAN": "Biên bản", "THONG_BAO": "Thông báo kết luận"}


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_comment_notices"),
        ("reports", "0014_meeting_numbers"),
    ]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
