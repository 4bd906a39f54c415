"""manage.py export: every aid item or task as a table that comes back through import unchanged."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aid.iati.publishing import write_iati
from aid.imports import AidResource
from aid.models import AidItem
from core.files import file_problem
from core.imports.resource import RowResource
from core.legal import RuleError
from core.models import User
from core.spreadsheets.writer import write_csv, write_xlsx
from programs.imports import TaskResource

RESOURCES: dict[str, type[RowResource]] = {"aid": AidResource, "tasks": TaskResource}


class Command(BaseCommand):
    """Write all records of a kind into a file."""

    help = "Xuất mọi khoản viện trợ hoặc nhiệm vụ ra tệp; xlsx và csv nhập lại được."

    def add_arguments(self, parser: Any) -> None:
        """Declare the options."""
        parser.add_argument("kind", choices=sorted(RESOURCES), help="aid: khoản viện trợ; tasks: nhiệm vụ")
        parser.add_argument(
            "--format",
            choices=["xlsx", "csv", "json", "iati"],
            required=True,
            help="dạng tệp; iati chỉ cho viện trợ",
        )
        parser.add_argument("--out", metavar="FILE", required=True, help="tệp ghi ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many rows it holds."""
        if options["format"] == "iati":
            self._write_iati(options)
            return
        resource = RESOURCES[options["kind"]](by=User.objects.system(), today=timezone.localdate())
        rows = list(resource.table_rows(resource.stored_queryset().order_by("code")))
        data = _written(resource, rows, options["format"])
        try:
            Path(options["out"]).write_bytes(data)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['out']}: {file_problem(error)}.") from error
        self.stdout.write(f"Đã xuất {len(rows)} {resource.noun} ra {options['out']}.")

    def _write_iati(self, options: dict[str, Any]) -> None:
        """Write all items as IATI activities; what had to stay out is named on the error output."""
        if options["kind"] != "aid":
            raise CommandError("Chỉ khoản viện trợ (aid) xuất được dạng IATI.")
        path = Path(options["out"])
        try:
            with path.open("wb") as out:
                written = write_iati(out, AidItem.objects.all(), now=timezone.localtime())
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {path}: {file_problem(error)}.") from error
        except RuleError as error:
            path.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        for code, reasons in written.left_out:
            self.stderr.write(f"{code}: {' '.join(reasons)}")
        self.stdout.write(written.sentence)


def _written(resource: RowResource, rows: list[list[Any]], form: str) -> bytes:
    columns = resource.template.columns
    if form == "csv":
        return write_csv(columns, rows)
    if form == "xlsx":
        return write_xlsx(columns, rows, resource.template.name)
    keys = [column.key for column in columns]
    named = [dict(zip(keys, map(_plain, row), strict=True)) for row in rows]
    return json.dumps(named, ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    """Return the value as JSON holds it: days as YYYY-MM-DD, numbers as exact texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
