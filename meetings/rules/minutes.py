"""What may happen to the record of a meeting, and what stands in the way."""

from datetime import date

from core.dates import format_date
from core.legal import Blocker, Caution

Findings = list[Blocker | Caution]


def change_problems(status: str) -> Findings:
    """Return why the record of a meeting may not be changed now."""
    if status == "DONG":
        return [Blocker("Biên bản đã xác nhận; mở lại biên bản và ghi lý do rồi mới sửa.", None)]
    if status == "HUY":
        return [Blocker("Cuộc họp đã hủy; mở lại và ghi lý do rồi mới sửa.", None)]
    return []


def reopening_problems(status: str) -> Findings:
    """Return why the record of a meeting may not be opened again."""
    if status not in ("DONG", "HUY"):
        return [Blocker("Biên bản chưa xác nhận nên không cần mở lại; sửa trực tiếp.", None)]
    return []


def cancelling_problems(*, has_conclusions: bool) -> Findings:
    """Return why a meeting may not be cancelled."""
    if has_conclusions:
        return [Blocker("Cuộc họp đã có kết luận nên không hủy được.", None)]
    return []


def closing_problems(
    *,
    status: str,
    marks: list[str],
    unsupported: int = 0,
    has_chair: bool,
    held_on: date,
    today: date,
    has_secretary: bool = True,
) -> Findings:
    """Return what stands between a meeting and its confirmed minutes.

    `marks` are the marks of the conclusion's sentences in order; `unsupported` counts sentences marked
    as given out that no follow-up carries.
    """
    problems = change_problems(status)
    if held_on > today:
        problems.append(Blocker(f"Cuộc họp chưa diễn ra; xác nhận từ ngày {format_date(held_on)}.", None))
    if not has_chair:
        problems.append(Blocker("Chưa ghi người chủ trì; thêm ở phần Thành phần.", None))
    unmarked = [str(number) for number, mark in enumerate(marks, 1) if mark == "CHUA_DANH_DAU"]
    if unmarked:
        problems.append(
            Blocker(
                f"Còn {len(unmarked)} câu kết luận chưa đánh dấu (câu {', '.join(unmarked)}); "
                "giao việc hoặc ghi là không giao việc.",
                None,
            )
        )
    if unsupported:
        problems.append(
            Blocker(
                f"Có {unsupported} câu ghi là giao việc mà chưa có việc; giao lại hoặc bỏ đánh dấu.", None
            )
        )
    if not has_secretary:
        words = "Chưa ghi thư ký ở phần Thành phần; biên bản đã xác nhận thì phải mở lại mới thêm được."
        problems.append(Caution(words, None))
    if not marks:
        problems.append(Caution("Chưa ghi kết luận nào.", None))
    return problems


def agency_problems(name: str, valid_from: date | None, valid_to: date | None, day: date) -> Findings:
    """Return why this agency cannot stand in a record of that day."""
    if valid_from and day < valid_from:
        return [Blocker(f"{name} có từ {format_date(valid_from)}, sau ngày {format_date(day)}.", None)]
    if valid_to and day > valid_to:
        return [
            Blocker(f"{name} chỉ có đến {format_date(valid_to)}; chọn cơ quan kế thừa.", None),
        ]
    return []
