"""What would make an activity wrong by the rules of IATI 2.03; asked before anything is written."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from aid.iati.activity import Activity, PlacePart, Publisher, SectorPart
from aid.iati.codes import (
    ACTUAL_END,
    ACTUAL_START,
    COMMITMENTS,
    DATE_NAMES,
    PLANNED_END,
    PLANNED_START,
    STATUS_NAMES,
)
from core.dates import format_date
from core.money import CURRENCIES, format_number

# iati-identifier and organisation references: no blanks and none of the signs that the standard forbids.
REF = re.compile(r"[^\s/&|?]+")
DAC_CODE = re.compile(r"[0-9]{5}")
HUNDRED = Decimal(100)


def publisher_problems(publisher: Publisher) -> list[str]:
    """Return what stands against publishing under this organisation."""
    found = []
    if not REF.fullmatch(publisher.ref):
        found.append(
            "Nhập mã tổ chức IATI của cơ quan (không dấu cách, không có / & | ?), ở Danh mục, mục IATI."
        )
    if not publisher.name.strip():
        found.append("Nhập tên cơ quan công bố, ở Danh mục, mục IATI.")
    return found


def problems(activity: Activity, today: date) -> list[str]:
    """Return everything wrong with one activity, each as a sentence that says what to do."""
    return [
        *_titles(activity),
        *_dates(activity, today),
        *_shares("lĩnh vực", activity.sectors),
        *_shares("địa bàn", activity.places),
        *_codes(activity),
        *_transactions(activity, today),
    ]


def _titles(activity: Activity) -> Iterable[str]:
    languages = Counter(language for language, _ in activity.titles)
    if not activity.titles or not all(text.strip() for _, text in activity.titles):
        yield "Thiếu tên khoản viện trợ; nhập tên ở trang của khoản."
    for language, count in languages.items():
        if count > 1:
            yield f"Có {count} tên cùng một ngôn ngữ ({language}); giữ một tên cho mỗi ngôn ngữ."


def _dates(activity: Activity, today: date) -> Iterable[str]:
    days = dict(activity.dates)
    if not {PLANNED_START, ACTUAL_START} & set(days):
        yield "Thiếu ngày bắt đầu và ngày phê duyệt; nhập một trong hai ở trang của khoản."
    if len(days) < len(activity.dates):
        yield "Có hai ngày cùng một loại; mỗi loại ngày chỉ ghi một lần."
    start = days.get(ACTUAL_START, days.get(PLANNED_START))
    end = days.get(ACTUAL_END, days.get(PLANNED_END))
    if start and end and end < start:
        yield (
            f"Ngày kết thúc {format_date(end)} trước ngày bắt đầu {format_date(start)}; "
            "sửa một trong hai ngày ở trang của khoản."
        )
    for kind in (ACTUAL_START, ACTUAL_END):
        if kind in days and days[kind] > today:
            yield f"Ghi {DATE_NAMES[kind]} {format_date(days[kind])} là ngày chưa tới; sửa ngày này."


def _shares(what: str, parts: Iterable[SectorPart | PlacePart]) -> Iterable[str]:
    parts = list(parts)
    total = sum((part.percent for part in parts), Decimal(0))
    if parts and total != HUNDRED:
        yield f"Tỷ lệ các {what} cộng lại là {format_number(total)}%; cần đúng 100%."
    for code, count in Counter(part.code for part in parts).items():
        if count > 1:
            yield f"Có {count} dòng {what} cùng mã {code}; giữ một dòng."


def _codes(activity: Activity) -> Iterable[str]:
    if not REF.fullmatch(activity.identifier):
        yield f"Mã định danh '{activity.identifier}' có dấu cách hoặc / & | ?; sửa mã của khoản."
    if activity.status not in STATUS_NAMES:
        yield f"Trạng thái '{activity.status}' không có trong bảng mã IATI."
    if not activity.funding.name.strip():
        yield "Thiếu tên nhà tài trợ; nhập ở trang của khoản."
    for sector in activity.sectors:
        if sector.dac and not DAC_CODE.fullmatch(sector.dac):
            yield f"Mã DAC '{sector.dac}' của lĩnh vực {sector.name} phải có đúng 5 chữ số; sửa ở Danh mục."


def _transactions(activity: Activity, today: date) -> Iterable[str]:
    for row in activity.transactions:
        what = "cam kết" if row.kind in COMMITMENTS else "giải ngân"
        if row.currency not in CURRENCIES:
            day = format_date(row.day)
            yield f"Loại tiền '{row.currency}' của {what} ngày {day} không có trong danh mục."
        if row.day > today:
            yield f"Ngày {what} {format_date(row.day)} chưa tới; sửa ngày này."
