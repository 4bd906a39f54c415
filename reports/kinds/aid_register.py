"""The register of aid items and the periodic tables of the decree, as an official paper and as a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from aid.models import AidItem, Disbursement, Entry, ItemPlace, ItemSector
from core.dates import format_date
from core.money import format_number
from core.spreadsheets.template import Column as SheetColumn
from core.spreadsheets.template import Kind as CellKind
from core.spreadsheets.writer import write_xlsx
from reports.documents.blocks import (
    Align,
    Appendix,
    BulletList,
    Column,
    Document,
    DocumentType,
    Paragraph,
    Runs,
    Table,
    Text,
)
from reports.documents.columns import shared_widths
from reports.documents.heads import Header
from reports.documents.listing import listed
from reports.documents.numbering import day_line
from reports.documents_json import as_json
from reports.figures.aid import emergency, items, received
from reports.figures.base import Scope
from reports.figures.words import NOTHING
from reports.kinds.aid_columns import COLUMNS, AidColumn, Amount, Line
from reports.kinds.aid_corrections import (
    corrections_of,
    corrections_sheet,
    corrections_table,
    is_earlier,
)
from reports.kinds.department import AUTHOR, department_header, department_signature
from reports.models import AidReportForm
from reports.number_book import SERIES

NUMBER = AidColumn("TT", 8, lambda line: "", Align.CENTER)
REGULAR = "A. Chương trình, dự án, phi dự án"
EMERGENCY = "B. Viện trợ khẩn cấp (tính riêng, không cộng vào mục A)"
SUPERIOR = "Ủy ban nhân dân tỉnh Thanh Hóa"
CHUNK = 500


def columns_of(form: AidReportForm) -> list[AidColumn]:
    """Return the columns of a form in its order; names that no column has any more are passed over."""
    return [COLUMNS[key] for key in form.columns if key in COLUMNS]


def items_of(form: AidReportForm, scope: Scope) -> tuple[QuerySet[AidItem], QuerySet[AidItem]]:
    """Return the regular items of the table and the emergency grants beside them.

    Items approved in the window are the very rows that the figures count.
    """
    if form.rows == AidReportForm.Rows.APPROVED:
        return received(scope), emergency(scope)
    # What came late for a closed period stands in the window that counts it, though it had ended before.
    running = (
        items(scope)
        .booked_by(scope.end)
        .filter(
            Q(ended_on__isnull=True)
            | Q(ended_on__gte=scope.start)
            | Q(booked_on__gte=scope.start)
            | _paid_in(scope)
        )
    )
    return running.regular(), running.emergency()


def _paid_in(scope: Scope) -> Exists:
    """Return whether money came in the window, after the planned end too: figures and table count the same.

    Corrections of earlier windows have a table of their own.
    """
    paid = Disbursement.objects.filter(item=OuterRef("pk"), paid_on__range=(scope.start, scope.end))
    return Exists(paid.exclude(entry=Entry.CORRECTION, effective_on__lt=scope.start))


def lines_of(rows: QuerySet[AidItem], scope: Scope, limit: int | None = None) -> Iterable[Line]:
    """Yield the items with their sums, in the order of approval, a chunk at a time; the first ones alone."""
    full = (
        rows.select_related("donor", "donor__country", "owner", "recipient")
        .prefetch_related(
            "commitments",
            "counterparts",
            "disbursements",
            Prefetch("item_sectors", ItemSector.objects.select_related("sector")),
            Prefetch("places", ItemPlace.objects.select_related("locality").defer("locality__boundary")),
        )
        .order_by("approved_on", "code")
    )
    for item in full[:limit].iterator(chunk_size=CHUNK):
        yield _line(item, scope.start, scope.end)


def _line(item: AidItem, start: date, end: date) -> Line:
    paid = [row for row in item.disbursements.all() if row.paid_on <= end]
    # What was corrected later is told by the table of that later window.
    rows = sorted(item.commitments.all(), key=lambda row: row.pk)
    promised = [row for row in rows if row.booked_on is None or row.booked_on <= end]
    added = [row for row in item.counterparts.all() if row.booked_on is None or row.booked_on <= end]
    return Line(
        item,
        promised,
        _usd(promised),
        _vnd(promised),
        _vnd(added),
        _usd(row for row in paid if row.paid_on >= start and not is_earlier(row, start)),
        _usd(paid),
    )


def _usd(rows: Iterable[Any]) -> Amount:
    rows = list(rows)
    rated = [row.usd_minor for row in rows if row.usd_minor is not None]
    return Amount(sum(rated), "USD", len(rows), len(rows) - len(rated))


def _vnd(rows: Iterable[Any]) -> Amount:
    rows = list(rows)
    rated = [row.vnd for row in rows if row.vnd is not None]
    return Amount(sum(rated), "VND", len(rows), len(rows) - len(rated))


def register_document(form: AidReportForm, scope: Scope, today: date) -> Document:
    """Return the table as an official paper: what it holds in words, then the table lying."""
    regular, urgent = (list(lines_of(rows, scope)) for rows in items_of(form, scope))
    columns = columns_of(form)
    parts = [(regular, REGULAR), *([(urgent, EMERGENCY)] if urgent else [])]
    tables = _alike([_table(lines, columns, caption) for lines, caption in parts])
    corrected = corrections_of(form, scope)
    tables += [corrections_table(found) for found in corrected]
    is_report = _head(form, today).has_number
    return Document(
        header=_head(form, today),
        title=f"{form.name}, {scope.window.label}",
        type=DocumentType(form.paper_type.upper(), (f"{form.subject} {scope.window.label}",)),
        addressees=(SUPERIOR,) if is_report else (),
        blocks=[
            Paragraph(_lead(form, scope, is_report=is_report)),
            BulletList(
                listed(
                    [
                        *_counts("Chương trình, dự án, phi dự án", regular),
                        *_counts("Viện trợ khẩn cấp", urgent),
                        *(f"{found.caption}: {found.sums_in_words()}" for found in corrected),
                    ]
                )
            ),
            Paragraph(
                (
                    "Viện trợ khẩn cấp theo nghị định riêng, không cộng vào các khoản còn lại. "
                    if urgent
                    else ""
                )
                + "Giá trị quy đổi theo tỷ giá ghi ở từng khoản tiền. Chi tiết tại Phụ lục kèm theo."
            ),
            *([Paragraph(f"{AUTHOR} kính báo cáo {SUPERIOR} xem xét, chỉ đạo.")] if is_report else []),
        ],
        signature=department_signature(today),
        recipients=("Như trên", "Lưu: VT") if is_report else ("Ủy ban nhân dân tỉnh", "Lưu: VT"),
        appendices=[Appendix(None, _paper_name(form, scope), tables, _attached(form, today), landscape=True)],
        draft_mark="SỐ LIỆU MINH HỌA" if _has_demo([*regular, *urgent]) else "",
        author=AUTHOR,
    )


def _lead(form: AidReportForm, scope: Scope, *, is_report: bool) -> str:
    """Return the sentence that opens the paper: what it tells of which days."""
    until = "" if scope.is_closed else f", tính đến ngày {format_date(scope.as_of)}"
    days = f"{scope.window.sentence.strip('()')}{until}"
    what = f"{form.subject[:1].lower()}{form.subject[1:]} {scope.window.label}"
    return f"{AUTHOR} {'báo cáo' if is_report else 'lập'} {what} ({days}) như sau:"


def _head(form: AidReportForm, today: date) -> Header:
    """Return the head: a report has a number to fill in, a list (no kind of Phụ lục III) has none."""
    kinds = {name.casefold(): code for code, name in SERIES.items()}
    return department_header(today, code=kinds.get(form.paper_type.casefold(), ""))


def _attached(form: AidReportForm, today: date) -> str:
    """Return the line under the title of the table; number and day are filled in as on the paper's head."""
    head = _head(form, today)
    number = f" số{head.number_line.removeprefix('Số:')}" if head.has_number else ""
    return f"Kèm theo {form.paper_type.capitalize()}{number} {day_line(None, today.year)} của {AUTHOR}"


def _paper_name(form: AidReportForm, scope: Scope) -> str:
    """Return what the table is called in one line."""
    if _head(form, scope.end).has_number:
        return f"{form.subject} {scope.window.label}"
    subject = form.subject[:1].lower() + form.subject[1:]
    return f"{form.paper_type.capitalize()} {subject} {scope.window.label}"


def _has_demo(lines: Sequence[Line]) -> bool:
    return any(line.item.is_demo for line in lines)


def _counts(label: str, lines: Sequence[Line]) -> list[str]:
    if not lines:
        return [f"{label}: {NOTHING}"]
    committed = _dollars(total_of(lines, COLUMNS["committed_usd"]), "chưa ghi nhận")
    paid = _dollars(total_of(lines, COLUMNS["paid_usd"]), NOTHING)
    number = format_number(len(lines))
    return [f"{label}: {number} khoản, vốn viện trợ {committed}, giải ngân trong kỳ {paid}"]


def _dollars(amount: Amount, nothing: str) -> str:
    if not amount.rows or amount.unrated == amount.rows:
        return str(amount) if amount.rows else nothing
    return f"{amount} USD"


def total_of(lines: Sequence[Line], column: AidColumn) -> Amount:
    """Return the sum of a column that adds up."""
    amounts = [column.value(line) for line in lines]
    return reduce(add, amounts[1:], amounts[0]) if amounts else Amount()


def _table(lines: Sequence[Line], columns: Sequence[AidColumn], caption: str) -> Table:
    shown = [NUMBER, *columns]
    rows: list[list[Runs]] = [
        [str(number), *(str(column.value(line)) for column in columns)]
        for number, line in enumerate(lines, start=1)
    ]
    return Table(
        [Column(column.label, column.width, column.align) for column in shown],
        rows,
        caption=caption,
        is_dense=True,
        total=_total_row(lines, columns) if lines else None,
        empty_sentence="Không có khoản nào trong kỳ.",
    )


def _alike(tables: list[Table]) -> list[Table]:
    """Return the tables with the same widths, by what stands in all of them."""
    rows = [row for table in tables for row in (*table.rows, table.total) if row]
    words = [[cell.text if isinstance(cell, Text) else str(cell) for cell in row] for row in rows]
    columns = shared_widths(tables[0].columns, words)
    return [replace(table, columns=columns) for table in tables]


def _total_row(lines: Sequence[Line], columns: Sequence[AidColumn]) -> list[Runs]:
    cells: list[Runs] = [
        Text(str(total_of(lines, column)), bold=True) if column.is_sum else "" for column in columns
    ]
    words = f"Tổng cộng: {format_number(len(lines))} khoản"
    place = next((n for n, column in enumerate(columns) if not column.is_sum), None)
    if place is not None:
        cells[place] = Text(words, bold=True)
    return ["", *cells]


def register_xlsx(form: AidReportForm, scope: Scope, today: date) -> bytes:
    """Return the table as a workbook: real numbers, totals below, what it holds on a second sheet."""
    columns = columns_of(form)
    heads = [
        SheetColumn(
            one.label, one.label, CellKind.AMOUNT if one.is_sum else CellKind.LINE, width=one.width + 2
        )
        for one in [NUMBER, *columns]
    ]
    rows: list[list[Any]] = []
    for caption, found in zip((REGULAR, EMERGENCY), items_of(form, scope), strict=True):
        lines = list(lines_of(found, scope))
        if not lines:
            continue
        rows.append(["", caption, *[""] * (len(columns) - 1)])
        rows += [
            [number, *(_cell(column.value(line)) for column in columns)]
            for number, line in enumerate(lines, start=1)
        ]
        rows.append(["", *(_cell(total_of(lines, one)) if one.is_sum else "" for one in columns)])
        rows[-1][1] = rows[-1][1] or "Tổng cộng"
    corrected = corrections_of(form, scope)
    for found_corrections in corrected:
        rows += corrections_sheet(found_corrections, [key for key in form.columns if key in COLUMNS])
    notes: list[list[Any]] = [
        [form.name, form.subject],
        ["Kỳ số liệu", scope.window.sentence.strip("()")],
        ["Tính đến ngày", format_date(scope.end)],
        ["Ngày lập", today],
        ["Dòng", form.get_rows_display()],
        *([found.caption, found.sums_in_words()] for found in corrected),
    ]
    return write_xlsx(heads, rows, form.name, notes_sheet=notes)


def _cell(value: Any) -> Any:
    """Return an amount as a number, unless a part of it is not known."""
    if not isinstance(value, Amount):
        return value
    return value.number if value.rows and not value.unrated else str(value)


def register_as_json(form: AidReportForm, scope: Scope, today: date) -> dict[str, Any]:
    """Return rows, sums and document as plain values."""
    tables = []
    for caption, found in zip((REGULAR, EMERGENCY), items_of(form, scope), strict=True):
        lines = list(lines_of(found, scope))
        keys = [key for key in form.columns if key in COLUMNS]
        tables.append(
            {
                "title": caption,
                "count": len(lines),
                "rows": [{key: _plain(COLUMNS[key].value(line)) for key in keys} for line in lines],
                "totals": {key: _plain(total_of(lines, COLUMNS[key])) for key in keys if COLUMNS[key].is_sum},
            }
        )
    return {
        "form": form.code,
        "window": [scope.start.isoformat(), scope.window.end.isoformat()],
        "tables": tables,
        "corrections": [
            {
                "title": found.caption,
                "rows": [line.cells() for line in found.lines],
                "totals": {label: _plain(amount) for label, amount in found.sums()},
            }
            for found in corrections_of(form, scope)
        ],
        "document": as_json(register_document(form, scope, today)),
    }


def _plain(value: Any) -> Any:
    return f"{value.number:f}" if isinstance(value, Amount) else str(value)


def register_file_name(form: AidReportForm, scope: Scope, extension: str) -> str:
    """Return the name under which the table is handed out."""
    return f"{form.name} - {scope.window.label}.{extension}"
