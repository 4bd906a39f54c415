"""What the office says about the period of a program: pure functions."""

from collections.abc import Iterable

from core.legal import Blocker


def period_problems(start: int, end: int, *, others: Iterable[tuple[int, int, str]]) -> list[Blocker]:
    """Return why a program may not have this period; `others` are (first year, last year, title)."""
    if end < start:
        return [Blocker(f"Năm cuối giai đoạn phải từ {start} trở đi.", None, "end")]
    for first, last, title in others:
        if (first, last) == (start, end):
            return [
                Blocker(f"Giai đoạn {start}-{end} đã có {title}; mở chương trình đó mà sửa.", None, "end")
            ]
    return []
