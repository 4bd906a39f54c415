"""Report windows: which days a figure counts, under which regime (calendar, Nghị định 09, budget year)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.dates import add_months, format_date, month_label, quarter_label


class Kind(StrEnum):
    """How long a window is."""

    YEAR = "NAM"
    FIRST_HALF = "SAU_THANG_DAU"
    SECOND_HALF = "SAU_THANG_CUOI"
    NINE_MONTHS = "CHIN_THANG"
    QUARTER = "QUY"
    MONTH = "THANG"
    CUSTOM = "CUSTOM"


class Basis(StrEnum):
    """The regime that fixes the first and last day of a window."""

    CALENDAR = "CALENDAR"
    ND09 = "ND09"
    BUDGET_13M = "BUDGET_13M"
    CUSTOM = "CUSTOM"


KIND_LABELS = {
    Kind.YEAR: "Năm",
    Kind.FIRST_HALF: "6 tháng đầu năm",
    Kind.SECOND_HALF: "6 tháng cuối năm",
    Kind.NINE_MONTHS: "9 tháng",
    Kind.QUARTER: "Quý",
    Kind.MONTH: "Tháng",
    Kind.CUSTOM: "Khoảng tự chọn",
}
BASIS_LABELS = {
    Basis.CALENDAR: "Năm dương lịch",
    Basis.ND09: "Chốt ngày 14 (Nghị định 09/2019/NĐ-CP)",
    Basis.BUDGET_13M: "Ngân sách, 13 tháng",
    Basis.CUSTOM: "Tự chọn",
}
# Under Nghị định 09 a period of months begins on the 15th of the month before and ends on the 14th.
_ND09_FIRST_DAY = 15


class WindowError(ValueError):
    """Why there is no such window, as a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included, with the regime it follows and its Vietnamese name."""

    start: date
    end: date
    basis: Basis
    label: str
    kind: Kind = Kind.CUSTOM
    year: int | None = None
    n: int | None = None

    def __contains__(self, day: object) -> bool:
        """Return whether the day lies in the window."""
        return isinstance(day, date) and self.start <= day <= self.end

    def contains(self, day: date) -> bool:
        """Return whether the day lies in the window."""
        return day in self

    def previous(self) -> "Window":
        """Return the window of the same shape a year earlier (cùng kỳ)."""
        if self.kind is not Kind.CUSTOM and self.year is not None:
            return window(self.kind, self.year - 1, self.n, self.basis)
        end = add_months(self.end, -12)
        if (self.end + timedelta(days=1)).month != self.end.month:
            # A window that ends with February ends with February in a leap year too.
            end = add_months(self.end + timedelta(days=1), -12) - timedelta(days=1)
        return custom_window(add_months(self.start, -12), end)

    @property
    def sentence(self) -> str:
        """Return the words printed under the title of a report."""
        return f"(số liệu từ ngày {format_date(self.start)} đến ngày {format_date(self.end)})"


def custom_window(start: date, end: date) -> Window:
    """Return the window between two days. Raises WindowError when they are in the wrong order."""
    if end < start:
        raise WindowError(
            f"Ngày cuối {format_date(end)} trước ngày đầu {format_date(start)}; đổi lại hai ngày."
        )
    label = f"từ ngày {format_date(start)} đến ngày {format_date(end)}"
    return Window(start, end, Basis.CUSTOM, label)


def _months(kind: Kind, n: int | None) -> tuple[int, int]:
    """Return the first and the last month of a kind of window. Raises WindowError when `n` does not fit."""
    match kind:
        case Kind.YEAR:
            return 1, 12
        case Kind.FIRST_HALF:
            return 1, 6
        case Kind.SECOND_HALF:
            return 7, 12
        case Kind.NINE_MONTHS:
            return 1, 9
        case Kind.QUARTER if n in {1, 2, 3, 4}:
            return 3 * n - 2, 3 * n
        case Kind.MONTH if n is not None and 1 <= n <= 12:
            return n, n
        case Kind.QUARTER:
            raise WindowError("Chọn quý từ 1 đến 4.")
        case Kind.MONTH:
            raise WindowError("Chọn tháng từ 1 đến 12.")
        case _:
            raise WindowError("Khoảng tự chọn cần ngày đầu và ngày cuối.")


def _label(kind: Kind, year: int, n: int | None) -> str:
    match kind:
        case Kind.FIRST_HALF:
            return f"6 tháng đầu năm {year}"
        case Kind.SECOND_HALF:
            return f"6 tháng cuối năm {year}"
        case Kind.NINE_MONTHS:
            return f"9 tháng năm {year}"
        case Kind.QUARTER:
            return quarter_label(n or 1, year)
        case Kind.MONTH:
            return f"tháng {month_label(n or 1)}/{year}"
        case _:
            return f"năm {year}"


def window(
    kind: Kind | str,
    year: int,
    n: int | None = None,
    basis: Basis | str = Basis.CALENDAR,
    *,
    start: date | None = None,
    end: date | None = None,
) -> Window:
    """Return the window of this kind in the year; `n` is the quarter or the month.

    CUSTOM takes `start` and `end` instead. Raises WindowError for what no regime knows.
    """
    kind, basis = Kind(kind), Basis(basis)
    if kind is Kind.CUSTOM or basis is Basis.CUSTOM:
        if start is None or end is None:
            raise WindowError("Khoảng tự chọn cần ngày đầu và ngày cuối.")
        return custom_window(start, end)
    if kind not in {Kind.QUARTER, Kind.MONTH}:
        n = None
    first, last = _months(kind, n)
    opening = date(year, first, 1)
    closing = add_months(date(year, last, 1), 1) - timedelta(days=1)
    if basis is Basis.ND09:
        opening = add_months(opening, -1).replace(day=_ND09_FIRST_DAY)
        closing = closing.replace(day=_ND09_FIRST_DAY - 1)
    elif basis is Basis.BUDGET_13M:
        if kind in {Kind.QUARTER, Kind.NINE_MONTHS}:
            raise WindowError("Chế độ ngân sách chỉ có kỳ tháng, 6 tháng và năm; chọn kỳ khác.")
        if kind is Kind.YEAR:
            # Spending of the budget year is settled until the end of the next January.
            closing = date(year + 1, 1, 31)
    return Window(opening, closing, basis, _label(kind, year, n), kind, year, n)


def year_window_of(day: date, basis: Basis | str = Basis.CALENDAR) -> Window:
    """Return the yearly window that the day opens in: 15/12/2025 belongs to 2026 under Nghị định 09."""
    this_year = window(Kind.YEAR, day.year, basis=basis)
    return this_year if day in this_year else window(Kind.YEAR, day.year + 1, basis=basis)
