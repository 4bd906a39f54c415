"""Charts: one Vega-Lite description each, made into SVG or PNG on the server and kept by its hash."""

import json
import os
import tempfile
import textwrap
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings

from core.money import format_number
from reports.chart_svg import CleanSvg, safe_svg
from reports.documents.blocks import Align, Chart, Column, Table

INK = "#14211F"
INK_2 = "#3A4A47"
LINE = "#E3E1D7"
LINE_2 = "#CFCDC1"
PATINA_700 = "#0F5F5B"
PATINA_300 = "#8FC4BC"
BLACK = "#000000"

# A label as short as "Quý III" leaves its room to the numbers.
_SHORT = 8
# Below this an axis would be ticked by halves.
_FEW = 5
QUARTERS = ("Quý I", "Quý II", "Quý III", "Quý IV")
_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0đ"]}
_RECIPE = "6"

__all__ = [
    "QUARTERS",
    "ChartPicture",
    "CleanSvg",
    "Medium",
    "Series",
    "bars_by_sector",
    "chart_png",
    "chart_svg",
    "columns_by_quarter",
    "value_label",
]

type Number = int | Decimal
type Spec = dict[str, Any]


class Medium(StrEnum):
    """Where the chart is read: on a page in the interface's face, or in a document in its serif."""

    SCREEN = "screen"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one for each quarter or sector; None where there is no number yet."""

    name: str
    values: Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A drawn chart with what it says in words and the table of its numbers."""

    svg: str
    title: str
    unit: str
    description: str
    table_head: tuple[str, ...]
    table_rows: tuple[tuple[str, ...], ...]
    spec: Spec

    @property
    def source(self) -> str:
        """The picture as a data: address for an img element."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}"

    @property
    def caption(self) -> str:
        """The title with its unit."""
        return f"{self.title} ({self.unit})"

    def block(self) -> Chart:
        """Return the chart as a block of an official document, its table below it."""
        longest = max((len(str(row[0])) for row in self.table_rows), default=0)
        named = 30 if longest > _SHORT else 14
        columns = [
            Column(head, named if index == 0 else 20, Align.LEFT if index == 0 else Align.RIGHT)
            for index, head in enumerate(self.table_head)
        ]
        return Chart(self.svg, self.caption, self.description, Table(columns, self.table_rows))

    def png(self, scale: float = 2) -> bytes:
        """Return the same picture as PNG, for Word and Excel files."""
        return chart_png(self.spec, scale=scale)


def columns_by_quarter(
    series: Sequence[Series],
    *,
    title: str,
    unit: str,
    description: str = "",
    medium: Medium = Medium.SCREEN,
    width: int = 620,
    along: Sequence[str] = QUARTERS,
    head: str = "Quý",
) -> ChartPicture:
    """Return columns side by side for each quarter, or what is `along`; the first light, the second dark."""
    for one in series:
        if len(one.values) != len(along):
            raise ValueError(f"series {one.name!r}: {len(one.values)} values for {len(along)} columns")
    if len(series) > 2:
        raise ValueError(f"{len(series)} series: a chart has at most two colours")
    series = [Series(one.name, [_drawable(value) for value in one.values]) for one in series]
    rows = [
        {"quarter": quarter, "series": one.name, "value": float(value), "label": value_label(value)}
        for one in series
        for quarter, value in zip(along, one.values, strict=True)
        if value is not None
    ]
    names = [one.name for one in series]
    # On paper a quarter of a sheet with its title, so that what it leaves empty before a break is no more.
    spec = _base(rows, medium, width, height=185 if medium is Medium.PAPER else 240)
    spec["encoding"] = {
        "x": {
            "field": "quarter",
            "type": "nominal",
            "sort": list(along),
            "scale": {"domain": list(along)},
            "axis": {"title": None, "labelAngle": 0, "ticks": False, "labelPadding": 8},
        },
        "xOffset": {"field": "series", "type": "nominal", "sort": names},
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"zero": True, "nice": True},
            "axis": {"tickCount": 5, "format": ",.0f", "domain": False, "ticks": False}
            | _whole_ticks([row["value"] for row in rows])
            | _unit_of_axis(unit, medium),
        },
    }
    color = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": names, "range": [PATINA_300, PATINA_700][-len(names) :]},
        "legend": _legend(medium) if len(names) > 1 else None,
    }
    spec["layer"] = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 2}, "encoding": {"color": color}},
        {
            "mark": {"type": "text", "dy": -7, "fontWeight": "bold"},
            "encoding": {"text": {"field": "label"}},
        },
    ]
    table_rows = tuple(
        (quarter, *(value_label(one.values[index]) for one in series)) for index, quarter in enumerate(along)
    )
    heads = (head, *(f"{one.name} ({unit})" for one in series))
    words = description or _said(title, unit, heads, table_rows)
    return _picture(spec, title, unit, words, heads, table_rows)


def bars_by_sector(
    sectors: Sequence[tuple[str, Number]],
    *,
    title: str,
    unit: str,
    description: str = "",
    medium: Medium = Medium.SCREEN,
    width: int = 620,
    head: str = "Lĩnh vực",
) -> ChartPicture:
    """Return lying bars from zero, the largest on top, the number beside each."""
    drawn = [(name, _drawable(value)) for name, value in sectors]
    ordered = sorted(drawn, key=lambda sector: (-(sector[1] or 0), sector[0]))
    rows: list[dict[str, Any]] = [
        {
            "sector": "\n".join(textwrap.wrap(name, 30)),
            "value": float(value or 0),
            "label": value_label(value),
        }
        for name, value in ordered
    ]
    lines = max((row["sector"].count("\n") + 1 for row in rows), default=1)
    spec = _base(rows, medium, width, height=max(60, len(rows) * (20 * lines + 18)))
    longest = max((len(row["label"]) for row in rows), default=1)
    spec["padding"] = {"left": 2, "top": 2, "bottom": 2, "right": 12 + 9 * longest}
    spec["encoding"] = {
        "y": {
            "field": "sector",
            "type": "nominal",
            "sort": None,
            "scale": {"paddingInner": 0.35, "paddingOuter": 0.15},
            "axis": {
                "title": None,
                "ticks": False,
                "labelLimit": 0,
                "labelExpr": "split(datum.label, '\\n')",
                "labelPadding": 8,
            },
        },
        "x": {
            "field": "value",
            "type": "quantitative",
            "axis": None,
            "scale": {"zero": True, "nice": False},
        },
    }
    spec["layer"] = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 2, "color": PATINA_700}},
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": "bold"},
            "encoding": {"text": {"field": "label"}},
        },
    ]
    table_rows = tuple((name, value_label(value)) for name, value in ordered)
    heads = (head, f"Giá trị ({unit})")
    words = description or _said(title, unit, heads, table_rows)
    return _picture(spec, title, unit, words, heads, table_rows)


def chart_svg(spec: Spec, *, title: str = "", description: str = "") -> str:
    """Return the SVG of a description: no style, script or foreign address in it, named for readers."""
    named = {"spec": spec, "title": title, "description": description}
    return _kept(
        named, ".svg", lambda: safe_svg(_drawn_svg(spec), title, description, _key(named)[:8]).encode()
    ).decode()


def chart_png(spec: Spec, *, scale: float = 2) -> bytes:
    """Return the PNG of a description."""

    def draw() -> bytes:
        return _engine().vegalite_to_png(
            spec, scale=scale, format_locale=_LOCALE, allowed_base_urls=[], show_warnings=False
        )

    return _kept({"spec": spec, "scale": scale}, ".png", draw)


def _whole_ticks(values: Sequence[Any]) -> Spec:
    """Return the ticks of a low axis, whole ones only: half a meeting is none. Others are whole."""
    highest, lowest = max(values, default=0), min(values, default=0)
    if lowest < 0 or highest >= _FEW:
        return {}
    return {"values": list(range(ceil(highest) + 1))}


def _legend(medium: Medium) -> Spec:
    shown: Spec = {"orient": "top", "title": None, "symbolType": "square"}
    # Above the unit of the axis.
    return shown if medium is Medium.PAPER else shown | {"offset": 32}


def _unit_of_axis(unit: str, medium: Medium) -> Spec:
    """Return the title of an axis: its unit, level above it; on paper the caption says it."""
    if medium is Medium.PAPER:
        return {"title": None}
    # The columns and their labels begin to the right of it.
    at = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -26, "titleY": -12}
    return {"title": unit, "titleFontWeight": "normal", **at}


def _picture(
    spec: Spec,
    title: str,
    unit: str,
    description: str,
    head: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
) -> ChartPicture:
    svg = chart_svg(spec, title=title, description=description)
    return ChartPicture(svg, title, unit, description, head, rows, spec)


def _drawable(value: Number | None) -> Number | None:
    """Return a number, None where nothing could draw it: endless, no number, beyond every register."""
    exact = Decimal("NaN") if value is None else Decimal(value)
    return value if exact.is_finite() and abs(exact) < 10**18 else None


def value_label(value: Number | None) -> str:
    """Return a number as printed, with one decimal at most; a dash where there is none."""
    if value is None:
        return "–"
    rounded = round(Decimal(value), 1)
    return format_number(rounded, decimals=0 if rounded == rounded.to_integral_value() else 1)


def _said(title: str, unit: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """Return the chart in one sentence, for those who cannot see it."""
    bare = [name.removesuffix(f" ({unit})") for name in head]
    parts = [
        f"{row[0]}: "
        + (row[1] if len(row) == 2 else ", ".join(f"{bare[i].lower()} {row[i]}" for i in range(1, len(row))))
        for row in rows
    ]
    return f"{title}, đơn vị {unit}. {'; '.join(parts) or 'Chưa có số liệu'}."


def _base(rows: list[dict[str, Any]], medium: Medium, width: int, height: int) -> Spec:
    """Return what all charts share: sheet, face, colours, the vi-VN numbers of the axes."""
    paper = medium == Medium.PAPER
    font = (
        "VNSerif, 'Liberation Serif', serif"
        if paper
        else "'Source Sans 3', 'Segoe UI', Arial, 'Liberation Serif', sans-serif"
    )
    size = 16 if paper else 14
    ink, ink_2 = (BLACK, BLACK) if paper else (INK, INK_2)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 2,
        "background": None,
        "data": {"values": rows},
        "config": {
            "font": font,
            "view": {"stroke": None},
            "text": {"font": font, "fontSize": size, "color": ink},
            "axis": {
                "labelFont": font,
                "labelFontSize": size,
                "labelColor": ink_2,
                "titleFont": font,
                "titleFontSize": size,
                "titleColor": ink_2,
                "gridColor": LINE,
                "domainColor": LINE_2,
                "labelFlush": False,
            },
            "legend": {"labelFont": font, "labelFontSize": size, "labelColor": ink_2, "labelLimit": 300},
        },
    }


@cache
def _engine() -> Any:
    """Return vl-convert, loaded at the first chart and knowing the bundled faces."""
    import vl_convert  # 80 MB that most processes never need

    vl_convert.register_font_directory(str(Path(settings.BASE_DIR) / "static" / "fonts"))
    return vl_convert


def _drawn_svg(spec: Spec) -> str:
    return _engine().vegalite_to_svg(spec, format_locale=_LOCALE, allowed_base_urls=[], show_warnings=False)


def _kept(named: dict[str, Any], suffix: str, draw: Callable[[], bytes]) -> bytes:
    """Return the file of this description, drawn once; two writers at a time leave one whole file."""
    key = _key(named)
    folder = Path(settings.DATA_DIR) / "charts" / key[:2]
    path = folder / f"{key}{suffix}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = draw()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        file.write(content)
    os.replace(file.name, path)
    return content


def _key(named: dict[str, Any]) -> str:
    return sha256(json.dumps([_RECIPE, named], sort_keys=True, ensure_ascii=False).encode()).hexdigest()
