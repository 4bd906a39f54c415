"""Legal deadlines of aid as a table: from which day each runs, under which value, when it is told. Pure.

A deadline is never stored. A `Kind` names the values that it rests on; the value in force on the item's own
day (`law_day`) gives the due day. So a value whose last day is moved changes what comes after that day alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from core.dates import Swapped, add_months, add_working_days, format_date

# No deadline of these decrees lies further from the day it runs from.
_REACH_DAYS = 1500
_UNIT_WORDS = {"NGAY": "ngày", "NGAY_LAM_VIEC": "ngày làm việc", "THANG": "tháng", "NAM": "năm"}


class State(StrEnum):
    """How a deadline stands today."""

    FAR = "con_xa"
    SOON = "sap_den"
    TODAY = "den_han"
    LATE = "qua_han"


STATE_LABELS = {
    State.LATE: "quá hạn",
    State.TODAY: "đến hạn hôm nay",
    State.SOON: "sắp đến hạn",
    State.FAR: "chưa tới ngày nhắc",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A value with the days on which it governs, as the catalogue of legal values has it."""

    code: str
    value: int
    unit: str
    first: date | None
    last: date | None
    source: str
    is_sure: bool
    version: int = 1
    changed_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Return whether the value governs what happened on the day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def after(self, base: date, swapped: Swapped | None = None) -> date:
        """Return the last day of the time that begins with the base day, which itself does not count."""
        return _moved(base, self.value, self.unit, swapped)

    def before(self, due: date, swapped: Swapped | None = None) -> date:
        """Return the day so long before another."""
        return _moved(due, -self.value, self.unit, swapped)

    @property
    def words(self) -> str:
        """The value as it is read: "20 ngày", "ngày 15/01"."""
        if self.unit == "NGAY_THANG":
            return f"ngày {self.value // 100:02}/{self.value % 100:02}"
        return f"{self.value} {_UNIT_WORDS.get(self.unit, '')}".strip()


def _moved(day: date, value: int, unit: str, swapped: Swapped | None) -> date:
    if unit == "NGAY_LAM_VIEC":
        return add_working_days(day, value, swapped)
    if unit in ("THANG", "NAM"):
        return add_months(day, value * (12 if unit == "NAM" else 1))
    if unit == "NGAY_THANG":
        found = date(day.year, abs(value) % 100, abs(value) // 100)
        return found if found > day else found.replace(year=day.year + 1)
    return day + timedelta(days=value)


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms that run one after the other for items of the same days; mostly there is one."""

    steps: tuple[Term, ...]
    is_backwards: bool = False

    @property
    def first(self) -> date | None:
        """The first day that all its terms cover."""
        return max((term.first for term in self.steps if term.first), default=None)

    @property
    def last(self) -> date | None:
        """The last day that all its terms cover."""
        return min((term.last for term in self.steps if term.last), default=None)

    @property
    def source(self) -> str:
        """The clauses, each once."""
        return "; ".join(dict.fromkeys(term.source for term in self.steps))

    @property
    def is_sure(self) -> bool:
        """Whether every value is confirmed."""
        return all(term.is_sure for term in self.steps)

    @property
    def words(self) -> str:
        """The time allowed, in words."""
        return " và ".join(term.words for term in self.steps)

    def due_on(self, base: date, swapped: Swapped | None = None) -> date:
        """Return the due day of what began on the base day."""
        for term in self.steps:
            base = term.before(base, swapped) if self.is_backwards else term.after(base, swapped)
        return base


@dataclass(frozen=True, slots=True)
class DeadlineLaw:
    """Every value that deadlines rest on, with the office's swapped days."""

    terms: dict[str, tuple[Term, ...]]
    swapped: Swapped

    def on(self, code: str, day: date) -> Term | None:
        """Return the term that governs the day."""
        return next((term for term in self.terms.get(code, ()) if term.covers(day)), None)

    def chains(self, kind: "Kind") -> Iterator[Chain]:
        """Yield the terms of a kind, one chain for each stretch of days on which none of them changes."""
        found: list[tuple[Term, ...]] = [()]
        for code in kind.codes:
            found = [(*steps, term) for steps in found for term in self.terms.get(code, ())]
        for steps in found:
            chain = Chain(steps, is_backwards=kind.is_backwards)
            if chain.first is None or chain.last is None or chain.first <= chain.last:
                yield chain


@dataclass(frozen=True, slots=True)
class Alert:
    """A value that says when to tell: so long before the due day, or counted from the base day."""

    code: str
    counts: Literal["before_due", "after_base", "before_base"] = "before_due"

    def day(self, term: Term, base: date, due: date, swapped: Swapped) -> date:
        """Return the day of the telling."""
        if self.counts == "after_base":
            return term.after(base, swapped)
        return term.before(base if self.counts == "before_base" else due, swapped)


REPORT_ALERTS = (
    Alert("AID_REPORT_ALERT_DAYS"),
    Alert("AID_REPORT_ALERT_AGAIN_DAYS"),
    Alert("AID_REPORT_ALERT_LAST_DAYS"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One legal deadline: its name, what is to be done, the values it rests on, when it is told.

    Without alerts it is told from the day it begins to run. `begins` says in words what the base day is;
    `undone` what the portal does not know yet.
    """

    code: str
    label: str
    todo: str
    codes: tuple[str, ...]
    begins: str
    undone: str
    alerts: tuple[Alert, ...] = ()
    is_backwards: bool = False
    group: str = "khoan"


KINDS: tuple[Kind, ...] = (
    Kind(
        "THAM_DINH", "Thẩm định hồ sơ", "Thẩm định xong và trình kết quả", ("AID_APPRAISAL_DAYS",),
        "nhận đủ hồ sơ", "chưa ghi thẩm định xong", (Alert("AID_DOSSIER_ALERT_DAYS", "after_base"),),
    ),
    Kind(
        "THONG_BAO", "Thông báo quyết định", "Thông báo cho nhà tài trợ và các bộ", ("AID_NOTICE_DAYS",),
        "phê duyệt", "chưa ghi ngày thông báo",
    ),
    Kind(
        "BAT_DAU", "Bắt đầu thực hiện", "Bắt đầu thực hiện, hoặc xem xét thu hồi quyết định",
        ("AID_NOT_STARTED_MONTHS",), "phê duyệt", "chưa ghi bắt đầu thực hiện",
        (
            Alert("AID_START_ALERT_MONTHS", "after_base"),
            Alert("AID_START_ALERT_AGAIN_MONTHS", "after_base"),
        ),
    ),
    Kind(
        "SAP_KET_THUC", "Sắp kết thúc", "Chuẩn bị kết thúc, nghiệm thu, hoặc xin gia hạn", (),
        "ngày kết thúc", "chưa ghi kết thúc", (Alert("AID_END_ALERT_DAYS"),),
    ),
    Kind(
        "BAO_CAO_KT", "Báo cáo kết thúc", "Gửi báo cáo kết thúc", ("AID_FINAL_REPORT_MONTHS",),
        "kết thúc", "chưa ghi báo cáo kết thúc", REPORT_ALERTS,
    ),
    Kind(
        "BAO_CAO_6T", "Báo cáo 6 tháng", "Chủ khoản gửi báo cáo 6 tháng", ("AID_OWNER_HALF_YEAR_DUE",),
        "hết kỳ báo cáo", "chưa ghi báo cáo", REPORT_ALERTS,
    ),
    Kind(
        "BAO_CAO_NAM", "Báo cáo năm", "Chủ khoản gửi báo cáo năm", ("AID_OWNER_YEAR_DUE",),
        "hết kỳ báo cáo", "chưa ghi báo cáo", REPORT_ALERTS,
    ),
    Kind(
        "KC_CUU_TRO", "Thời hạn cứu trợ khẩn cấp", "Hoàn thành cứu trợ, hoặc chuyển sang viện trợ thường",
        ("AID_EMERGENCY_RELIEF_MONTHS",), "thiên tai, sự cố", "chưa ghi kết thúc",
        (Alert("AID_EMERGENCY_ALERT_DAYS"),),
    ),
    Kind(
        "KC_KHAC_PHUC", "Thời hạn khắc phục hậu quả",
        "Hoàn thành khắc phục, hoặc chuyển sang viện trợ thường", ("AID_EMERGENCY_RECOVERY_MONTHS",),
        "thiên tai, sự cố", "chưa ghi kết thúc", (Alert("AID_EMERGENCY_ALERT_DAYS"),),
    ),
    Kind(
        "KC_THONG_BAO", "Thông báo viện trợ khẩn cấp", "Cơ quan chủ quản thông báo cho các bộ",
        ("AID_EMERGENCY_NOTICE_DAYS",), "quyết định tiếp nhận", "chưa ghi ngày thông báo",
    ),
    Kind(
        "KC_DON_VI", "Báo cáo sử dụng viện trợ khẩn cấp", "Đơn vị sử dụng báo cáo chủ khoản",
        ("AID_EMERGENCY_REPORT_DAYS",), "hoàn thành", "chưa ghi báo cáo kết thúc",
    ),
    Kind(
        "KC_CHU_KHOAN", "Báo cáo kết thúc viện trợ khẩn cấp", "Chủ khoản báo cáo cơ quan chủ quản",
        ("AID_EMERGENCY_REPORT_DAYS", "AID_EMERGENCY_OWNER_REPORT_DAYS"), "hoàn thành",
        "chưa ghi báo cáo kết thúc",
    ),
    Kind(
        "GIA_HAN_GIAY", "Gia hạn giấy đăng ký", "Tổ chức nộp hồ sơ gia hạn", ("NGO_RENEWAL_DAYS",),
        "ngày giấy hết hạn", "chưa có giấy mới", (Alert("NGO_REGISTRATION_ALERT_DAYS", "before_base"),),
        is_backwards=True, group="giay",
    ),
    Kind(
        "GIAY_HET_HAN", "Giấy đăng ký hết hạn", "Xem lại các khoản của tổ chức này", (),
        "ngày giấy hết hạn", "chưa có giấy mới", (Alert("NGO_REGISTRATION_ALERT_DAYS"),), group="giay",
    ),
    Kind(
        "CO_QUAN", "Báo cáo của tỉnh", "Gửi báo cáo", (), "hết kỳ báo cáo", "", REPORT_ALERTS,
        group="co_quan",
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a deadline belongs to: an item, a certificate, or a duty of the province."""

    ref: str
    name: str
    url: str
    owner_id: int | None = None
    owner: str = ""
    report_url: str = ""
    version: int = 1
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One legal deadline of one item: when it began, when it is due, when it is told, by which clause."""

    kind: Kind
    subject: Subject
    base_on: date
    due_on: date
    told_on: tuple[date, ...]
    state: State
    days: int
    allowed: str
    source: str
    is_sure: bool
    version: int
    changed_at: datetime | None
    note: str = ""

    @property
    def key(self) -> str:
        """What names this deadline for good: in calendars and in notices."""
        return f"vien-tro/han/{self.kind.code}/{self.subject.ref}"

    @property
    def why(self) -> str:
        """The rule, the days and the data that make it due."""
        began = f"{self.kind.begins.capitalize()} {format_date(self.base_on)}"
        began += f" ({self.note})" if self.note else ""
        time = f", thời hạn {self.allowed}" if self.allowed else ""
        lack = f"; {self.kind.undone}" if self.kind.undone else ""
        return f"{began}{time}{lack}."


def deadline(
    kind: Kind,
    subject: Subject,
    base: date,
    chain: Chain,
    law: DeadlineLaw,
    today: date,
    *,
    note: str = "",
) -> Deadline:
    """Return the deadline of something that began on the base day under these terms."""
    due = chain.due_on(base, law.swapped)
    told = alert_days(kind, base, due, law)
    stamps = [term.changed_at for term in chain.steps if term.changed_at]
    stamps += [subject.changed_at] if subject.changed_at else []
    return Deadline(
        kind=kind,
        subject=subject,
        base_on=base,
        due_on=due,
        told_on=told,
        state=state_on(due, told[0], today),
        days=(due - today).days,
        allowed=chain.words,
        source=chain.source or "Quy ước của cổng",
        is_sure=chain.is_sure,
        version=subject.version + sum(term.version - 1 for term in chain.steps),
        changed_at=max(stamps, default=None),
        note=note,
    )


def alert_days(kind: Kind, base: date, due: date, law: DeadlineLaw) -> tuple[date, ...]:
    """Return the days on which the deadline is told, the due day last; the first makes it an alarm."""
    if not kind.alerts:
        return (min(base, due), due)
    terms = ((alert, law.on(alert.code, base)) for alert in kind.alerts)
    days = {alert.day(term, base, due, law.swapped) for alert, term in terms if term is not None}
    return (*sorted(day for day in days if day < due), due)


def state_on(due: date, first_told: date, today: date) -> State:
    """Return how a deadline stands: told from its first alert on, due on its day, late the day after."""
    if today > due:
        return State.LATE
    if today == due:
        return State.TODAY
    return State.SOON if today >= first_told else State.FAR


def base_range(due_of: Callable[[date], date], first: date, last: date) -> tuple[date, date] | None:
    """Return the first and the last base day whose due day lies in the window, or None.

    `due_of` never runs backwards, so both ends are found by halving.
    """
    low, high = first - timedelta(days=_REACH_DAYS), last + timedelta(days=_REACH_DAYS)
    start = _first_where(lambda day: due_of(day) >= first, low, high)
    stop = _first_where(lambda day: due_of(day) > last, low, high) - timedelta(days=1)
    return (start, stop) if start <= stop else None


def _first_where(holds: Callable[[date], bool], low: date, high: date) -> date:
    while low < high:
        middle = low + (high - low) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + timedelta(days=1)
    return low


def milestone(found: Deadline, day: date, *, catch_up_days: int) -> str:
    """Return which telling of this deadline is due by the morning of `day`, or "" where none is new.

    A telling that was missed is caught up with for some days; after the due day lateness is told once.
    """
    since = day - timedelta(days=catch_up_days)
    if since <= found.due_on < day:
        return "qua-han"
    passed = [told for told in found.told_on if since < told <= day]
    return f"con-{(found.due_on - passed[-1]).days}" if passed else ""


def in_order(found: Iterable[Deadline]) -> list[Deadline]:
    """Return deadlines by due day, the most urgent first."""
    return sorted(found, key=lambda one: (one.due_on, one.kind.code, one.subject.ref))
