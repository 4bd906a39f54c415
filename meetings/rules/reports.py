"""What agencies report on their follow-ups, and what the office answers.

A follow-up is done on the day that its lead agency reported as soon as the office has accepted that report;
until then it stays open. Who writes the meeting may note the end directly. So "done" has one meaning
everywhere: `completed_on` is set.
"""

from dataclasses import dataclass
from datetime import date

from core.legal import Blocker, Caution
from meetings.rules.follow_ups import CANCELLED, DONE, Status

Findings = list[Blocker | Caution]

PROGRESS, FINISHED = "TIEN_DO", "XONG"
SENT, ACCEPTED, RETURNED = "DA_GUI", "NGHIEM_THU", "TRA_LAI"
WAITING, SENT_BACK = "cho-nghiem-thu", "tra-lai"
# What the last report of an open follow-up says about it.
MARKS = {
    WAITING: Status(WAITING, "Chờ nghiệm thu", "info"),
    SENT_BACK: Status(SENT_BACK, "Bị trả lại", "bad"),
}


@dataclass(frozen=True, slots=True)
class Reported:
    """What a rule asks of a report."""

    kind: str
    state: str


def mark_of(last: Reported | None) -> str:
    """Return the code of the mark that the last report leaves on an open follow-up, or nothing."""
    if last is None:
        return ""
    if last.state == RETURNED:
        return SENT_BACK
    return WAITING if (last.kind, last.state) == (FINISHED, SENT) else ""


def report_problems(*, kind: str, state: str, mark: str, text: str, leads: bool) -> Findings:
    """Return why this report cannot be sent now. `leads`: the reporter acts for the lead agency."""
    if state == DONE:
        return [Blocker("Việc này đã xong; cơ quan giao mở lại thì mới báo thêm được.", None)]
    if state == CANCELLED:
        return [Blocker("Việc này đã dừng; cơ quan giao mở lại thì mới báo thêm được.", None)]
    if mark == WAITING:
        return [Blocker("Báo cáo xong đang chờ nghiệm thu; đợi cơ quan giao trả lời rồi báo tiếp.", None)]
    if kind == FINISHED and not leads:
        return [Blocker("Cơ quan chủ trì báo xong; cơ quan phối hợp chọn “Báo tiến độ”.", None, "kind")]
    if not text.strip():
        return [Blocker("Ghi việc đã làm: văn bản, sản phẩm hoặc phần đã xong.", None, "text")]
    return []


def answer_problems(*, kind: str, report_state: str, state: str, accepts: bool) -> Findings:
    """Return why the office cannot answer this report now."""
    if report_state == ACCEPTED:
        return [Blocker("Báo cáo này đã được nghiệm thu; cần làm lại thì mở lại việc.", None)]
    if report_state == RETURNED:
        return [Blocker("Báo cáo này đã bị trả lại; chờ cơ quan báo lại.", None)]
    if state == CANCELLED:
        return [Blocker("Việc này đã dừng; mở lại rồi mới trả lời báo cáo.", None)]
    if state == DONE and accepts and kind == FINISHED:
        return [Blocker("Việc này đã xong; không cần nghiệm thu báo cáo này nữa.", None)]
    return []


def reschedule_problems(before: date | None, after: date | None, reason: str) -> Findings:
    """Return what is missing to move a deadline: a day once given changes only with a reason."""
    if before is None or before == after or reason.strip():
        return []
    return [
        Blocker(
            f"Hạn đã giao là {before:%d/%m/%Y}; ghi lý do đổi hạn, lý do được lưu cùng hạn ban đầu.",
            None,
            "due_reason",
        )
    ]


def report_state_words(kind: str, state: str) -> tuple[str, str]:
    """Return what a report's state is called and its tone; progress is noted, an end is accepted."""
    if state == RETURNED:
        return "Trả lại", "bad"
    if state == ACCEPTED:
        return ("Đã nghiệm thu", "ok") if kind == FINISHED else ("Đã ghi nhận", "ok")
    return ("Chờ nghiệm thu", "info") if kind == FINISHED else ("Đã gửi", "mute")
