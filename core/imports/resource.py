"""One kind of table as an import-export resource: columns, differences, dry run, what to write."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.db.models.functions import Upper
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult

from core.bulk import Plan
from core.in_turn import in_turn
from core.legal import RuleError
from core.models import User
from core.secrecy import secrecy_refusal
from core.spreadsheets.cells import blank_refused
from core.spreadsheets.limits import Limits
from core.spreadsheets.reader import Lookup, Row, Table, read_table
from core.spreadsheets.template import SheetTemplate

ROW_NUMBER = "row_number"
CUT = " […]"
CODES_AT_ONCE = 500


def _text_of(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value if not isinstance(one, Model))
    return str(value) if value is not None else ""


class ReadValue(widgets.Widget):
    """A value that the guarded reader has already checked; an empty cell leaves the stored value alone."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the value, or None for an empty cell."""
        return None if value in ("", []) else value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return what the writer puts into a cell: numbers and dates as such, records by name."""
        if isinstance(value, tuple | list):
            return [str(one) for one in value]
        return value if isinstance(value, int | date) or hasattr(value, "as_tuple") else str(value or "")


class ChoiceValue(ReadValue):
    """A stored code that goes out by its label."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.labels = dict(choices)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the label of the code."""
        return self.labels.get(value, value or "")


class CutText(ReadValue):
    """A text that goes out no longer than a cell may be when it comes back."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the text, a longer one cut with a mark."""
        return cut_to(value or "", self.length)


def cut_to(text: str, length: int) -> str:
    """Return the text as a cell holds it: a longer one cut, with a mark."""
    return text if len(text) <= length else text[: length - len(CUT)].rstrip() + CUT


def column(attribute: str, choices: Any = None, length: int = 0) -> fields.Field:
    """Return the resource field of one column of the template; `choices` are those of a coded column.

    A text that may be longer than `length` goes out cut.
    """
    widget = CutText(length) if length else ReadValue() if choices is None else ChoiceValue(choices)
    return fields.Field(attribute=attribute, widget=widget, saves_null_values=False)


class RowData:
    """One row as values by column; `record` is the stored record, None for a new one."""

    record: Any = None
    code: str = ""

    def __deepcopy__(self, memo: Any) -> "RowData":
        """Return a copy that shares its values: records and plain values, never changed in place."""
        return copy.copy(self)

    @property
    def pk(self) -> Any:
        """The key of the stored record."""
        return getattr(self.record, "pk", None)


class StoredRows(BaseInstanceLoader):
    """Finds the stored row of a code among those fetched for the whole file at once."""

    def __init__(self, resource: "RowResource", dataset: tablib.Dataset | None = None) -> None:
        super().__init__(resource, dataset)
        self.rows = resource.stored_rows(dataset["code"] if dataset is not None and len(dataset) else [])

    def get_instance(self, row: Mapping[str, Any]) -> RowData | None:
        """Return the stored row, or None."""
        return self.rows.get(row["code"].upper())


def _tell_nobody(done: int, total: int) -> None:
    """Do nothing."""


class RowResource(resources.Resource):
    """Reads, compares, checks and writes the rows of one template on behalf of one person.

    A subclass names the columns, the catalogues behind them, and how a row is judged and written. Its rows
    are of a class of its own with an attribute for each column; here they are Any.
    """

    template: ClassVar[SheetTemplate]
    batch_kind: ClassVar[str]
    noun: ClassVar[str]
    # Required cells that a stored record may lack.
    may_lack: ClassVar[tuple[str, ...]] = ()
    # Fields named by rules and models, as columns of the template.
    columns_of_fields: ClassVar[dict[str, str]] = {}
    # Whether `plan` finishes everything before anything is locked; else `write_row` writes row by row.
    writes_in_bulk: ClassVar[bool] = False

    class Meta:
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        use_transactions = False
        instance_loader_class = StoredRows

    def __init__(self, *, by: User, today: date) -> None:
        super().__init__()
        self.by, self.today = by, today
        self.cautions: list[str] = []
        # What was typed on the page in place of cells of the file, by row and column.
        self.corrections: dict[str, str] = {}
        # The row in hand, as import-export passes it from one step to the next.
        self.original: RowData = RowData()
        self.row_number = 0
        # Told how many rows of how many have been gone through.
        self.on_row: Callable[[int, int], None] = _tell_nobody
        self.rows_done = self.rows_total = 0

    # What a subclass says ------------------------------------------------------------------------

    def begin(self) -> None:
        """Forget what an earlier reading of a file has left."""

    def lookups(self) -> dict[str, Lookup]:
        """Return the catalogues by column."""
        raise NotImplementedError

    def rights_problems(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield (column, message) where the person may not write what the row names."""
        raise NotImplementedError

    def addition_refusal(self) -> str:
        """Return why the person may add no record of this kind at all, or ""."""
        return ""

    def stored_queryset(self) -> Any:
        """Return the records, with everything a row shows."""
        raise NotImplementedError

    def exported_queryset(self) -> Any:
        """Return the records for a table of all of them."""
        return self.stored_queryset()

    def row_of(self, record: Any) -> RowData:
        """Return the values of a stored record by column."""
        raise NotImplementedError

    def new_row(self) -> RowData:
        """Return an empty row with the defaults of a new record."""
        raise NotImplementedError

    def check_row(self, row: Any, original: Any) -> list[Any]:
        """Return the findings of the rules on a new or changed row. Raises RuleError, ValidationError."""
        raise NotImplementedError

    def write_row(self, row: Any, original: Any) -> list[Any]:
        """Write a new or changed row through an action; return the cautions. Raises as `check_row`."""
        raise NotImplementedError

    def plan(self) -> Plan:
        """Return what the rows judged last will write, ready to be written in one go."""
        raise NotImplementedError

    def notices(self, row: Any, typed: Mapping[str, Any]) -> Iterator[str]:
        """Yield remarks on what the file says beside the values that are taken over."""
        yield from ()

    def remarks(self, row: Any) -> dict[str, str]:
        """Return remarks on cells of an accepted row, by column."""
        return {}

    def examples(self) -> list[list[Any]]:
        """Return rows for the filled example, in the order of the template without the running number."""
        raise NotImplementedError

    # Reading -------------------------------------------------------------------------------------

    @property
    def reading_template(self) -> SheetTemplate:
        """The template as the reader takes it: some cells may be blank where the stored record lacks them."""
        return self.template.with_blanks(*self.may_lack)

    def read_file(self, data: bytes, filename: str, limits: Limits) -> Table:
        """Return the rows of an uploaded file, with everything that is wrong with them."""
        return read_table(
            data,
            filename,
            self.reading_template,
            limits,
            lookups=self.lookups(),
            row_checks=[self.row_checks],
            corrections=self.corrections,
        )

    def findings(self) -> dict[str, Any]:
        """Return what is kept with the upload beside its verdict, as plain values."""
        return {}

    def row_checks(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield (column, message) for what the reader cannot know: blanks, rights, marks of secrecy."""
        yield from self._blank_problems(row)
        for key, value in row.values.items():
            # A name that no catalogue knows yet is text too, as is each part of a list.
            text = "" if isinstance(value, int | date | Model) else _text_of(value)
            if text and (refusal := secrecy_refusal(text)):
                yield key, refusal
        yield from self.rights_problems(row)

    def _blank_problems(self, row: Row) -> Iterator[tuple[str, str]]:
        blank = [key for key in self.may_lack if row.values.get(key, 0) in (None, "", [])]
        if not blank:
            return
        stored = self.stored_rows([row.values["code"]]) if row.values.get("code") else {}
        known = next(iter(stored.values()), None)
        for key in blank:
            if known is None or getattr(known, key) not in (None, ""):
                yield key, blank_refused(self.template.column(key))

    def is_whole(self, row: Row) -> bool:
        """Whether every required cell was read, so that the row can be judged."""
        return not row.refused and all(column.key in row.values for column in self.template.required)

    def stored_rows(self, codes: Iterable[str]) -> dict[str, RowData]:
        """Return the stored rows by upper-case code."""
        wanted, found = sorted({code.upper() for code in codes}), {}
        records = self.stored_queryset().annotate(upper_code=Upper("code"))
        for start in range(0, len(wanted), CODES_AT_ONCE):
            for record in records.filter(upper_code__in=wanted[start : start + CODES_AT_ONCE]):
                found[record.code.upper()] = self.row_of(record)
        return found

    # What import-export calls --------------------------------------------------------------------

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Note how many rows there are."""
        self.rows_done, self.rows_total = 0, len(dataset)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """Tell that one more row has been gone through."""
        self.rows_done += 1
        self.on_row(self.rows_done, self.rows_total)

    def init_instance(self, row: Mapping[str, Any] | None = None) -> RowData:
        """Return an empty row under the code of the file."""
        fresh = self.new_row()
        fresh.code = row["code"] if row else ""
        return fresh

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> RowResult:
        """Return what becomes of one row: new, changed, skipped or invalid.

        The library's own steps, without what they keep of each row for pages that the portal does not have:
        that took most of the time of a long table.
        """
        result = self.get_row_result_class()()
        stored = instance_loader.get_instance(row)
        instance = self.init_instance(row) if stored is None else stored
        original = copy.copy(instance)
        # As it is looked at here; a row that is written at once has the next one afterwards.
        result.row_values = {"version": getattr(instance.record, "version", None)}
        try:
            self.import_instance(instance, row, **kwargs)
            if stored is not None and not self._differ(original, instance):
                result.import_type = RowResult.IMPORT_TYPE_SKIP
            else:
                is_new = stored is None
                result.import_type = RowResult.IMPORT_TYPE_NEW if is_new else RowResult.IMPORT_TYPE_UPDATE
                self.save_instance(instance, is_new, row, **kwargs)
            result.instance, result.original = instance, original
        except ValidationError as error:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = error
        self.after_import_row(row, result, **kwargs)
        return result

    def _differ(self, before: RowData, after: RowData) -> bool:
        return any(getattr(before, name) != getattr(after, name) for name in self.fields)

    def import_instance(self, instance: RowData, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Take the values of the file over into the row; the stored code stays as it is written."""
        code, self.original, self.row_number = instance.code, copy.copy(instance), row[ROW_NUMBER]
        for name, taken in self.fields.items():
            if not taken.readonly and (value := taken.widget.clean(row[name])) is not None:
                setattr(instance, name, value)
        instance.code = code
        self.settle(instance, self.original)
        self.cautions.extend(f"hàng {self.row_number}: {text}" for text in self.notices(instance, row))

    def settle(self, row: Any, original: Any) -> None:
        """Bring taken values into the shape of stored ones, so that they compare."""

    def save_instance(self, instance: RowData, is_create: bool, row: Any, **kwargs: Any) -> None:  # noqa: FBT001 - the signature of import-export
        """Judge the row; write it unless this is a dry run."""
        judge = self.check_row if kwargs.get("dry_run") else self.write_row
        try:
            findings = judge(instance, self.original)
        except RuleError as error:
            raise ValidationError(self._by_column(error)) from error
        except ValidationError as error:
            raise ValidationError(self._renamed(error)) from error
        self.cautions.extend(f"hàng {self.row_number}: {finding}" for finding in findings)

    def _by_column(self, error: RuleError) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for blocker in error.blockers:
            found.setdefault(self._column_of(blocker.field), []).append(str(blocker))
        return found

    def _renamed(self, error: ValidationError) -> dict[str, list[str]]:
        if not hasattr(error, "error_dict"):
            return {NON_FIELD_ERRORS: error.messages}
        return {self._column_of(name): texts for name, texts in error.message_dict.items()}

    def _column_of(self, field: str | None) -> str:
        key = self.columns_of_fields.get(field or "", field or "")
        return key if any(column.key == key for column in self.template.columns) else NON_FIELD_ERRORS

    def table_rows(self, records: Iterable[Any]) -> Iterator[list[Any]]:
        """Yield the records as rows of the template, the running number first; none is kept in memory."""
        fields = [self.fields.get(column.key) for column in self.template.columns]
        for number, record in enumerate(records, start=1):
            row = self.row_of(record)
            yield [
                number if one is None else one.widget.render(getattr(row, one.attribute)) for one in fields
            ]

    def all_rows(self) -> Iterator[list[Any]]:
        """Yield every stored record as a row of the template, read a few hundred at a time."""
        return self.table_rows(in_turn(self.exported_queryset().order_by("code")))
