"""manage.py check_document FILE.pdf: measure a finished PDF against the official layout."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.documents.checker import UnreadablePdf, check_pdf


class Command(BaseCommand):
    """Prints one line per finding; exit code 1 with findings, 2 when the file cannot be read."""

    help = "Kiểm tra thể thức, kỹ thuật trình bày của một tệp PDF theo Nghị định 30/2020/NĐ-CP."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to measure."""
        parser.add_argument("file", type=Path, metavar="FILE.pdf", help="tệp PDF cần kiểm tra")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Print what departs from the layout."""
        try:
            findings = check_pdf(file)
        except UnreadablePdf as error:
            self.stderr.write(str(error))
            sys.exit(2)
        for finding in findings:
            self.stdout.write(f"{finding} [{finding.code}]")
        if findings:
            sys.exit(1)
        self.stdout.write("Đạt: không thấy sai sót về thể thức.")
