"""What stands beside the paper for one figure: value, wording, rule, its records with their sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.dates import format_date
from core.money import format_money, format_number
from core.permissions import Reach, reach
from reports.builder import BuilderPage
from reports.figure_looks import Moved, moves
from reports.figure_marks import STATE_LABELS, STATE_TONES, FigureState, Mark
from reports.figures import FIGURES, FigureValue, sections
from reports.figures.measures import Share, Simple, Sum
from reports.figures.rows import record_url, shape_of
from reports.frozen_page import frozen_parts_of
from reports.manual_figures import MANUAL
from reports.models import FigureLook, ManualFigure
from reports.narrative import ANNIVERSARY
from reports.scopes import figure_url

SHOWN = 5
SHOWN_LOOKS = 5


@dataclass(frozen=True)
class Line:
    """One record behind a figure: its code, its name, what it adds, its page."""

    code: str
    name: str
    amount: str
    url: str


@dataclass
class Panel:
    """One figure of a report with where it comes from."""

    mark: Mark
    label: str
    text: str
    facts: list[tuple[str, str]]
    heading: str = ""
    lines: list[Line] = field(default_factory=list)
    more: str = ""
    more_amount: str = ""
    total: str = ""
    list_url: str = ""
    note: str = ""
    look: FigureLook | None = None
    moved: list[Moved] = field(default_factory=list)
    changes: list[Any] = field(default_factory=list)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.mark.state]

    @property
    def tone(self) -> str:
        """How the state is coloured."""
        return STATE_TONES[self.mark.state]

    @property
    def is_changed(self) -> bool:
        """Whether it moved since somebody looked."""
        return self.mark.state is FigureState.CHANGED


def panel_of(page: BuilderPage, code: str) -> Panel | None:
    """Return what is told about a figure of the paper; None where the paper has no such figure."""
    mark = page.marks.get(code)
    if mark is None:
        return None
    if page.report.snapshot:
        return _frozen(page, mark)
    value = page.value_of(code)
    if value is None:
        return _other(page, mark)
    panel = Panel(mark, value.label, page.printed[code], _facts(value), note=value.left_out_text)
    panel.look = page.looks.get(value.code)
    if panel.look:
        panel.changes = _changes(panel.look)
        panel.moved = moves(panel.look, page.scope) if panel.is_changed else []
    # Who reads a part only is told the number and its rule; the records stay with those who may open them.
    if reach(page.user, FIGURES[value.code].area) is Reach.ALL:
        _add_records(panel, page, value)
    return panel


def _frozen(page: BuilderPage, mark: Mark) -> Panel | None:
    """Return what is told about a locked number: its records are those of the lock, with what they added."""
    row = page.report.snapshot.figures.filter(code=mark.code).first()
    if row is None:
        return None
    snapshot = page.report.snapshot
    facts = [
        ("Giá trị đúng", row.exact),
        ("Cách tính", row.definition),
        ("Điều kiện", f"{row.date_field}, {format_date(snapshot.start_on)}–{format_date(snapshot.end_on)}"),
        ("Đã chốt", f"lần {snapshot.ordinal}, tính đến {format_date(snapshot.as_of)}"),
    ]
    panel = Panel(mark, row.label, row.text, facts, list_url=page.numbers.url(row.code))
    if panel.list_url and row.sources:
        part = frozen_parts_of(row)[0]
        panel.heading = f"{format_number(part.count)} bản ghi lúc chốt tạo nên số này"
        panel.lines = [Line("", one.name, one.adds, one.url) for one in part.rows[:SHOWN]]
        left = part.count - len(panel.lines)
        panel.more = f"{format_number(left)} bản ghi nữa" if left else ""
        panel.total = part.total
    return panel


def _other(page: BuilderPage, mark: Mark) -> Panel | None:
    """Return what is told about a number that no figure computes: years of relations, typed ones."""
    if mark.code.startswith(ANNIVERSARY):
        return _anniversary(page, mark)
    row = ManualFigure.objects.filter(code=mark.code.removeprefix(MANUAL), year=page.report.year).first()
    if row is None:
        return None
    facts = [
        ("Giá trị đúng", row.text),
        ("Cách tính", "số nhập tay, sổ của cổng không có"),
        ("Nguồn", row.source),
        ("Người cung cấp", f"{row.told_by}, {format_date(row.told_on)}"),
    ]
    return Panel(mark, f"{row.label} (nhập tay)", row.text, facts, list_url=row.get_absolute_url())


def _facts(value: FigureValue) -> list[tuple[str, str]]:
    span, day = value.window, format_date(value.as_of)
    return [
        ("Giá trị đúng", value.exact),
        ("Cách viết", _wording(value)),
        ("Cách tính", value.definition),
        ("Điều kiện", f"{value.date_field}, {format_date(span.start)}–{format_date(span.end)}"),
        ("Tính đến", day),
    ]


def _wording(value: FigureValue) -> str:
    if value.unit == "%":
        return "phần trăm, làm tròn"
    if value.text == value.exact:
        return "viết đủ số"
    return "làm tròn 1 số lẻ, thêm “khoảng”" if value.text.startswith("khoảng") else "làm tròn"


def _add_records(panel: Panel, page: BuilderPage, value: FigureValue) -> None:
    code = value.code
    panel.list_url = figure_url(code, page.scope, today=page.today)
    part, *_ = sections(code, page.scope)
    shape = shape_of(part.rows)
    rows = list(shape.fetched(part.rows)[:SHOWN]) if value.records else []
    panel.lines = [_line(row, part.measure) for row in rows]
    is_share = isinstance(FIGURES[code].measure(page.scope), Share)
    count = part.rows.count() if is_share else value.records
    panel.heading = f"{format_number(count)} {shape.noun} tạo nên số này"
    left = count - len(rows)
    panel.more = f"{format_number(left)} {shape.noun} nữa" if left else ""
    if not isinstance(part.measure, Sum):
        panel.total = f"{format_number(count)} {shape.noun}"
        return
    whole = part.measure.value([part.measure.tallied()])
    shown = sum((Decimal(part.measure.worth(row)) for row in rows), Decimal(0))
    panel.total = _amount(Decimal(whole), part.measure, with_unit=True)
    panel.more_amount = _amount(Decimal(whole) - shown, part.measure) if left else ""


def _line(row: Any, measure: Simple) -> Line:
    owner = getattr(row, "item", None) or row
    amount = _amount(Decimal(measure.worth(row)), measure) if isinstance(measure, Sum) else ""
    name = next(
        (str(text) for part in ("name", "title", "text") if (text := getattr(owner, part, ""))), str(owner)
    )
    return Line(str(getattr(owner, "code", "")), name, amount, record_url(owner))


def _amount(amount: Decimal, measure: Sum, *, with_unit: bool = False) -> str:
    if not measure.usd:
        return format_number(amount)
    text = format_money(amount.quantize(Decimal("0.01")), "USD")
    return text if with_unit else text.replace("\u00a0", " ").removesuffix(" USD")


def _changes(look: FigureLook) -> list[Any]:
    """Return what the figure was each time somebody looked, newest first."""
    return list(look.history.select_related("looked_by").order_by("-history_id")[:SHOWN_LOOKS])


def _anniversary(page: BuilderPage, mark: Mark) -> Panel:
    relation = page.numbers.relations[mark.code.removeprefix(ANNIVERSARY)]
    ref = page.numbers.anniversary(relation.code)
    facts = [
        ("Giá trị đúng", ref.text),
        ("Cách tính", f"{page.numbers.year} trừ năm thiết lập quan hệ"),
        ("Thiết lập quan hệ", format_date(relation.established_on)),
        ("Nguồn", relation.source or "chưa ghi"),
        ("Độ chắc chắn", relation.certainty),
    ]
    return Panel(mark, f"Quan hệ ngoại giao với {relation.name}", ref.text, facts, list_url=ref.url)


@dataclass(frozen=True)
class FigureRow:
    """One number on the page of looking through: its index, its words now and as last seen."""

    mark: Mark
    label: str
    text: str
    exact: str
    records: str
    look: FigureLook | None
    moved: list[Moved]

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.mark.state]

    @property
    def tone(self) -> str:
        """How the state is coloured."""
        return STATE_TONES[self.mark.state]

    @property
    def is_changed(self) -> bool:
        """Whether it moved since somebody looked."""
        return self.mark.state is FigureState.CHANGED


def figure_rows(page: BuilderPage) -> list[FigureRow]:
    """Return every figure of the paper with its state; what moved one is told beside it."""
    return [_row(page, mark) for mark in page.marks.values()]


def _row(page: BuilderPage, mark: Mark) -> FigureRow:
    value = page.value_of(mark.code)
    if value is None:
        panel = _other(page, mark)
        label, text = (panel.label, panel.text) if panel else (mark.code, "")
        source = "bảng quan hệ ngoại giao" if mark.code.startswith(ANNIVERSARY) else "số nhập tay"
        return FigureRow(mark, label, text, text, source, None, [])
    look = page.looks.get(value.code)
    moved = moves(look, page.scope) if look and mark.state is FigureState.CHANGED else []
    return FigureRow(
        mark,
        value.label,
        page.printed[mark.code],
        value.exact,
        f"{format_number(value.records)} bản ghi",
        look,
        moved,
    )
