"""The states of a report as plain data, for the table of rows as well as for the way between them."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    """Life of a report (domain.md 5.4); who moves it is in reports/life.py."""

    DRAFT = "DRAFT", "Đang soạn"
    DATA_LOCKED = "DATA_LOCKED", "Đã chốt số liệu"
    CONTENT_APPROVED = "CONTENT_APPROVED", "Đã duyệt nội dung"
    FORMAT_CHECKED = "FORMAT_CHECKED", "Đã kiểm tra thể thức"
    SIGNED = "SIGNED", "Đã ký"
    NUMBERED = "NUMBERED", "Đã lấy số"
    ISSUED = "ISSUED", "Đã ban hành"
    CORRECTED = "CORRECTED", "Đã có văn bản thay thế"
