"""manage.py check_issued: read issued files, locks of numbers and the rows of issued reports again.

Files and locks are compared with their checksums, rows with their history; the guards must be there.
"""

from django.core.management.base import BaseCommand, CommandError

from core.history_triggers import missing_triggers
from core.legal import KeptChangedError
from core.money import format_number
from reports.fingerprints import is_whole
from reports.issued_files import content_of
from reports.kept_rows import rows_changed_beside_the_portal
from reports.models import IssuedFile, ReportSnapshot


class Command(BaseCommand):
    """Say which files and locks are no longer what was stored; exit 1 where there is one."""

    help = "Đọc lại tệp ban hành, bản chốt số liệu (mã băm) và dòng của báo cáo đã ban hành (lịch sử)."

    def handle(self, **options):
        """Write one line for each that differs, then how many were read."""
        wrong = [*_wrong_files(), *_wrong_locks(), *rows_changed_beside_the_portal(), *_missing_guards()]
        for words in wrong:
            self.stderr.write(words)
        files, locks = (format_number(model.objects.count()) for model in (IssuedFile, ReportSnapshot))
        if wrong:
            raise CommandError(
                f"{len(wrong)} chỗ không còn như lúc lưu, trong {files} tệp ban hành và {locks} bản chốt. "
                "Khôi phục từ bản sao lưu có trước khi sai, và xem nhật ký máy chủ."
            )
        self.stdout.write(f"Đã đọc lại {files} tệp ban hành, {locks} bản chốt: mã băm đều khớp.")


def _missing_guards():
    if missing := missing_triggers():
        some = ", ".join(missing[:5])
        yield f"Thiếu {len(missing)} chốt chặn của cơ sở dữ liệu ({some}); chạy manage.py migrate để tạo lại."


def _wrong_files():
    for row in IssuedFile.objects.order_by("pk").iterator():
        try:
            content_of(row)
        except KeptChangedError as error:
            yield f"{row.file.name}: {error}"


def _wrong_locks():
    for snapshot in ReportSnapshot.objects.select_related("report").order_by("pk").iterator():
        if not is_whole(snapshot):
            report = snapshot.report
            yield f"Bản chốt lần {snapshot.ordinal} của “{report}” ({report.code}-{report.year})."
