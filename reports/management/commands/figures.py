"""manage.py figures: every figure of a year, as text or as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.models import User
from reports.figures import FIGURES, compute_many, scope_of_year
from reports.windows import Basis


class Command(BaseCommand):
    """Print the figures of a year over all records."""

    help = "In các số liệu của một năm."

    def add_arguments(self, parser):
        """Take the year, the regime of the window and the form of the answer."""
        parser.add_argument("--year", type=int, required=True, help="năm, ví dụ 2025")
        parser.add_argument(
            "--basis", choices=["calendar", "nd09"], default="calendar", help="kỳ chốt số liệu"
        )
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *, year, basis, json: bool, **options):
        """Write one line for each figure, or one JSON list."""
        if not 1990 <= year <= 2100:
            raise CommandError(f"Năm {year} ngoài khoảng 1990-2100; nhập năm khác.")
        scope = scope_of_year(
            User.objects.system(), year, today=timezone.localdate(), basis=Basis[basis.upper()]
        )
        values = compute_many({code: (code, scope) for code in FIGURES}).values()
        if json:
            self.stdout.write(_as_json(values))
            return
        for value in values:
            note = f" ({value.left_out_text})" if value.left_out else ""
            self.stdout.write(f"{value.code}  {value.label}: {value.text}{note}")


def _as_json(values):
    return json.dumps([value.as_json() for value in values], ensure_ascii=False, indent=1)
