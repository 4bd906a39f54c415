"""manage.py export: every aid item or task as a table that comes back through import unchanged."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aid.imports import AidResource
from core.files import file_problem
from core.imports.resource import RowResource
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
        parser.add_argument("--format", choices=["xlsx", "csv", "json"], required=True, help="dạng tệp")
        parser.add_argument("--out", metavar="FILE", required=True, help="tệp ghi ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many rows it holds."""
        resource = RESOURCES[options["kind"]](by=User.objects.system(), today=timezone.localdate())
        rows = list(resource.table_rows(resource.stored_queryset().order_by("code")))
        data = _written(resource, rows, options["format"])
        try:
            Path(options["out"]).write_bytes(data)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['out']}: {file_problem(error)}.") from error
        self.stdout.write(f"Đã xuất {len(rows)} {resource.noun} ra {options['out']}.")


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
