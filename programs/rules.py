"""What holds for tasks, deadlines, progress and activities; plain values in, findings out."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from core.dates import format_date
from core.legal import Blocker, Caution
from programs.deadlines import DATED, ENDLESS, YEARLY

# Stored codes of TaskStatus; a test holds them to the model.
NOT_DUE, RUNNING, GOES_ON = "CHUA_DEN_HAN", "DANG_THUC_HIEN", "THUONG_XUYEN"
DONE, DONE_LATE = "HOAN_THANH_DUNG_HAN", "HOAN_THANH_QUA_HAN"
OVERDUE, STOPPED = "QUA_HAN_CHUA_HOAN_THANH", "KHONG_THUC_HIEN"
ALL_DONE = frozenset({DONE, DONE_LATE})

SOON_DAYS = 30
NOT_PLACED = "chưa xếp"
TWO_LEADS = "Mỗi nhiệm vụ chỉ có một cơ quan chủ trì; chuyển cơ quan còn lại sang phối hợp."
_LABELS = {
    NOT_DUE: ("Chưa bắt đầu", "mute"),
    RUNNING: ("Đang thực hiện", "info"),
    DONE: ("Hoàn thành đúng hạn", "ok"),
    DONE_LATE: ("Hoàn thành quá hạn", "warn"),
    OVERDUE: ("Quá hạn", "bad"),
    STOPPED: ("Dừng thực hiện", "mute"),
    GOES_ON: ("Thường xuyên", "info"),
}


@dataclass(frozen=True, slots=True)
class TaskDates:
    """What the status of a task is computed from."""

    due_kind: str
    due_on: date | None = None
    started_on: date | None = None
    completed_on: date | None = None
    progress: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a task on one day: code, words, tone of the badge, and how it was found."""

    code: str
    label: str
    tone: str
    reason: str

    @property
    def is_done(self) -> bool:
        """Whether the task is finished, in time or late."""
        return self.code in ALL_DONE

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to work on it."""
        return self.code not in ALL_DONE | {STOPPED}


class AgencyLike(Protocol):
    """As much of an agency as the rules look at."""

    pk: int
    name: str
    valid_from: date | None
    valid_to: date | None


def task_status(dates: TaskDates, override: str, today: date, *, override_reason: str = "") -> Status:
    """Return the status of a task as of `today`; an override wins over the dates."""
    if override:
        label, tone = _LABELS[override]
        why = f": {override_reason.rstrip('.')}" if override_reason else ""
        return Status(override, label, tone, f"Ấn định{why}.")
    if dates.completed_on and dates.completed_on <= today:
        return _finished(dates.completed_on, dates.due_on)
    if dates.due_on and dates.due_on < today:
        days = (today - dates.due_on).days
        return Status(
            OVERDUE,
            f"Quá hạn {days} ngày",
            "bad",
            f"Hạn {format_date(dates.due_on)} đã qua {days} ngày mà chưa ghi hoàn thành.",
        )
    if dates.due_kind in ENDLESS:
        label, tone = _LABELS[GOES_ON]
        words = "hằng năm" if dates.due_kind == YEARLY else "thường xuyên"
        return Status(GOES_ON, label, tone, f"Thực hiện {words}, không có ngày kết thúc.")
    return _ahead(dates, today)


def _finished(completed_on: date, due_on: date | None) -> Status:
    if due_on and completed_on > due_on:
        days = (completed_on - due_on).days
        label, tone = _LABELS[DONE_LATE]
        reason = f"Xong ngày {format_date(completed_on)}, sau hạn {format_date(due_on)} {days} ngày."
        return Status(DONE_LATE, label, tone, reason)
    label, tone = _LABELS[DONE]
    limit = f", hạn {format_date(due_on)}" if due_on else ""
    return Status(DONE, label, tone, f"Xong ngày {format_date(completed_on)}{limit}.")


def _ahead(dates: TaskDates, today: date) -> Status:
    """Return the status of an open task whose deadline has not passed."""
    begun = dates.progress > 0 or (dates.started_on is not None and dates.started_on <= today)
    code = RUNNING if begun else NOT_DUE
    label, tone = _LABELS[code]
    if dates.progress > 0:
        reason = f"Tiến độ ghi {dates.progress}%"
    elif begun and dates.started_on:
        reason = f"Bắt đầu từ {format_date(dates.started_on)}"
    elif dates.started_on:
        reason = f"Bắt đầu từ {format_date(dates.started_on)}, chưa tới ngày"
    else:
        reason = "Chưa ghi ngày bắt đầu và tiến độ"
    if dates.due_on is None:
        return Status(code, label, tone, f"{reason}; không có ngày hạn.")
    days = (dates.due_on - today).days
    if days <= SOON_DAYS:
        label, tone = ("Đến hạn hôm nay" if days == 0 else "Sắp đến hạn"), "warn"
    left = "hạn là hôm nay" if days == 0 else f"còn {days} ngày tới hạn {format_date(dates.due_on)}"
    return Status(code, label, tone, f"{reason}; {left}.")


def belongs_to_window(
    dates: TaskDates, override: str, period: tuple[int, int], start: date, end: date
) -> bool:
    """Return whether a task counts in a window.

    It does when it is due or finished in it, was carried into it unfinished, or has no day and runs
    through it; the program's period must touch the window.
    """
    due_on, completed_on = dates.due_on, dates.completed_on
    if period[0] > end.year or period[1] < start.year:
        return False
    if any(day is not None and start <= day <= end for day in (due_on, completed_on)):
        return True
    if completed_on and completed_on < start:
        return False
    if due_on is None:
        return dates.started_on is None or dates.started_on <= end
    return due_on < start and override not in ALL_DONE | {STOPPED}


def task_problems(
    *,
    lead: AgencyLike,
    partners: Sequence[AgencyLike],
    dates: TaskDates,
    override: str,
    override_reason: str,
    period: tuple[int, int],
    today: date,
) -> list[Blocker | Caution]:
    """Return what is wrong with a task about to be written."""
    found: list[Blocker | Caution] = []
    if any(agency.pk == lead.pk for agency in partners):
        found.append(
            Blocker(
                f"{lead.name} đang vừa chủ trì vừa phối hợp; bỏ tên này khỏi danh sách phối hợp.",
                None,
                "partners",
            )
        )
    found += date_problems(dates, period=period, today=today)
    if override and not override_reason.strip():
        found.append(Blocker("Ghi lý do khi ấn định trạng thái.", None, "reason"))
    day = dates.due_on or dates.started_on or today
    for field, agencies in (("lead_agency", [lead]), ("partners", list(partners))):
        for agency in agencies:
            found += agency_problems(agency, day, field=field)
    return found


def date_problems(dates: TaskDates, *, period: tuple[int, int], today: date) -> list[Blocker | Caution]:
    """Return what is wrong with the days of a task."""
    found: list[Blocker | Caution] = []
    if dates.due_kind in DATED and dates.due_on is None:
        found.append(Blocker("Nhập hạn hoàn thành cho loại thời hạn này.", None, "due_text"))
    if dates.due_on and not period[0] <= dates.due_on.year <= period[1]:
        found.append(
            Blocker(
                f"Hạn {format_date(dates.due_on)} nằm ngoài giai đoạn {period[0]}-{period[1]} của chương "
                "trình; nhập hạn trong giai đoạn.",
                None,
                "due_text",
            )
        )
    if dates.due_on and dates.started_on and dates.due_on < dates.started_on:
        found.append(
            Blocker(
                f"Hạn hoàn thành phải từ ngày bắt đầu {format_date(dates.started_on)} trở đi.",
                None,
                "due_text",
            )
        )
    found += completion_problems(dates.completed_on, dates.started_on, today)
    return found


def completion_problems(
    completed_on: date | None, started_on: date | None, today: date
) -> list[Blocker | Caution]:
    """Return what is wrong with the day on which a task is said to be finished."""
    if completed_on is None:
        return []
    if completed_on > today:
        return [Blocker(f"Ngày hoàn thành chưa tới; nhập ngày đến {format_date(today)}.", None, "on")]
    if started_on and completed_on < started_on:
        return [
            Blocker(f"Ngày hoàn thành phải từ ngày bắt đầu {format_date(started_on)} trở đi.", None, "on")
        ]
    return []


def agency_problems(agency: AgencyLike, day: date, *, field: str) -> list[Blocker | Caution]:
    """Return a blocker when the agency does not exist on the day."""
    if agency.valid_to and day > agency.valid_to:
        return [
            Blocker(
                f"{agency.name} chỉ hoạt động đến {format_date(agency.valid_to)}, không nhận được nhiệm vụ "
                f"của ngày {format_date(day)}; chọn cơ quan kế thừa.",
                None,
                field,
            )
        ]
    if agency.valid_from and day < agency.valid_from:
        return [
            Blocker(
                f"{agency.name} có từ {format_date(agency.valid_from)}, chưa nhận được nhiệm vụ "
                f"của ngày {format_date(day)}; chọn cơ quan lúc đó.",
                None,
                field,
            )
        ]
    return []


def lead_problems(names: Sequence[str]) -> list[Blocker | Caution]:
    """Return what is wrong with the list of lead agencies: exactly one is meant."""
    if not names:
        return [Blocker("Chọn cơ quan chủ trì.", None, "lead_agency")]
    return [Blocker(TWO_LEADS, None, "lead_agency")] if len(names) > 1 else []


def outline_number(numeral: str, group: int | None, task: int) -> str:
    """Return the number of a task in the program, such as II.1.1."""
    return f"{numeral}.{group}.{task}" if numeral and group else NOT_PLACED


def progress_of(code: str, percent: int) -> int | None:
    """Return the progress that counts in a mean; None for a task that was stopped."""
    if code == STOPPED:
        return None
    return 100 if code in ALL_DONE else percent


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a set of tasks is: counts by state and the mean progress."""

    done: int
    running: int
    late: int
    not_started: int
    stopped: int
    percent: int | None

    @property
    def total(self) -> int:
        """All tasks, stopped ones included."""
        return self.done + self.running + self.late + self.not_started + self.stopped

    @property
    def words(self) -> str:
        """The counts as a sentence."""
        text = f"{self.done} xong, {self.running} đang làm, {self.late} chậm, {self.not_started} chưa bắt đầu"
        return f"{text}, {self.stopped} dừng" if self.stopped else text


def summarise(tasks: Iterable[tuple[str, int, int]]) -> Progress:
    """Return the progress of tasks given as (status code, how many, sum of their per cent)."""
    counts: Counter[str] = Counter()
    percent, counted = 0, 0
    for code, count, total in tasks:
        counts[code] += count
        if code != STOPPED:
            counted += count
            percent += 100 * count if code in ALL_DONE else total
    return Progress(
        done=counts[DONE] + counts[DONE_LATE],
        running=counts[RUNNING] + counts[GOES_ON],
        late=counts[OVERDUE],
        not_started=counts[NOT_DUE],
        stopped=counts[STOPPED],
        percent=round_half_up(percent, counted) if counted else None,
    )


def round_half_up(total: int, count: int) -> int:
    """Return total / count to whole numbers, halves upwards."""
    return int((Decimal(total) / count).quantize(Decimal(1), ROUND_HALF_UP))


_RELATIONS = re.compile(r"thiết\s+lập\s+quan\s+hệ|quan\s+hệ\s+ngoại\s+giao", re.IGNORECASE)
_STATED = re.compile(
    r"\b([0-9]{1,3})\s+năm\s+(?:ngày\s+)?(?:thiết\s+lập\s+quan\s+hệ|quan\s+hệ\s+ngoại\s+giao)", re.IGNORECASE
)


def anniversary_years(established_on: date | None, held_on: date) -> int | None:
    """Return how many years of relations are reached in the year; None where it cannot be computed."""
    if established_on is None or held_on.year <= established_on.year:
        return None
    return held_on.year - established_on.year


def marked_years(
    title: str, *, is_anniversary: bool, established_on: date | None, held_on: date
) -> int | None:
    """Return the years of relations that an activity marks, else None.

    It marks them when its title speaks of relations, or when it is an anniversary in a round year; a
    national day in another year is an anniversary of something else.
    """
    years = anniversary_years(established_on, held_on)
    if years is None:
        return None
    return years if _RELATIONS.search(title) or (is_anniversary and years % 5 == 0) else None


def anniversary_problems(
    title: str, *, country: str, established_on: date | None, held_on: date, is_verified: bool
) -> list[Blocker | Caution]:
    """Return a finding when a title states another number of years of relations than the one computed."""
    years, stated = anniversary_years(established_on, held_on), _STATED.search(title)
    if years is None or stated is None or established_on is None or int(stated[1]) == years:
        return []
    message = (
        f"Tên ghi {stated[1]} năm thiết lập quan hệ với {country}; tính từ {format_date(established_on)} đến "
        f"năm {held_on.year} là {years} năm. Sửa lại số năm."
    )
    return [Blocker(message, None, "title") if is_verified else Caution(message, None, "title")]


def activity_problems(held_on: date, ended_on: date | None, *, today: date) -> list[Blocker | Caution]:
    """Return what is wrong with the days of an activity; one that lies ahead is a plan and may stand."""
    if ended_on and ended_on < held_on:
        return [Blocker(f"Ngày kết thúc phải từ ngày {format_date(held_on)} trở đi.", None, "ended_on")]
    if held_on > today:
        return [Caution(f"Hoạt động ngày {format_date(held_on)} chưa diễn ra; là kế hoạch.", None, "held_on")]
    return []


def program_problems(
    status: str, *, number: str, issued_on: date | None, issued_by: str, today: date
) -> list[Blocker | Caution]:
    """Return what is wrong with the issuing data of a program."""
    found: list[Blocker | Caution] = []
    if issued_on and issued_on > today:
        found.append(
            Blocker(f"Ngày ban hành chưa tới; nhập ngày đến {format_date(today)}.", None, "issued_on")
        )
    if status != "ISSUED":
        return found
    for value, field, words in (
        (number, "issued_number", "số văn bản ban hành"),
        (issued_on, "issued_on", "ngày ban hành"),
        (issued_by, "issued_by", "cơ quan ban hành"),
    ):
        if not value:
            found.append(Blocker(f"Chương trình đã ban hành: nhập {words}.", None, field))
    return found


def association_problems(
    *, term: tuple[int | None, int | None], membership: tuple[int | None, int | None]
) -> list[Blocker | Caution]:
    """Return what is wrong with the years of an association."""
    found: list[Blocker | Caution] = []
    for (first, last), field, words in (
        (term, "term_end", "Năm cuối nhiệm kỳ"),
        (membership, "left_year", "Năm thôi là thành viên"),
    ):
        if first and last and last < first:
            found.append(Blocker(f"{words} phải từ năm {first} trở đi.", None, field))
    return found
