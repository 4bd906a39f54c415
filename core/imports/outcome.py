"""Checking a file and writing its rows: what comes in, what changes, what is refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import tablib
from import_export.results import RowResult

from core.imports.resource import ROW_NUMBER, RowResource
from core.spreadsheets.header import Refusal
from core.spreadsheets.limits import WEB_LIMITS, FileRefused, Limits, grouped
from core.spreadsheets.reader import SHOWN_REFUSALS, Row, Table

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
_KINDS = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: SAME,
}


@dataclass(slots=True)
class JudgedRow:
    """One row of the file with what will become of it; old and new values of the cells that change."""

    row: Row
    kind: str
    old: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    # Of the stored record: its code and the version that was looked at, None for a new one.
    code: str = ""
    version: int | None = None


@dataclass(slots=True)
class Outcome:
    """The verdict on one file."""

    table: Table
    rows: list[JudgedRow]
    warnings: list[str]
    refusals: list[Refusal]

    @property
    def accepted(self) -> bool:
        """Whether nothing stands against writing it."""
        return not self.refusals

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged, refused; `rows` all rows, `errors` all refusals."""
        kinds = Counter(row.kind for row in self.rows)
        places = {refusal.row for refusal in self.refusals if refusal.row is not None}
        refused = max(kinds[REFUSED], len(places), 1 if self.refusals else 0)
        return {
            "added": kinds[NEW],
            "changed": kinds[CHANGED],
            "unchanged": kinds[SAME],
            "refused": refused,
            "rows": len(self.rows),
            "errors": len(self.refusals),
        }

    @property
    def writes_nothing(self) -> bool:
        """Whether every row is stored already as it stands in the file."""
        return all(row.kind == SAME for row in self.rows)

    @property
    def shown_refusals(self) -> list[Refusal]:
        """The first refusals, as many as are shown."""
        return self.refusals[:SHOWN_REFUSALS]

    @property
    def summary(self) -> str:
        """The number of refusals, and how many of them are shown."""
        return refusals_in_words(len(self.refusals))

    def as_json(self) -> dict[str, Any]:
        """Return the verdict in the shape of the command's contract."""
        counts = self.counts
        warnings = list(self.warnings)
        if counts["errors"] > SHOWN_REFUSALS:
            warnings.append(self.summary)
        return {
            "added": counts["added"],
            "changed": counts["changed"],
            "unchanged": counts["unchanged"],
            "refused": counts["refused"],
            "warnings": warnings,
            "errors": [refusal.as_dict() for refusal in self.shown_refusals],
        }


def refusals_in_words(total: int) -> str:
    """Return "30 lỗi", or how many of more than a hundred are shown."""
    if total <= SHOWN_REFUSALS:
        return f"{grouped(total)} lỗi"
    return f"{grouped(total)} lỗi, hiển thị {SHOWN_REFUSALS} lỗi đầu"


def judge_file(
    resource: RowResource, data: bytes, filename: str, *, limits: Limits = WEB_LIMITS, write: bool = False
) -> Outcome:
    """Return the verdict on the file; with `write`, inside an open action, its rows are written as well.

    A caller that writes must roll back when the outcome is not accepted.
    """
    resource.begin()
    table = resource.read_file(data, filename, limits)
    resource.cautions = []
    sound = [row for row in table.rows if resource.is_whole(row)]
    if write and table.refusals:
        # Nothing will be stored, so nothing is written only to be rolled back.
        return Outcome(table, _refused(table.rows), table.warnings, table.refusals)
    results = _run(resource, sound, dry_run=not write)
    judged = {row.number: JudgedRow(row, REFUSED) for row in table.rows}
    refusals = list(table.refusals)
    for row, result in zip(sound, results, strict=True):
        if result.validation_error is not None:
            refusals.extend(_refusals_of(resource, table, row, result.validation_error))
            continue
        kind = _KINDS[result.import_type]
        changed = _changed(resource, result) if kind == CHANGED else ()
        judged[row.number] = JudgedRow(
            row,
            kind,
            {name: getattr(result.original, name) for name in changed},
            {name: getattr(result.instance, name) for name in changed},
            resource.remarks(result.instance),
            result.instance.code,
            result.row_values["version"],
        )
    if not refusals and (message := resource.addition_refusal()):
        # Said last: a file with wrong rows is told about these first.
        for one in judged.values():
            if one.kind == NEW:
                one.kind, one.row.refused = REFUSED, True
                refusals.append(Refusal(f"hàng {one.row.number}: {message}", table.sheet, one.row.number))
    refusals.sort(key=lambda refusal: (refusal.row is None, refusal.row or 0))
    return Outcome(table, list(judged.values()), [*table.warnings, *resource.cautions], refusals)


def versions_in(outcome: Outcome) -> dict[str, int]:
    """Return the versions of the stored records that the file names, by code."""
    return {row.code: row.version for row in outcome.rows if row.version is not None}


def refused_whole(refused: FileRefused) -> Outcome:
    """Return the verdict on a file that was not even read."""
    refusal = Refusal(refused.message, refused.sheet, refused.row, refused.column)
    return Outcome(Table(refusals=[refusal]), [], [], [refusal])


def _refused(rows: Iterable[Row]) -> list[JudgedRow]:
    return [JudgedRow(row, REFUSED if row.refused else SAME) for row in rows]


def _run(resource: RowResource, rows: list[Row], *, dry_run: bool) -> list[RowResult]:
    """Run the rows through import-export; raises what went wrong beyond the verdict on a row."""
    keys = [column.key for column in resource.template.columns if column.key != "number"]
    dataset = tablib.Dataset(headers=[ROW_NUMBER, *keys])
    for row in rows:
        dataset.append([row.number, *(row.values.get(key) for key in keys)])
    # Not through `import_data`: its dry run holds a transaction, on SQLite the turn to write, all the while.
    result = resource.import_data_inner(
        dataset, dry_run, raise_errors=False, using_transactions=False, collect_failed_rows=False
    )
    faults = [*result.base_errors, *(error for row in result.error_rows for error in row.errors)]
    if faults:
        raise faults[0].error
    return list(result.rows)


def _refusals_of(resource: RowResource, table: Table, row: Row, error: Any) -> list[Refusal]:
    row.refused = True
    found = []
    for key, messages in error.message_dict.items():
        known = next((column for column in resource.template.columns if column.key == key), None)
        cell = row.cells.get(key)
        found += [
            Refusal(
                message,
                table.sheet,
                row.number,
                known.header if known else "",
                cell.shown if cell is not None else "",
            )
            # Of an agency in two roles both say the same.
            for message in dict.fromkeys(messages)
        ]
    return found


def _changed(resource: RowResource, result: RowResult) -> list[str]:
    """Return the columns in which the row differs from what is stored."""
    before, after = result.original, result.instance
    return [name for name in resource.fields if getattr(before, name) != getattr(after, name)]


@dataclass(slots=True)
class Money:
    """The amounts of one currency: in the file, about to be written, and not, with numbers of rows."""

    currency: str
    in_file: Decimal = Decimal(0)
    written: Decimal = Decimal(0)
    left: Decimal = Decimal(0)
    written_rows: int = 0
    left_rows: int = 0


def money_of(outcome: Outcome, amount_key: str, currency_key: str) -> list[Money]:
    """Return the amounts by currency, the one with most rows first; unreadable amounts are in none."""
    sums: dict[str, Money] = {}
    for judged in outcome.rows:
        amount, currency = judged.row.values.get(amount_key), judged.row.values.get(currency_key)
        if not amount or not currency:
            continue
        money = sums.setdefault(currency, Money(currency))
        money.in_file += amount
        if judged.kind in (NEW, CHANGED):
            money.written += amount
            money.written_rows += 1
        else:
            money.left += amount
            money.left_rows += 1
    return sorted(sums.values(), key=lambda money: -(money.written_rows + money.left_rows))
