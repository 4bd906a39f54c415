"""manage.py export: every aid item or task as a table that comes back through import unchanged."""

import json
from collections.abc import Iterable, Iterator
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
from core.spreadsheets.writer import csv_lines, write_xlsx
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
        rows = Counted(resource.all_rows())
        path = Path(options["out"])
        try:
            with path.open("wb") as out:
                out.writelines(_parts(resource, rows, options["format"]))
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {path}: {file_problem(error)}.") from error
        self.stdout.write(f"Đã xuất {rows.count} {resource.noun} ra {path}.")

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


class Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterable[list[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[list[Any]]:
        """Yield the rows."""
        for self.count, row in enumerate(self.rows, start=1):  # noqa: B020 - the count is what is kept
            yield row


def _parts(resource: RowResource, rows: Iterable[list[Any]], form: str) -> Iterator[bytes]:
    """Yield the file piece by piece; only a workbook is made whole."""
    columns = resource.template.columns
    if form == "csv":
        yield from csv_lines(columns, rows)
    elif form == "xlsx":
        yield write_xlsx(columns, rows, resource.template.name)
    else:
        keys = [column.key for column in columns]
        before = b"[\n"
        for row in rows:
            named = dict(zip(keys, map(_plain, row), strict=True))
            yield before + json.dumps(named, ensure_ascii=False).encode()
            before = b",\n"
        yield b"[]\n" if before.startswith(b"[") else b"\n]\n"


def _plain(value: Any) -> Any:
    """Return the value as JSON holds it: days as YYYY-MM-DD, numbers as exact texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
