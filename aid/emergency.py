"""Emergency grants: the window since the disaster, what was shared out against what was promised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from aid.rules import RECOVERY, RELIEF, Limit
from aid.shares import weighed_shares
from core.dates import add_months, format_date
from core.legal import Blocker, Caution
from core.money import format_money, from_minor

LIMITS = {RELIEF: "AID_EMERGENCY_RELIEF_MONTHS", RECOVERY: "AID_EMERGENCY_RECOVERY_MONTHS"}


@dataclass(frozen=True, slots=True)
class Window:
    """The months since the disaster within which an emergency grant is approved and done."""

    months: int
    last: date
    days: int
    source: str

    @property
    def is_over(self) -> bool:
        """Whether the last day is past; the last day itself is not."""
        return self.days < 0

    @property
    def words(self) -> str:
        """How many days are left, or how long ago the window closed."""
        if self.days == 0:
            return "hôm nay là ngày cuối"
        return f"đã qua {-self.days} ngày" if self.is_over else f"còn {self.days} ngày"

    def __str__(self) -> str:
        """Return the window in words: "3 tháng, đến hết 15/12/2025: còn 20 ngày"."""
        return f"{self.months} tháng, đến hết {format_date(self.last)}: {self.words}"


def window_on(disaster_on: date | None, limit: Limit | None, today: date) -> Window | None:
    """Return the window of a grant as it stands on the day, or None where disaster or limit is not known."""
    if disaster_on is None or limit is None:
        return None
    last = add_months(disaster_on, limit.value)
    return Window(limit.value, last, (last - today).days, str(limit.source))


def allocation_cautions(
    allocated: Mapping[str, int], committed: Mapping[str, int], committed_vnd: int | None = None
) -> list[Blocker | Caution]:
    """Return cautions where more is shared out than was promised; amounts by currency in minor units.

    What is shared out in đồng is held against the promise in đồng where every rate is known.
    """
    if set(allocated) == {"VND"} and "VND" not in committed and committed_vnd is not None:
        beyond = allocated["VND"] - committed_vnd
        if beyond <= 0:
            return []
        words = format_money(from_minor(beyond, "VND"), "VND")
        return [
            Caution(f"Tổng phân bổ vượt cam kết quy đổi {words}; xem lại bảng phân bổ, tỷ giá cam kết.", None)
        ]
    found: list[Blocker | Caution] = []
    for currency, total in sorted(allocated.items()):
        promised = committed.get(currency)
        if promised is None:
            if committed:
                found.append(
                    Caution(
                        f"Phân bổ ghi bằng {currency}, cam kết ghi bằng {', '.join(sorted(committed))}: "
                        "cổng không so được hai tổng.",
                        None,
                    )
                )
        elif total > promised:
            over = format_money(from_minor(total - promised, currency), currency)
            found.append(Caution(f"Tổng phân bổ vượt cam kết {over}; xem lại bảng phân bổ.", None))
    return found


@dataclass(frozen=True, slots=True)
class Allocated:
    """One row of an allocation: the key of its commune, what it is worth in minor units; None: not told."""

    place: int | None
    currency: str
    minor: int | None


def allocated_shares(rows: Iterable[Allocated]) -> tuple[dict[int, int], list[Blocker | Caution]]:
    """Return the share of each commune that the rows name, and what about them is only half said.

    By what the rows are worth; equal parts where none says it. No shares where no row names a commune, or the
    amounts cannot be held against each other.
    """
    rows = list(rows)
    named = [row for row in rows if row.place is not None]
    valued = [row for row in named if row.minor]
    if not valued:
        places = dict.fromkeys(row.place for row in named if row.place is not None)
        return weighed_shares(dict.fromkeys(places, 1)), []
    unclear = ""
    if len({row.currency for row in valued}) > 1:
        unclear = "các dòng có xã, phường ghi bằng nhiều loại tiền"
    elif len(valued) < len(named):
        unclear = f"{len(named) - len(valued)} dòng có xã, phường chưa ghi giá trị"
    if unclear:
        words = f"Chưa chia được theo xã, phường vì {unclear}; ghi đủ, hoặc ghi tỷ lệ địa bàn ở trang Sửa."
        return {}, [Caution(words, None)]
    weights: dict[int, int] = {}
    for row in valued:
        weights[row.place or 0] = weights.get(row.place or 0, 0) + (row.minor or 0)
    found: list[Blocker | Caution] = []
    if elsewhere := sum(1 for row in rows if row.place is None and row.minor):
        words = (
            f"{elsewhere} dòng có giá trị mà không ghi xã, phường: tỷ lệ địa bàn chỉ theo các dòng có ghi."
        )
        found.append(Caution(words, None))
    return weighed_shares(weights), found


def allocation_problems(received_on: date | None, distributed_on: date | None, today: date) -> list[Blocker]:
    """Return what is wrong with the days of one row: not in the future, handed out after it came."""
    found = []
    for name, day in (("received_on", received_on), ("distributed_on", distributed_on)):
        if day and day > today:
            found.append(Blocker(f"Ngày này chưa tới; nhập ngày đến {format_date(today)}.", None, name))
    if received_on and distributed_on and distributed_on < received_on:
        found.append(
            Blocker(f"Ngày phát phải từ ngày nhận {format_date(received_on)}.", None, "distributed_on")
        )
    return found
