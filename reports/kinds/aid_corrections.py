"""What a table of aid items says of earlier periods: corrections booked in its window, on own lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aid.models import AidItem, Commitment, Counterpart, Disbursement, Entry
from core.dates import format_date
from core.money import format_money
from reports.documents.blocks import Align, Column, Runs, Table, Text
from reports.figures.aid import items
from reports.figures.base import Scope
from reports.kinds.aid_columns import NO_RATE, Amount
from reports.models import AidReportForm

REGULAR = "Điều chỉnh kỳ trước"
EMERGENCY = "Điều chỉnh kỳ trước của viện trợ khẩn cấp"
HEAD = ("Khoản viện trợ", "Nội dung", "Cho ngày", "Ghi ngày", "Lý do", "Số tiền", "USD")
COMMITTED, ADDED, PAID = "Cam kết", "Đối ứng", "Giải ngân"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of money booked in the window about a day before it."""

    item: AidItem
    what: str
    effective_on: date
    booked_on: date
    reason: str
    original: str
    usd: Amount

    def cells(self) -> list[str]:
        """Return the line as a paper prints it, in the order of `HEAD`."""
        return [
            f"{self.item.name} ({self.item.code})",
            self.what,
            format_date(self.effective_on),
            format_date(self.booked_on),
            self.reason,
            self.original,
            str(self.usd),
        ]


@dataclass(frozen=True, slots=True)
class Corrections:
    """The lines of regular items, or of emergency grants, with their sums."""

    caption: str
    lines: Sequence[Correction]

    def sums(self) -> list[tuple[str, Amount]]:
        """Return what commitments and payments come to, for those that there are."""
        found = []
        for what in (COMMITTED, ADDED, PAID):
            own = [line.usd for line in self.lines if line.what == what]
            if own:
                found.append((f"Cộng điều chỉnh {what.lower()}", sum(own, Amount())))
        return found

    def sums_in_words(self) -> str:
        """Return the sums as one phrase."""
        return "; ".join(f"{label.lower()} {amount} USD" for label, amount in self.sums())


def is_earlier(row: Any, start: date) -> bool:
    """Whether the line corrects a day before the window."""
    return bool(row.entry == Entry.CORRECTION and row.effective_on and row.effective_on < start)


def corrections_of(form: AidReportForm, scope: Scope) -> list[Corrections]:
    """Return the corrections that the table names, regular ones first; none where there is nothing.

    Payments are named where the table has the payments of its window.
    """
    rows = items(scope)
    both = ((REGULAR, rows.regular()), (EMERGENCY, rows.emergency()))
    found = [Corrections(caption, _lines(form, scope, of_items)) for caption, of_items in both]
    return [one for one in found if one.lines]


def _lines(form: AidReportForm, scope: Scope, of_items: Any) -> list[Correction]:
    span = (scope.start, scope.end)
    about = {"entry": Entry.CORRECTION, "effective_on__lt": scope.start, "item__in": of_items.values("pk")}
    promises: list[tuple[Any, str]] = [(Commitment, COMMITTED)]
    if "counterpart_vnd" in form.columns:
        promises.append((Counterpart, ADDED))
    lines = []
    for model, what in promises:
        rows = model.objects.filter(**about, booked_on__range=span).select_related("item")
        lines += [_line(row, what, row.booked_on) for row in rows.order_by("booked_on", "pk")]
    if "paid_usd" in form.columns:
        paid = Disbursement.objects.filter(**about, paid_on__range=span).select_related("item")
        lines += [_line(row, PAID, row.paid_on) for row in paid.order_by("paid_on", "pk")]
    return lines


def _line(row: Any, what: str, booked_on: date | None) -> Correction:
    usd = Amount(row.usd_minor or 0, "USD", 1, int(row.usd_minor is None))
    money = format_money(row.amount, row.currency)
    return Correction(row.item, what, row.effective_on, booked_on or row.effective_on, row.reason, money, usd)


def corrections_table(found: Corrections) -> Table:
    """Return the lines as a table of a paper, their sums below."""
    widths = (34, 13, 15, 15, 40, 26, 18)
    right = {"Số tiền", "USD"}
    sums = found.sums()
    rows: list[list[Runs]] = [[str(n), *line.cells()] for n, line in enumerate(found.lines, start=1)]
    rows += [["", Text(label, bold=True), "", "", "", "", "", str(amount)] for label, amount in sums[:-1]]
    label, amount = sums[-1]
    return Table(
        [
            Column("TT", 7, Align.CENTER),
            *(
                Column(name, width, Align.RIGHT if name in right else Align.LEFT)
                for name, width in zip(HEAD, widths, strict=True)
            ),
        ],
        rows,
        caption=f"{found.caption} (ngoài giải ngân trong kỳ ở trên)",
        total=["", Text(label, bold=True), "", "", "", "", "", Text(str(amount), bold=True)],
        empty_sentence="",
        is_dense=True,
    )


def corrections_sheet(found: Corrections, keys: Sequence[str]) -> list[list[Any]]:
    """Return the lines for the workbook whose columns (after the number) are these: dollars as numbers.

    Each amount stands under the sum that it belongs to, in the last column where the table has none.
    """

    def row(number: Any, words: str, what: str = "", amount: Amount | None = None) -> list[Any]:
        cells: list[Any] = [number, words, *[""] * (len(keys) - 1)]
        key = "paid_usd" if what == PAID else "committed_usd"
        if amount is not None:
            place = keys.index(key) + 1 if key in keys else len(keys)
            cells[place] = NO_RATE if amount.unrated == amount.rows else amount.number
        return cells

    rows = [row("", found.caption)]
    for n, line in enumerate(found.lines, start=1):
        rows.append(row(n, f"{line.cells()[0]}: {'; '.join(line.cells()[1:6])}", line.what, line.usd))
    for label, amount in found.sums():
        rows.append(row("", label, PAID if label.endswith(PAID.lower()) else COMMITTED, amount))
    return rows
