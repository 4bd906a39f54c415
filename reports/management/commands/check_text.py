"""manage.py check_text draft|report ID: the findings of the check page."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.models import Draft
from reports.models import Report
from reports.text_checks.run import check_draft, check_report


class Command(BaseCommand):
    """Print what is wrong with the words of a draft or a report."""

    help = "Soát lời văn một bản dự thảo hoặc một báo cáo."

    def add_arguments(self, parser):
        """Take the kind of document, which one, and the form of the answer."""
        parser.add_argument("kind", choices=["draft", "report"], help="draft: bản dự thảo, report: báo cáo")
        parser.add_argument(
            "document",
            metavar="ID",
            help="mã số; hoặc chương trình/bản số như 2026-2030/1, năm/mã báo cáo như 2025/lhhn",
        )
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *, kind, document, json: bool, **options):
        """Write one line for each finding, or one JSON list."""
        today = timezone.localdate()
        if kind == "draft":
            checked = check_draft(_found(Draft, document, "program__slug", "number"), today=today)
        else:
            checked = check_report(_found(Report, document, "year", "code"), today=today)
        if json:
            self.stdout.write(_as_json(checked))
            return
        for one in checked.findings:
            source = f" ({one.source})" if one.source else ""
            place = checked.label(one.key)
            self.stdout.write(
                f"{one.severity_words}  {one.code}  {place}: “{one.text}”. {one.message}{source}"
            )
        self.stdout.write(f"{len(checked.findings)} chỗ cần xem.")


def _as_json(checked):
    rows = [one.as_json(checked.label(one.key)) for one in checked.findings]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _found(model, name, above, own):
    """Return the document with this id, or with this address such as 2026-2030/1."""
    first, _, last = name.rpartition("/")
    numbers = {"year": first, "number": last}
    if not first:
        wanted = {"pk": name}
        numbers = {"pk": name}
    else:
        wanted = {above: first, own: last}
        numbers = {column: numbers[column] for column in wanted if column in numbers}
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in numbers.values()):
        raise CommandError(f"“{name}” không đúng dạng; nhập mã số, hoặc dạng 2026-2030/1, 2025/lhhn.")
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise CommandError(f"Không có {model._meta.verbose_name} {name}; xem mã ở trang của nó.")
    return found
