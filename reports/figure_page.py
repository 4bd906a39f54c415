"""What the page of one figure shows: the number, its definition, and the records that make it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.dates import format_date
from core.money import format_number
from reports.charts import CleanSvg, Series, columns_by_quarter
from reports.figure_split import SplitTable, split_table
from reports.figures import FIGURES, Figure, FigureValue, Scope, Section, compute_many, may_read_figure
from reports.figures.measures import Simple
from reports.figures.rows import Cell, Shape, record_url, shape_of, sheet, total_cells
from reports.figures.splits import splits_of
from reports.figures.words import change_words
from reports.scopes import COMPARED, figure_url, first_year, scope_query

_LEFT_OUT_SHOWN = 100
_YEARS = 5
# A year before the register begins is no zero.
NO_RECORDS = "chưa có số liệu"
GROUPS = {
    "aid": "Viện trợ",
    "ngo": "Tổ chức PCPNN",
    "meetings": "Hội nghị, cuộc họp",
    "followups": "Việc sau hội nghị",
    "programs": "Chương trình",
    "tasks": "Nhiệm vụ",
    "activities": "Hoạt động",
    "associations": "Hội thành viên",
    "awards": "Khen thưởng",
    "anniversaries": "Kỷ niệm ngoại giao",
}


@dataclass(frozen=True)
class Row:
    """One record: its cells, and the address of its page."""

    cells: list[Cell]
    url: str


@dataclass(frozen=True)
class TableOfRecords:
    """A table of the page: heading, columns, rows in sight, the total of all rows."""

    title: str
    headers: list[tuple[str, str]]
    rows: list[Row]
    total: list[Cell]
    count_text: str
    left_out: list[Row]
    left_out_text: str


class FigurePage:
    """One figure in one scope, with the same period of the years before, split where that is asked for."""

    def __init__(
        self,
        figure: Figure,
        scope: Scope,
        *,
        today: date,
        split: str = "",
        group: str | None = None,
        is_compared: bool = False,
    ) -> None:
        self.figure = figure
        self.scope = scope
        self.today = today
        scopes = [scope]
        while len(scopes) < _YEARS:
            scopes.append(scopes[-1].previous())
        found = compute_many({number: (figure.code, one) for number, one in enumerate(scopes)})
        self.years = [(one, found[number]) for number, one in enumerate(scopes)][::-1]
        self.without_records = self._without_records()
        self.value: FigureValue = found[0]
        self.previous: FigureValue = found[1]
        self.previous_url = figure_url(figure.code, scopes[1], today=today)
        self.query = scope_query(scope, today=today)
        self.is_compared = is_compared and group is None
        self.export_query = f"{self.query}&{COMPARED}" if self.is_compared else self.query
        self.measure = figure.measure(scope)
        self.splits = splits_of(self.measure.parts())
        self.group = group
        self.table = self._split(split)
        self.sections = self._sections()

    def _split(self, key: str) -> SplitTable | None:
        """Return the figure by the groups asked for. Raises LookupError for a way that it does not have."""
        if not key:
            if self.group is not None:
                raise LookupError(self.group)
            return None
        split = {one.key: one for one in self.splits}[key]
        (part,) = self.measure.parts()
        table = split_table(split, part, self.figure.unit)
        if self.group is not None:
            if self.group not in {row.key for row in table.rows}:
                raise LookupError(self.group)
            self.measure = split.narrowed(part, self.group)
        return table

    def _without_records(self) -> set[int]:
        """Return the places among the years before the register has any record; asked for zeros only."""
        if any(value.value or value.left_out for _, value in self.years[:1]):
            return set()
        first = first_year(self.scope.user, self.figure.area, self.today)
        spans = [scope.window for scope, _ in self.years]
        return {at for at, span in enumerate(spans) if first is not None and span.end.year < first}

    def _sections(self) -> list[tuple[Section, int, int, str]]:
        """Return each set of records with how many there are, how many are left out, and their number."""
        sides = {"": self.measure}
        if self.is_compared:
            sides = {"Kỳ này": self.measure, "Cùng kỳ năm trước": self.figure.measure(self.years[-2][0])}
        rows = []
        for side, measure in sides.items():
            is_share = len(measure.parts()) == 2
            titles = ("Phần được tính", "So với tổng") if is_share else (self.group_label,)
            for title, part in zip(titles, measure.parts(), strict=True):
                tally = part.tallied()
                unit = part.unit if is_share else self.figure.unit
                _, exact = part.words(part.value([tally]), unit)
                section = Section(": ".join(filter(None, (side, title))), part)
                rows.append((section, tally.rows - tally.missing, tally.missing, exact))
        return rows

    @property
    def group_label(self) -> str:
        """The name of the group whose records are shown; nothing where all are."""
        if self.table is None or self.group is None:
            return ""
        return f"{self.table.split.label}: {self.table.label_of(self.group)}"

    @property
    def headline(self) -> str:
        """The number of the heading: an amount in full, as reports may print it; others rounded."""
        return self.value.exact if self.value.unit == "USD" else self.value.text

    @property
    def change(self) -> str:
        """How the number stands beside that of the same period, in words."""
        return change_words(self.value.value, self.previous.value, is_share=self.figure.unit == "%")

    @property
    def is_running(self) -> bool:
        """Whether the window still runs, so that other years are cut at the same day."""
        return not self.scope.is_closed

    @property
    def series(self) -> list[dict[str, str]]:
        """The number of five years, the oldest first: {label, text, url}."""
        return [
            {
                "label": scope.window.label,
                "text": NO_RECORDS if at in self.without_records else value.text,
                "exact": NO_RECORDS if at in self.without_records else value.exact,
                "url": figure_url(self.figure.code, scope, today=self.today),
            }
            for at, (scope, value) in enumerate(self.years)
        ]

    @property
    def series_chart(self) -> list[dict[str, Any]]:
        """The same as a picture, wide for desks and narrow for phones; none where all is nothing."""
        values = [
            None if at in self.without_records else value.value for at, (_, value) in enumerate(self.years)
        ]
        if not any(values):
            return []
        is_money = self.figure.unit == "USD"
        unit = "nghìn USD" if is_money else self.figure.unit
        numbers = [None if one is None else Decimal(one) / (1000 if is_money else 1) for one in values]
        names = [str(scope.window.year or scope.window.end.year) for scope, _ in self.years]
        title = f"{self.figure.label}, {names[0]}–{names[-1]}"
        shape: dict[str, Any] = {"title": title, "unit": unit, "along": names, "head": "Năm"}
        drawn = [
            (css, columns_by_quarter([Series(self.figure.label, numbers)], width=width, **shape))
            for css, width in (("only-d", 620), ("only-m", 330))
        ]
        return [{"css": css, "svg": CleanSvg(picture.svg)} for css, picture in drawn]

    @property
    def row_range(self) -> range:
        """As many numbers as the longest set has records; the paginator counts them without a query."""
        return range(max(count for _, count, _, _ in self.sections))

    @property
    def facts(self) -> list[dict[str, str]]:
        """What a reader must know to trust the number."""
        window = self.value.window
        facts = [
            {"label": "Định nghĩa", "value": self.value.definition},
            {
                "label": "Kỳ số liệu",
                "value": f"{window.label}: từ {format_date(window.start)} đến {format_date(window.end)}",
            },
            {"label": "Ngày quyết định", "value": self.value.date_field},
            {"label": "Tính đến", "value": self.scope.as_of_text},
        ]
        if self.value.scope_note:
            facts.append({"label": "Phạm vi", "value": self.value.scope_note})
        return facts

    def tables(self, first: int, per_page: int) -> list[TableOfRecords]:
        """Return the tables of this page of rows; `first` is the number of the first row, from 1."""
        offset = max(first - 1, 0)
        return [
            self._table(section, count, missing, exact, offset, per_page)
            for section, count, missing, exact in self.sections
        ]

    def _table(
        self, section: Section, count: int, missing: int, exact: str, offset: int, per_page: int
    ) -> TableOfRecords:
        shape = shape_of(section.measure.rows)
        shown = shape.fetched(section.rows)[offset : offset + per_page] if count else []
        aside = shape.fetched(section.left_out)[:_LEFT_OUT_SHOWN] if missing else []
        text = f"{format_number(missing)} {shape.noun} không cộng vào số trên vì thiếu số để cộng"
        if missing > _LEFT_OUT_SHOWN:
            text += f"; dưới đây là {_LEFT_OUT_SHOWN} {shape.noun} đầu"
        return TableOfRecords(
            title=section.title,
            headers=[(column.header, column.css) for column in shape.columns_for(section.measure)],
            rows=_rows(shape, shown, section.measure),
            total=total_cells(shape, section.measure, exact),
            count_text=f"{format_number(count)} {shape.noun}",
            left_out=_rows(shape, aside, section.measure),
            left_out_text=text if missing else "",
        )

    def sheets(self) -> list[tuple[str, list[str], list[list[Any]]]]:
        """Return (title, headers, all records) as a workbook holds them, one for each set of records."""
        found = []
        for section, *_ in self.sections:
            shape = shape_of(section.measure.rows)
            headers = [column.header for column in shape.columns_for(section.measure)]
            rows = sheet(shape, shape.fetched(section.rows), section.measure)
            found.append((section.title.replace(":", ","), headers, rows))
        return found

    def notes(self) -> list[tuple[str, str]]:
        """Return what the second sheet of the workbook says."""
        notes = [("Số liệu", self.value.label), ("Giá trị", self.value.exact)]
        notes += [(fact["label"], fact["value"]) for fact in self.facts]
        if self.value.left_out:
            notes.append(("Lưu ý", self.value.left_out_text))
        return notes


def _rows(shape: Shape, records: Iterable[Any], measure: Simple) -> list[Row]:
    return [Row(shape.cells(record, measure), _page_of(record)) for record in records]


def _page_of(record: Any) -> str:
    """Return the record's page; money and conclusions have that of their item or meeting."""
    return record_url(record) or record_url(getattr(record, "item", None) or getattr(record, "meeting", None))


def register_rows(scope: Scope, *, today: date) -> list[dict[str, Any]]:
    """Return every figure that the reader may read, by group, with its number and its address."""
    codes = [code for code in FIGURES if may_read_figure(scope.user, code)]
    values = compute_many({code: (code, scope) for code in codes})
    groups: dict[str, list[dict[str, Any]]] = {}
    for code in codes:
        row = {"value": values[code], "url": figure_url(code, scope, today=today)}
        groups.setdefault(code.split(".")[0], []).append(row)
    return [{"label": GROUPS[name], "rows": groups[name]} for name in GROUPS if name in groups]
