"""Closed periods: which days may no longer be rewritten, and what is said instead. Values in, findings out.

The rule: each line of money stands on its booking day (a payment on the day it was paid, a commitment on the
approval day of its item, a correction and what was entered late on the day they were written). A figure of a
window counts by booking day, so that the figures of a closed period stay as they were reported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.dates import format_date
from core.legal import Blocker, Caution

CORRECT_HINT = "Ghi điều chỉnh vào kỳ mở"
# Files have no such box, so the sentence names the page.
WHERE_TO_CORRECT = f"đánh dấu “{CORRECT_HINT}” ở mục Kinh phí của khoản và nêu lý do"
SETTLED = "SETTLED"


@dataclass(frozen=True, slots=True)
class Books:
    """The days that closed periods cover; they follow each other, so that one span says it all.

    Every day up to the last one is closed: reports of a period have columns since the beginning, too.

    `is_settled`: they are read for an item whose account is settled, so that every day of it is closed.
    """

    first: date | None = None
    last: date | None = None
    is_settled: bool = False

    def of(self, status: str) -> "Books":
        """Return the books as they stand for the money of an item in this state."""
        return replace(self, is_settled=status == SETTLED)

    def is_closed(self, day: date | None) -> bool:
        """Return whether the day lies in a closed period, or before the first one."""
        if day is None or self.is_settled:
            return day is not None
        return self.last is not None and day <= self.last

    @property
    def why_closed(self) -> str:
        """Why a line of money may not be written anew."""
        if self.is_settled or self.last is None:
            return "khoản đã quyết toán"
        return f"kỳ đã khóa sổ đến hết ngày {format_date(self.last)}"


def booking_day(
    approved_on: date | None, item_booked_on: date | None, row_booked_on: date | None = None
) -> date | None:
    """Return on which day a commitment counts: its own booking day, else the item's, else the approval."""
    return row_booked_on or item_booked_on or approved_on


def closed_row_problems(day: date | None, books: Books, *, field: str | None) -> list[Blocker | Caution]:
    """Return why a line of that booking day may not be written, changed or removed."""
    if day is None or not books.is_closed(day):
        return []
    if books.is_settled:
        words = (
            "Khoản đã quyết toán nên không ghi thêm, không sửa, không xóa dòng tiền. Nếu số quyết toán sai, "
        )
        return [Blocker(f"{words}{WHERE_TO_CORRECT}.", None, field)]
    return [
        Blocker(
            f"Ngày {format_date(day)} thuộc {books.why_closed}, "
            f"số đã báo cáo không ghi lại. Cần sửa thì {WHERE_TO_CORRECT}.",
            None,
            field,
        )
    ]


def reason_problems(reason: str) -> list[Blocker | Caution]:
    """Return that a correction without a reason is none."""
    return [] if reason.strip() else [Blocker("Nêu lý do điều chỉnh.", None, "reason")]


def closing_problems(
    first_day: date | None, last_day: date | None, books: Books, today: date, *, reason: str
) -> list[Blocker | Caution]:
    """Return why a period cannot be closed: it follows the last one, is over, has a stated basis."""
    found: list[Blocker | Caution] = []
    if first_day is None or last_day is None:
        return [Blocker("Nhập ngày đầu và ngày cuối của kỳ.", None, "last_day" if first_day else "first_day")]
    if books.last is not None and first_day != (due := books.last + timedelta(days=1)):
        found.append(
            Blocker(
                f"Sổ đã khóa đến hết ngày {format_date(books.last)}; kỳ tiếp theo bắt đầu từ "
                f"{format_date(due)}.",
                None,
                "first_day",
            )
        )
    if last_day < first_day:
        found.append(Blocker(f"Ngày cuối kỳ từ {format_date(first_day)} trở đi.", None, "last_day"))
    if last_day >= today:
        yesterday = format_date(today - timedelta(days=1))
        found.append(
            Blocker(f"Chỉ khóa kỳ đã qua; nhập ngày cuối đến {yesterday}.", None, "last_day"),
        )
    if not reason.strip():
        found.append(Blocker("Ghi căn cứ khóa sổ, ví dụ số báo cáo năm đã ban hành.", None, "reason"))
    return found


def reopening_problems(*, is_last: bool, corrections: int, reason: str) -> list[Blocker | Caution]:
    """Return why a closing stays: it is not the last one, or something was corrected in it."""
    found: list[Blocker | Caution] = []
    if not is_last:
        found.append(Blocker("Chỉ bỏ được lần khóa sổ gần nhất; bỏ lần sau trước.", None))
    if corrections:
        found.append(
            Blocker(
                f"Đã có {corrections} dòng điều chỉnh cho kỳ này nên không bỏ khóa được nữa; "
                "sai sót tiếp theo cũng ghi điều chỉnh.",
                None,
            )
        )
    if not reason.strip():
        found.append(Blocker("Nêu lý do bỏ khóa sổ.", None, "reason"))
    return found


def late_item_problems(approved_on: date | None, books: Books, *, reason: str) -> list[Blocker | Caution]:
    """Return that an item approved in a closed period needs a reason to be entered now."""
    if not books.is_closed(approved_on) or reason.strip():
        return []
    return [
        Blocker(
            f"Ngày phê duyệt {format_date(approved_on)} thuộc kỳ đã khóa sổ; khoản sẽ được "  # type: ignore[arg-type]
            "ghi bổ sung vào kỳ mở. Nêu lý do ghi bổ sung.",
            None,
            "booking_reason",
        )
    ]


def late_booking_cautions(
    approved_on: date | None, booked_on: date | None, books: Books
) -> list[Blocker | Caution]:
    """Return that an item of a table will be booked later than it was approved."""
    if booked_on is None or approved_on is None or not books.is_closed(approved_on):
        return []
    return [
        Caution(
            f"Ngày phê duyệt {format_date(approved_on)} thuộc kỳ đã khóa sổ: ghi bổ sung vào kỳ mở ngày "
            f"{format_date(booked_on)}.",
            None,
            "approved_on",
        )
    ]


def retold_problems(
    day: date | None, changed: Sequence[str], books: Books, *, reason: str, is_asked: bool
) -> list[Blocker | Caution]:
    """Return that tables of a closed period are told anew; a page asks why, a table is only warned."""
    if books.last is None or not changed or not books.is_closed(day):
        return []
    words = (
        f"Khoản đã tính vào kỳ khóa sổ đến hết ngày {format_date(books.last)}: đổi {', '.join(changed)} thì "
        "bảng của kỳ đó theo các mục này sẽ khác báo cáo đã phát hành."
    )
    if not is_asked or reason.strip():
        return [Caution(words, None)]
    return [
        Blocker(
            f"{words} Ghi lý do đổi ở ô “Lý do ghi bổ sung vào kỳ mở, sửa khoản của kỳ đã khóa”.",
            None,
            "booking_reason",
        )
    ]


def kept_shares_problems(moved: Mapping[str, str], books: Books) -> list[Blocker]:
    """Return that what a closed period counted stays shared out as it was; `moved`: what, by field."""
    return [
        Blocker(
            f"Khoản đã tính vào {books.why_closed}: giữ nguyên {what} và tỷ lệ, vì bảng của kỳ đó chia số "
            f"tiền theo {what}. Sai sót thì nêu ở Ghi chú; phải sửa số thì bỏ lần khóa sổ gần nhất ở trang "
            "Khóa sổ (khi chưa có điều chỉnh), sửa rồi khóa lại.",
            None,
            field,
        )
        for field, what in moved.items()
    ]


def kept_end_problems(
    was: date | None, ended_on: date | None, booked: date | None, books: Books
) -> list[Blocker | Caution]:
    """Return that an item stays in the tables of closed periods that it stood in, and in no other.

    Tables of a period hold what had not ended before it; `booked`: on which day the item counts.
    """
    old, new = (day if books.is_closed(day) else None for day in (was, ended_on))
    if books.last is None or old == new or not books.is_closed(booked):
        return []
    told = format_date(was) if was else "để trống"
    return [
        Blocker(
            f"Khoản đã tính vào kỳ đã khóa sổ đến hết ngày {format_date(books.last)}: giữ ngày kết thúc "
            f"({told}), vì bảng của các kỳ đó liệt kê khoản theo ngày này. Sai sót thì nêu ở Ghi chú; phải "
            "sửa thì bỏ lần khóa sổ gần nhất ở trang Khóa sổ (khi chưa có điều chỉnh), sửa rồi khóa lại.",
            None,
            "ended_on",
        )
    ]


def booked_item_problems(
    *,
    books: Books,
    old_approved_on: date | None,
    old_booked_on: date | None,
    approved_on: date | None,
    old_emergency: str,
    emergency: str,
) -> list[Blocker | Caution]:
    """Return what may not change of an item that a closed period has counted: its day, its kind of grant."""
    day = booking_day(old_approved_on, old_booked_on)
    if not books.is_closed(day):
        return []
    found: list[Blocker | Caution] = []
    words = f"Khoản đã vào số liệu của kỳ đã khóa sổ đến hết ngày {format_date(books.last)}"  # type: ignore[arg-type]
    if approved_on != old_approved_on:
        found.append(
            Blocker(
                f"{words}: giữ ngày phê duyệt {format_date(old_approved_on)}"  # type: ignore[arg-type]
                "; ghi nhầm thì điều chỉnh cam kết ở mục Kinh phí.",
                None,
                "approved_on",
            )
        )
    if emergency != old_emergency:
        found.append(
            Blocker(f"{words}: không chuyển giữa viện trợ thường và khẩn cấp.", None, "is_emergency")
        )
    return found
