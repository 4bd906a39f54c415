from django.db import migrations

import core.models.fields

PAPERS = {
    "GIAY_MOI": "Giấy mời",
    "CHUONG_TRINH": "Chương trình họp",
    "DIEM_DANH": "Danh sách đại biểu",
    "BIEN_BAN": "Biên bản",
    "THONG_BAO": "Thông báo kết luận",
}


def paper_words(kind, number, symbol):
    """Return the mark of a paper and what it is called, as search looks at them."""
    return "" if number is None else f"{number:02d}/{symbol}", PAPERS.get(kind, ""), number


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_searched_texts"),
    ]

    operations = [
        core.models.fields.fill_folded(
            "meetings", "MeetingDocument", "kind", "number", "symbol", said=paper_words
        ),
    ]
