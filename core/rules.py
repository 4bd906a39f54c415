"""What the office says about accounts, agencies and legal values: pure functions."""

from collections.abc import Iterable
from datetime import date

from core.legal import Blocker


def account_problems(
    *, deactivates: bool, demotes: bool, is_self: bool, is_last_admin: bool
) -> list[Blocker]:
    """Return why an account may not be deactivated or lose the role of administrator now."""
    if not (deactivates or demotes):
        return []
    field = None if deactivates else "role"
    verb = "ngừng tài khoản" if deactivates else "bỏ vai trò quản trị của tài khoản"
    if is_self:
        return [Blocker(f"Không tự {verb} của chính mình; nhờ một quản trị khác làm.", None, field)]
    if is_last_admin:
        return [
            Blocker(
                f"Chưa thể {verb} quản trị cuối cùng đang hoạt động; cấp quản trị khác trước.", None, field
            )
        ]
    return []


def ranges_overlap(start: date | None, end: date | None, other: tuple[date | None, date | None]) -> bool:
    """Return whether two ranges of days share a day; None is open on that side."""
    other_start, other_end = other
    begins_in_time = start is None or other_end is None or start <= other_end
    ends_in_time = end is None or other_start is None or other_start <= end
    return begins_in_time and ends_in_time


def legal_value_problems(
    *, start: date | None, end: date | None, others: Iterable[tuple[date | None, date | None]]
) -> list[Blocker]:
    """Return why a legal value may not be in force from `start` to `end`: two rows for one day.

    `others` are the ranges of the other rows of the same code.
    """
    for other in others:
        if ranges_overlap(start, end, other):
            since = f"từ {other[0]:%d/%m/%Y}" if other[0] else "không ghi ngày bắt đầu"
            return [
                Blocker(
                    f"Trùng thời gian với dòng áp dụng {since}; ghi ngày hết áp dụng cho dòng đó trước.",
                    None,
                    "valid_from",
                )
            ]
    return []


def succession_problems(*, old: int, new: int, heirs_of_new: Iterable[int]) -> list[Blocker]:
    """Return why `new` may not take over from `old`; `heirs_of_new` are all that follow `new`."""
    if old == new:
        return [Blocker("Cơ quan kế thừa phải là cơ quan khác.", None, "successor")]
    if old in set(heirs_of_new):
        return [Blocker("Cơ quan này lại do chính cơ quan cũ kế thừa; chọn cơ quan khác.", None, "successor")]
    return []


def parent_problems(*, agency: int | None, ancestors_of_parent: Iterable[int]) -> list[Blocker]:
    """Return why a body may not stand under this parent: it would stand above itself."""
    if agency is not None and agency in set(ancestors_of_parent):
        return [Blocker("Cơ quan cấp trên đang thuộc chính cơ quan này; chọn cơ quan khác.", None, "parent")]
    return []


def typing_code_problems(*, codes: Iterable[str], taken: dict[str, str]) -> list[Blocker]:
    """Return which typing codes belong to another agency; `taken` is {code: name of the agency}."""
    return [
        Blocker(f"Mã gõ nhanh {code} đã dùng cho {taken[code]}; chọn mã khác.", None, "typing_codes")
        for code in codes
        if code in taken
    ]
