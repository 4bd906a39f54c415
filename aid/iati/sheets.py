"""An IATI file as sheets of the portal's own tables, so that its rows are judged like those of a workbook.

`as_sheets` runs in the guarded child. The header stands in row 1, the first activity in row 2: several may
begin on one line of the file.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from aid.iati.activity import Activity, Organisation, Transaction
from aid.iati.codes import (
    ACTUAL_END,
    ACTUAL_START,
    APPROVAL_AS_START,
    COMMITMENTS,
    EMERGENCIES,
    LANGUAGE,
    MODES,
    PAYMENTS,
    PLANNED_END,
    PLANNED_START,
    PRIVATE_DONOR,
)
from aid.iati.reading import Found, read_activities
from core.dates import format_date
from core.spreadsheets.limits import Limits

ITEMS = "Viện trợ"
CODE_LENGTH = 30
# Header of the portal's table, and what of an activity goes below it; "" leaves a stored value alone.
Cells = dict[str, str | Decimal]


def as_sheets(data: bytes, limits: Limits) -> dict[str, Any]:
    """Return the activities as the sheet of aid items, and their payments as plain values."""
    found = list(read_activities(data))
    rows = [_items_row(one) for one in found]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    sheet = {
        "name": ITEMS,
        "state": "visible",
        "merges": [],
        "wide": None,
        "columns": [],
        "rows": [
            {"n": 1, "h": False, "c": [_cell(n, header) for n, header in enumerate(headers, start=1)]},
            *(
                {
                    "n": number,
                    "h": False,
                    "c": [
                        _cell(n, row[header]) for n, header in enumerate(headers, start=1) if header in row
                    ],
                }
                for number, row in enumerate(rows, start=2)
            ),
        ],
    }
    return {
        "sheets": [sheet],
        "soft": [fault for one in found for fault in one.faults],
        "payments": [payment for one in found for payment in _payments(one)],
    }


def _cell(column: int, value: str | Decimal) -> list[Any]:
    text = f"{value:f}" if isinstance(value, Decimal) else value
    kind = "number" if isinstance(value, Decimal) else "text"
    return [column, kind, text, "General", None, len(text)]


def _items_row(found: Found) -> Cells:
    one = found.activity
    money = committed(one)
    days = {kind: format_date(day) for kind, day in one.dates}
    if one.date_note == APPROVAL_AS_START:
        days.pop(PLANNED_START, None)
    owner = one.implementing or one.accountable or Organisation("")
    cells: Cells = {
        "Mã dự án": code_of(one),
        "Tên dự án": dict(reversed(one.titles)).get(LANGUAGE) or (one.titles[0][1] if one.titles else ""),
        "Nhà tài trợ": "" if one.funding.name == PRIVATE_DONOR else one.funding.name,
        "Chủ khoản viện trợ": owner.name,
        "Giá trị viện trợ": money[0] if money else "",
        "Loại tiền": money[1] if money else "",
        "Ngày phê duyệt": format_date(one.portal.approved_on) if one.portal.approved_on else "",
        "Ngày bắt đầu": days.get(ACTUAL_START, days.get(PLANNED_START, "")),
        "Ngày kết thúc": days.get(PLANNED_END if one.portal.approved_on else ACTUAL_END)
        or days.get(ACTUAL_END, days.get(PLANNED_END, "")),
        "Địa bàn": "; ".join(_with_share(part.name, part.percent, len(one.places)) for part in one.places),
        "Lĩnh vực": "; ".join(
            _with_share(part.name or part.dac, part.percent, len(one.sectors)) for part in one.sectors
        ),
        "Loại": MODES.get(one.portal.mode, one.portal.mode),
        "Hình thức khẩn cấp": EMERGENCIES.get(one.portal.emergency, one.portal.emergency),
        "Số quyết định": one.portal.decision,
    }
    return cells


def code_of(activity: Activity) -> str:
    """Return the portal's own code, or one made of the identifier: letters, digits, hyphens, 30 at most."""
    if activity.portal.code:
        return activity.portal.code
    signs = "".join(sign if sign.isalnum() else "-" for sign in activity.identifier)
    return "-".join(part for part in signs.split("-") if part)[-CODE_LENGTH:].strip("-")


def committed(activity: Activity) -> tuple[Decimal, str] | None:
    """Return what was committed: the portal's own first commitment as it stands with its corrections, else
    the sum in the first currency.
    """
    told = [row for row in activity.transactions if row.kind in COMMITMENTS]
    rows = [row for row in told if not row.is_correction]
    if not rows:
        return None
    if activity.portal.code:
        first = rows[0]
        changes = (row.amount for row in told if row.is_correction and row.corrects == first.ref)
        return first.amount + sum(changes, Decimal(0)), first.currency
    currency = rows[0].currency
    return sum((row.amount for row in rows if row.currency == currency), Decimal(0)), currency


def _with_share(name: str, percent: Decimal, parts: int) -> str:
    return name if parts == 1 else f"{name} ({_plain(percent)}%)"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _payments(found: Found) -> Iterator[dict[str, Any]]:
    """Yield the payments of an activity as plain values: what a JSON answer can hold."""
    for row in found.activity.transactions:
        if row.kind in PAYMENTS and not row.is_correction:
            yield {"line": found.line, "code": code_of(found.activity), **_payment(row)}


def _payment(row: Transaction) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "voucher": row.voucher,
        "form": row.form,
        "note": row.description,
    }
