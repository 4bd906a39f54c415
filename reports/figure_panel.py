"""What stands beside the paper for one figure: value, wording, rule, its records with their sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.dates import format_date
from core.money import format_money, format_number, format_part
from core.permissions import Reach, reach
from reports.builder import BuilderPage
from reports.figure_looks import Moved, moves
from reports.figure_marks import STATE_LABELS, STATE_TONES, FigureState, Mark
from reports.figures import FIGURES, FigureValue, Section, sections
from reports.figures.measures import Simple, Sum
from reports.figures.rows import record_url, shape_of
from reports.frozen import FrozenNumbers
from reports.frozen_page import frozen_parts_of
from reports.kinds.year_end_numbers import BEFORE, CHANGE
from reports.manual_figures import manual_rows
from reports.models import FigureLook
from reports.narrative import ANNIVERSARY

SHOWN = 5
SHOWN_LOOKS = 5


@dataclass(frozen=True)
class Line:
    """One record behind a figure: its code, its name, what it adds, its page."""

    code: str
    name: str
    amount: str
    url: str


@dataclass(frozen=True)
class Side:
    """One set of records behind a figure: how many, the first of them, what is left, their sum."""

    heading: str
    lines: list[Line]
    more: str = ""
    more_amount: str = ""
    total: str = ""


@dataclass
class Panel:
    """One figure of a report with where it comes from."""

    mark: Mark
    label: str
    text: str
    facts: list[tuple[str, str]]
    sides: list[Side] = field(default_factory=list)
    list_url: str = ""
    note: str = ""
    look: FigureLook | None = None
    now: str = ""
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
    form = code.partition("|")[2]
    before = page.numbers.before.get(value.code)
    shown = before if form == BEFORE and before else value
    panel = Panel(mark, shown.label, page.printed[code], _facts(shown), note=shown.left_out_text)
    if form == CHANGE and before:
        panel.facts.insert(1, ("Cùng kỳ năm trước", before.exact))
    panel.look = page.look_of(code)
    if panel.look:
        panel.changes, panel.now = _changes(panel.look), _now_text(page, panel.look)
        panel.moved = moves(panel.look, page.scope) if panel.is_changed else []
    # Who reads a part only is told the number and its rule; the records stay with those who may open them.
    if reach(page.user, FIGURES[value.code].area) is Reach.ALL:
        _add_records(panel, page, value, form)
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
        parts = frozen_parts_of(row)
        for part in parts:
            heading = f"{format_number(part.count)} bản ghi lúc chốt tạo nên số này"
            heading = f"{part.title}: {format_number(part.count)} bản ghi" if len(parts) > 1 else heading
            lines = [Line("", one.name, one.adds, one.url) for one in part.rows[:SHOWN]]
            more = _left(part.count - len(lines), "bản ghi")
            panel.sides.append(Side(heading, lines, more, total=part.total))
    return panel


def _other(page: BuilderPage, mark: Mark) -> Panel | None:
    """Return what is told about a number that no figure computes: years of relations, typed ones."""
    if mark.code.startswith(ANNIVERSARY):
        return _anniversary(page, mark)
    row = manual_rows([mark.code], page.scope.window, page.report.issuer_id).get(mark.code)
    if row is None:
        return None
    facts = [
        ("Giá trị đúng", row.text),
        ("Cách tính", "số nhập tay, sổ của cổng không có"),
        ("Số của", row.whose),
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


def _add_records(panel: Panel, page: BuilderPage, value: FigureValue, form: str) -> None:
    """Add the records behind a figure: of a share its part and whole, of a comparison both years."""
    scope, earlier = page.scope, page.scope.previous()
    panel.list_url = page.numbers.refs()[panel.mark.code].url
    scopes = {"": earlier if form == BEFORE else scope}
    if form == CHANGE:
        scopes = {"Kỳ này": scope, "Cùng kỳ năm trước": earlier}
    for name, one in scopes.items():
        found = sections(value.code, one)
        for section in found:
            title = section.title if len(found) > 1 else ""
            panel.sides.append(_side(section, ", ".join(filter(None, (name, title)))))


def _side(section: Section, title: str) -> Side:
    measure = section.measure
    shape, tally = shape_of(section.rows), measure.tallied()
    count = tally.rows - tally.missing
    rows = list(shape.fetched(section.rows)[:SHOWN]) if count else []
    number = f"{format_number(count)} {shape.noun}"
    heading = f"{title}: {number}" if title else f"{number} tạo nên số này"
    lines, left = [_line(row, measure) for row in rows], count - len(rows)
    if not isinstance(measure, Sum):
        return Side(heading, lines, _left(left, shape.noun), total=number)
    whole = Decimal(measure.value([tally]))
    rest = whole - sum((Decimal(measure.worth(row)) for row in rows), Decimal(0))
    return Side(
        heading,
        lines,
        _left(left, shape.noun),
        _amount(rest, measure) if left else "",
        _amount(whole, measure, with_unit=True),
    )


def _left(count: int, noun: str) -> str:
    return f"{format_number(count)} {noun} nữa" if count else ""


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
    if with_unit:
        return format_money(amount.quantize(Decimal("0.01"), ROUND_HALF_UP), "USD")
    return format_part(amount, "USD").replace("\u00a0", " ").removesuffix(" USD")


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
    # What the figure that was looked at says now: of a comparison it may be last year's that moved.
    now: str = ""

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
    look = page.look_of(mark.code)
    moved = moves(look, page.scope) if look and mark.state is FigureState.CHANGED else []
    label, exact, records = value.label, value.exact, value.records
    form, before = mark.code.partition("|")[2], page.numbers.before.get(value.code)
    if isinstance(page.numbers, FrozenNumbers) and (kept := (page.numbers.rows or {}).get(mark.code)):
        label, exact, records = kept.label, kept.exact, kept.records
    elif before and form == BEFORE:
        label, exact, records = f"{label}, cùng kỳ năm trước", before.exact, before.records
    elif before and form == CHANGE:
        label, exact = f"{label}, so với cùng kỳ", f"{exact}; cùng kỳ {before.exact}"
        records += before.records
    return FigureRow(
        mark,
        label,
        page.printed[mark.code],
        exact,
        f"{format_number(records)} bản ghi",
        look,
        moved,
        _now_text(page, look),
    )


def _now_text(page: BuilderPage, look: FigureLook | None) -> str:
    """Return what the figure that was looked at says now."""
    if look is None:
        return ""
    base, _, form = look.code.partition("|")
    value = (page.numbers.before if form else page.numbers.values).get(base)
    return value.text if value else ""
