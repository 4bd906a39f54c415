"""The four headline tiles of the dashboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Min

from core.dates import format_date
from core.money import ABOUT, NBSP, format_number
from reports.figures import FigureValue
from reports.figures import meetings as meeting_figures
from reports.scopes import COMPARED

if TYPE_CHECKING:
    from reports.dashboard import Dashboard

_MODES = (
    ("aid.programmes", "chương trình", "done"),
    ("aid.projects", "dự án", "ok"),
    ("aid.non_projects", "phi dự án", "bro"),
    ("aid.unsorted", "chưa xếp loại", "none"),
)
_PARTS = (("done", "done"), ("running", "doing"), ("overdue", "late"), ("waiting", "none"))
_SQUARES_AT_MOST = 40


@dataclass(frozen=True)
class Number:
    """A number on the page: its text, the words beside it, and the address of its records."""

    text: str
    unit: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """A line of small print in a tile: words, then numbers with a sign between them."""

    lead: str = ""
    numbers: tuple[Number, ...] = ()
    joined: str = "·"


@dataclass(frozen=True)
class Tile:
    """One headline: its numbers, one drawing (squares, segments or a per cent), small print, comparison."""

    label: str
    url: str
    main: tuple[Number, ...]
    lines: tuple[Line, ...]
    graphic_text: str
    before: str
    squares: list[dict[str, Any]] | None = None
    segments: list[dict[str, Any]] | None = None
    percent: Decimal | None = None
    left_out: str = ""
    window: str = ""
    before_url: str = ""


def headline_tiles(board: Dashboard) -> list[Tile]:
    """Return the tiles; those of aid only for readers of aid."""
    aid = [_received(board), _disbursed(board)] if board.reads_aid else []
    span = board.scope
    window = f"{format_date(span.start)} – {format_date(max(span.start, span.end))}"
    tiles = (*aid, _tasks(board), _follow_ups(board))
    return [replace(tile, window=window, before_url=f"{tile.url}&{COMPARED}") for tile in tiles]


def _received(board: Dashboard) -> Tile:
    values = board.values
    new, usd = values["aid.items_received"], values["aid.committed_usd"]
    modes = [mode for mode in _MODES if values[mode[0]].value]
    counted = ", ".join(f"{format_number(values[code].value or 0)} {noun}" for code, noun, _ in modes)
    drawn = [
        {"count": values[code].value, "value": values[code].value, "tone": tone} for code, _, tone in modes
    ]
    fits = (new.value or 0) <= _SQUARES_AT_MOST
    beside = (board.number("aid.emergency_items", "cứu trợ khẩn cấp", "red"),)
    lines = [Line(numbers=tuple(board.number(code, noun) for code, noun, _ in modes))]
    if values["aid.emergency_items"].value:
        lines.append(Line(lead="Chưa gồm", numbers=beside))
    return Tile(
        label="Viện trợ tiếp nhận mới",
        url=board.url(new.code),
        main=(board.number(new.code, "khoản"), _money(usd, board.url(usd.code))),
        squares=drawn if fits else None,
        segments=None if fits else drawn,
        graphic_text=f"{new.text}: {counted}" if counted else new.text,
        lines=tuple(lines),
        left_out=usd.left_out_text,
        before=f"{_before(board, new.code)}, {_short(_before(board, usd.code))}",
    )


def _disbursed(board: Dashboard) -> Tile:
    values = board.values
    share = values["aid.disbursed_share"]
    paid, committed = values["aid.disbursed_new_usd"], values["aid.committed_usd"]
    empty = share.value is None
    headline = Number("–" if empty else share.text.removesuffix("%"), "", board.url(share.code))
    lines = [
        Line(
            numbers=(
                Number(_bare(paid.exact), "", board.url(paid.code)),
                Number(_bare(committed.exact), "USD", board.url(committed.code)),
            ),
            joined="/",
        )
    ]
    if values["aid.slow_items"].value:
        lines.append(Line(numbers=(board.number("aid.slow_items", "khoản chậm giải ngân", "red"),)))
    return Tile(
        label="Đã giải ngân",
        url=board.url(share.code),
        main=(replace(headline, unit="chưa có cam kết" if empty else "% cam kết"),),
        percent=Decimal(share.value or 0),
        graphic_text="Chưa có cam kết" if empty else f"Giải ngân {share.text} cam kết của khoản mới",
        lines=tuple(lines),
        left_out=share.left_out_text,
        before=_before(board, share.code),
    )


def _tasks(board: Dashboard) -> Tile:
    late = [row["pillar"].numeral for row in board.pillars if row["overdue"]]
    lines = [Line(numbers=_open_numbers(board, "tasks", "đang làm", "chậm"))]
    if late:
        lines.append(Line(lead=f"Chậm ở trụ cột {_listed(late)}"))
    return _progress(board, "tasks", f"Nhiệm vụ năm {board.year}", "tasks.total", "hoàn thành", lines)


def _follow_ups(board: Dashboard) -> Tile:
    due = _next_due(board)
    # "Chưa xong" would count the overdue ones in, so beside them the rest goes by another word.
    rest = "chưa quá hạn" if board.values["followups.overdue"].value else "chưa xong"
    lines = [Line(numbers=_open_numbers(board, "followups", rest, "quá hạn"))]
    if due:
        lines.append(Line(lead=f"Hạn gần nhất: {format_date(due)}"))
    return _progress(
        board, "followups", f"Việc sau hội nghị {board.name}", "followups.assigned", "đã xong", lines
    )


def _progress(
    board: Dashboard, name: str, label: str, total_code: str, words: str, lines: list[Line]
) -> Tile:
    done, total = board.values[f"{name}.done"], board.values[total_code]
    before = "/".join(_bare(_before(board, code)) for code in (done.code, total_code)) + f" {words}"
    if not board.values["before", total_code].value:
        before = "chưa có số liệu"
    return Tile(
        label=label,
        url=board.url(total_code),
        main=(
            board.number(done.code),
            Number("", f"/ {format_number(total.value or 0)} {words}", board.url(total_code)),
        ),
        segments=[
            {"value": board.values[f"{name}.{part}"].value, "tone": tone}
            for part, tone in _PARTS
            if f"{name}.{part}" in board.values
        ],
        graphic_text=f"{done.text} {words} trên {total.text}",
        lines=tuple(lines),
        before=before,
    )


def _open_numbers(board: Dashboard, name: str, rest: str, late: str) -> tuple[Number, ...]:
    words = (("running", rest, ""), ("waiting", "chưa bắt đầu", ""), ("overdue", late, "red"))
    return tuple(
        board.number(code, unit, tone)
        for part, unit, tone in words
        if (code := f"{name}.{part}") in board.values and (board.values[code].value or part == "running")
    )


def _next_due(board: Dashboard) -> date | None:
    rows = meeting_figures.unfinished(board.scope).filter(due_on__gte=board.scope.as_of)
    return rows.aggregate(next=Min("due_on"))["next"]


def _before(board: Dashboard, code: str) -> str:
    return board.values["before", code].text


def _listed(names: list[str]) -> str:
    return " và ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _bare(text: str) -> str:
    """Return a printed number without its unit."""
    return text.replace(" ", NBSP).partition(NBSP)[0]


def _short(text: str) -> str:
    """Return a printed amount without "khoảng", which a tile has no room for."""
    return text.removeprefix(ABOUT)


def _money(value: FigureValue, url: str) -> Number:
    number, _, unit = _short(value.text).partition(NBSP)
    return Number(number, unit, url)
