"""manage.py rebuild_totals: make the stored totals of aid anew, and say what differed."""

from django.core.management.base import BaseCommand

from aid.actions.facts import rebuild


class Command(BaseCommand):
    """Make the derived rows of aid anew from the records; a second run says that nothing differs."""

    help = "Tính lại số liệu tổng hợp viện trợ từ các bản ghi và nói rõ chỗ đã lệch."

    def handle(self, *args, **options):
        """Run and say the differences."""
        for line in rebuild() or ["Số liệu tổng hợp khớp với các bản ghi, không có gì phải sửa."]:
            self.stdout.write(line)
