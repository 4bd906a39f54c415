"""manage.py backup DIR: copy database and files with their checksums; --check looks after the newest copy."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backup import BackupError, newest_backup, take_backup
from core.backup.manifest import check_backup, unlisted, unlisted_words
from core.dates import format_date
from core.money import format_number

OLDEST = timedelta(hours=26)


class Command(BaseCommand):
    """Write a backup into a new directory of DIR, readable by its owner alone."""

    help = "Sao lưu cơ sở dữ liệu và tệp kèm mã băm vào một thư mục mới của DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of backups, how many to keep, and whether only to look after the newest."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="thư mục chứa các bản sao lưu")
        parser.add_argument("--keep", type=int, default=0, help="giữ lại bấy nhiêu bản mới nhất")
        parser.add_argument(
            "--check",
            action="store_true",
            help="không sao lưu; đọc lại bản mới nhất và xem có quá 26 giờ không",
        )

    def handle(self, *args: Any, folder: Path, keep: int, check: bool, **options: Any) -> None:
        """Take the backup or check the newest; exit 1 with a sentence where that fails."""
        try:
            if check:
                self._check(folder)
                return
            made = take_backup(folder, tell=self.stdout.write, keep=keep)
            manifest = check_backup(made)
        except BackupError as error:
            raise CommandError(str(error)) from error
        files = format_number(len(manifest.files))
        self.stdout.write(f"Đã sao lưu vào {made}: {format_number(manifest.rows)} dòng, {files} tệp.")
        if manifest.missing_files:
            lacking = manifest.missing_files
            self.stderr.write(f"CHÚ Ý: {len(lacking)} tệp có trong sổ mà kho không có, ví dụ {lacking[0]}.")

    def _check(self, folder: Path) -> None:
        newest = newest_backup(folder)
        if newest is None:
            raise CommandError(f"Chưa có bản sao lưu nào trong {folder}.")
        manifest = check_backup(newest)
        made = manifest.made
        age = timezone.now() - made
        day = timezone.localtime(made)
        words = f"Bản sao lưu mới nhất: {newest.name}, lúc {day:%H:%M} ngày {format_date(day.date())}"
        if age > OLDEST:
            raise CommandError(f"{words}: đã quá 26 giờ. Xem lại việc sao lưu hằng đêm.")
        self.stdout.write(f"{words}: đọc lại được, mã băm khớp.")
        if more := unlisted_words(unlisted(newest, manifest)):
            self.stderr.write(f"CHÚ Ý: {more}")
