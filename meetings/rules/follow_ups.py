"""What may happen to a follow-up, and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from core.legal import Blocker, Caution
from meetings.rules.deadlines import UNDATED_LABEL

Findings = list[Blocker | Caution]


OPEN, STARTED, DONE, CANCELLED = "MOI", "DANG_LAM", "XONG", "DUNG"
# Act → states in which it may happen, and what to say in the others.
ACTS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "start": (
        (OPEN,),
        {
            STARTED: "Việc này đã bắt đầu.",
            DONE: "Việc này đã xong; mở lại rồi mới ghi bắt đầu.",
            CANCELLED: "Việc này đã dừng; mở lại rồi mới ghi bắt đầu.",
        },
    ),
    "complete": (
        (OPEN, STARTED),
        {DONE: "Việc này đã xong.", CANCELLED: "Việc này đã dừng; mở lại rồi mới báo xong."},
    ),
    "cancel": (
        (OPEN, STARTED),
        {DONE: "Việc đã xong thì không dừng được; mở lại trước.", CANCELLED: "Việc này đã dừng."},
    ),
    "reopen": (
        (DONE, CANCELLED),
        {OPEN: "Việc này đang mở.", STARTED: "Việc này đang mở."},
    ),
    "edit": (
        (OPEN, STARTED),
        {DONE: "Việc này đã xong; mở lại rồi mới sửa.", CANCELLED: "Việc này đã dừng; mở lại rồi mới sửa."},
    ),
}


def progress(started_on: date | None, completed_on: date | None, cancelled_on: date | None) -> str:
    """Return how far a follow-up is, by its dates."""
    if cancelled_on:
        return CANCELLED
    if completed_on:
        return DONE
    return STARTED if started_on else OPEN


def act_problems(act: str, state: str) -> Findings:
    """Return why this act may not happen to a follow-up in this state."""
    allowed, words = ACTS[act]
    return [] if state in allowed else [Blocker(words[state], None)]


def acts_open(state: str) -> set[str]:
    """Return the acts that a follow-up in this state allows."""
    return {act for act, (allowed, _) in ACTS.items() if state in allowed}


def day_problems(day: date, *, meeting_day: date, today: date, what: str) -> Findings:
    """Return what is wrong with the day of a report: not before the meeting, not ahead of today."""
    if day > today:
        return [Blocker(f"Ngày {what} chưa tới; nhập ngày đến {format_date(today)}.", None, "day")]
    if day < meeting_day:
        return [
            Blocker(
                f"Ngày {what} trước ngày họp {format_date(meeting_day)}; nhập từ ngày họp trở đi.",
                None,
                "day",
            )
        ]
    return []


def lead_problems(lead_id: int | None, co_ids: Iterable[int]) -> Findings:
    """Return what is wrong with the agencies of a follow-up: one leads, the others co-ordinate."""
    if lead_id in set(co_ids):
        return [
            Blocker("Cơ quan chủ trì không ghi lại ở phần phối hợp; bỏ khỏi một trong hai chỗ.", None, "co")
        ]
    return []


@dataclass(frozen=True, slots=True)
class Status:
    """A computed status: its code, its words, its tone."""

    code: str
    label: str
    tone: str


def follow_up_status(
    *,
    due_on: date | None,
    started_on: date | None,
    completed_on: date | None,
    cancelled_on: date | None,
    today: date,
) -> Status:
    """Return the status as of `today`; only a follow-up with a computable day can be overdue."""
    if cancelled_on:
        return Status("dung", "Dừng", "mute")
    if completed_on and completed_on <= today:
        late = due_on is not None and completed_on > due_on
        return Status("xong-tre", "Xong trễ", "warn") if late else Status("xong", "Xong", "ok")
    if due_on and due_on < today:
        return Status("qua-han", f"Quá hạn {(today - due_on).days} ngày", "bad")
    if started_on and started_on <= today:
        return Status("dang-lam", "Đang làm", "info")
    if due_on is None:
        return Status("chua-xac-dinh", UNDATED_LABEL, "warn")
    return Status("chua-bat-dau", "Chưa bắt đầu", "mute")
