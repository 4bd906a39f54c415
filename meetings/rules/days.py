"""When a meeting is: its half-day and hours, its address, its status."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from core.text import fold, slug_vi

_SESSION_WORDS = {
    "s": "SANG",
    "sang": "SANG",
    "c": "CHIEU",
    "ch": "CHIEU",
    "chieu": "CHIEU",
    "t": "TOI",
    "toi": "TOI",
}
_CLOCK = r"(\d{1,2})(?:[:h.g](\d{2})?)"
_TIME_OF_DAY = re.compile(rf"(?:([a-z]+)\s*,?\s*)?(?:(?:luc )?{_CLOCK}(?:\s*(?:-|den)\s*{_CLOCK})?)?")


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """When on the day: the half, the hours, or both."""

    session: str = ""
    starts_at: time | None = None
    ends_at: time | None = None


def time_of_day(text: str) -> TimeOfDay:
    """Return what "chiều", "14:00", "14h-16h30" or "chiều 14:00" states. Raises ValueError in words."""
    found = _TIME_OF_DAY.fullmatch(fold(text))
    if not found or (found[1] and found[1] not in _SESSION_WORDS):
        raise ValueError(f"Chưa đọc được “{text}”; nhập sáng, chiều, tối hoặc giờ như 14:00, 14:00-16:30.")
    session = _SESSION_WORDS.get(found[1] or "", "")
    start, end = _clock(found[2], found[3]), _clock(found[4], found[5])
    if start and not session:
        session = "SANG" if start.hour < 12 else "CHIEU" if start.hour < 18 else "TOI"
    if start and end and end <= start:
        raise ValueError(f"Giờ kết thúc phải sau giờ bắt đầu {start:%H:%M}.")
    return TimeOfDay(session, start, end)


def _clock(hour: str | None, minute: str | None) -> time | None:
    if hour is None:
        return None
    if int(hour) > 23 or int(minute or 0) > 59:
        raise ValueError(f"Không có giờ {hour}:{minute or '00'}; nhập giờ từ 0:00 đến 23:59.")
    return time(int(hour), int(minute or 0))


def time_words(session_label: str, starts_at: time | None, ends_at: time | None) -> str:
    """Return the stored half-day and hours as they are typed: "chiều 14:00-16:30"."""
    hours = "-".join(f"{clock:%H:%M}" for clock in (starts_at, ends_at) if clock)
    return f"{session_label} {hours}".strip()


_SLUG_OF_PURPOSE = {
    "CHO_Y_KIEN": "du-thao",
    "TONG_KET": "tong-ket",
    "SO_KET": "so-ket",
    "GIAO_BAN": "giao-ban",
    "BCH": "ban-chap-hanh",
    "LAM_VIEC": "lam-viec",
    "HOI_DAM": "hoi-dam",
    "XUC_TIEN": "xuc-tien",
}


def slug_for(held_on: date, purpose: str, title: str, taken: Iterable[str] = ()) -> str:
    """Return the address of a meeting: day and purpose, 2025-11-28-du-thao; -2 where that is taken."""
    words = _SLUG_OF_PURPOSE.get(purpose) or "-".join(slug_vi(title).split("-")[:5]) or "cuoc-hop"
    slug = f"{held_on.isoformat()}-{words}"[:70].rstrip("-")
    used = set(taken)
    return next(
        name
        for number in range(1, len(used) + 2)
        if (name := slug if number == 1 else f"{slug}-{number}") not in used
    )


def status_for(held_on: date, *, has_conclusions: bool, today: date) -> str:
    """Return the status of a meeting that is neither closed nor cancelled."""
    if has_conclusions:
        return "DA_CO_KET_LUAN"
    return "DU_KIEN" if held_on > today else "DA_HOP"
