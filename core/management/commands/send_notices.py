"""manage.py send_notices: tell what comes due this morning, and send the morning letters."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.dates import DateError, parse_date
from core.morning import morning, run_morning


class Command(BaseCommand):
    """Tell deadlines and send the morning letters; a second run on the same day adds nothing."""

    help = "Báo việc đến hạn, quá hạn và gửi thư sáng; chạy lại trong ngày không báo thêm."

    def add_arguments(self, parser):
        """Take the day, and whether the worker does it."""
        parser.add_argument("--day", help="Ngày cần báo, dd/mm/yyyy; mặc định là hôm nay.")
        parser.add_argument(
            "--worker", action="store_true", help="Giao cho tiến trình nền thay vì chạy ngay."
        )

    def handle(self, *args, day=None, worker=False, verbosity=1, **options):
        """Run the morning, and say how many notices and letters there were."""
        try:
            wanted = parse_date(day) if day else timezone.localdate()
        except DateError as error:
            raise CommandError(str(error)) from error
        if worker:
            morning.enqueue(wanted.isoformat())
            words = f"Đã giao tiến trình nền báo việc ngày {wanted:%d/%m/%Y}."
        else:
            done = run_morning(wanted)
            words = f"Ngày {wanted:%d/%m/%Y}: {done.told} thông báo mới, {done.letters} thư."
        if verbosity:
            self.stdout.write(words)
