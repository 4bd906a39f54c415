"""manage.py export: every aid item or task as a table that comes back through import unchanged."""

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
from core.spreadsheets.long_tables import MAX_ROWS, save_csv, save_json, save_xlsx
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
        path = Path(options["out"])
        fresh = path.with_name(f"{path.name}.dang-ghi")
        try:
            rows = _save(resource, fresh, options["format"])
            # Whoever opens the file finds the old one or the whole new one.
            fresh.replace(path)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['out']}: {file_problem(error)}.") from error
        finally:
            fresh.unlink(missing_ok=True)
        self.stdout.write(f"Đã xuất {rows} {resource.noun} ra {options['out']}.")

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


def _save(resource: RowResource, path: Path, form: str) -> int:
    """Write all records of the resource into the file, a few at a time; return how many."""
    columns = resource.template.columns
    rows = resource.all_rows()
    if form == "xlsx":
        if resource.stored_queryset().count() > MAX_ROWS:
            raise CommandError("Excel chứa tối đa 1.048.575 dòng; hãy xuất dạng csv hoặc json.")
        return save_xlsx(path, columns, rows, resource.template.name)
    save = save_csv if form == "csv" else save_json
    with path.open("w", encoding="utf-8", newline="") as target:
        return save(target, columns, rows)
