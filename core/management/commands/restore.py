"""manage.py restore DIR: put a backup into an empty database and an empty storage."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, restore
from core.money import format_number


class Command(BaseCommand):
    """Check every checksum, then restore whole; a damaged copy or a target in use is refused."""

    help = "Khôi phục một bản sao lưu vào cơ sở dữ liệu trống và kho tệp trống; bản hỏng bị từ chối."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the directory of one backup."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="thư mục của một bản sao lưu")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Restore; exit 1 with a sentence where nothing was restored."""
        try:
            manifest = restore(folder, tell=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        files = format_number(len(manifest.files))
        self.stdout.write(
            f"Đã khôi phục {format_number(manifest.rows)} dòng, {files} tệp; mã băm từng bảng khớp. "
            "Chạy tiếp: manage.py migrate, rồi khởi động lại cổng."
        )
