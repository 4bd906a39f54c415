"""A workbook as plain rows: every visible value, its kind, its format and the formula behind it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from core.spreadsheets.limits import FileRefused, Limits
from core.spreadsheets.package import Package
from core.spreadsheets.scan import Findings, inspect, sheet_parts, workbook_part
from core.spreadsheets.xmlstream import local, parse_stream

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
# One merged range is enough to refuse a table; a million of them need not be listed.
MAX_MERGES = 2_000
# A decomposed Vietnamese letter is up to three code points: this much is kept before composing.
KEPT_CHARACTERS = 8_000
# The last serial Excel shows as a date, 31/12/9999.
LAST_SERIAL = 2_958_465

REFERENCE = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
DATE_LETTERS = re.compile(r"[dmy]", re.IGNORECASE)
TIME_LETTERS = re.compile(r"[hs]", re.IGNORECASE)
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
# The reserved numbers that hold dates in the East Asian editions of Excel.
EAST_ASIAN_DATES = (*range(27, 37), *range(50, 59))


def read_workbook(data: bytes, limits: Limits) -> dict[str, Any]:
    """Sheets with their rows, ready for JSON; FileRefused when the file must not or cannot be read."""
    package, findings = inspect(data, "xlsx", limits)
    book = _Book(package, findings)
    sheets: list[dict[str, Any]] = []
    for name, state, part in sheet_parts(package, findings):
        kind = findings.types.get(part, "")
        if part not in package.members:
            raise package.broken()
        if state != "visible" or not kind.endswith("worksheet+xml"):
            sheets.append(
                {"name": name, "state": state, "rows": [], "merges": [], "wide": None, "columns": []}
            )
            continue
        sheets.append({"name": name, "state": state, **_SheetReader(book, part).read()})
    return {"sheets": sheets, "soft": findings.soft}


@dataclass
class _Book:
    """What all sheets of the workbook share."""

    package: Package
    findings: Findings
    strings: list[tuple[str, int]] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    date1904: bool = False
    characters: int = 0
    cells: int = 0

    def __post_init__(self) -> None:
        for part, kind in self.findings.types.items():
            if part not in self.package.members:
                continue
            if kind.endswith("spreadsheetml.sharedStrings+xml"):
                self._read_strings(part)
            elif kind.endswith("spreadsheetml.styles+xml"):
                self._read_styles(part)
        self._read_properties()

    def parse(self, part: str, **handlers: Any) -> None:
        """Stream one part through the handlers."""
        parse_stream(self.package.chunks(part), self.package.limits, self.package.broken, **handlers)

    def _read_properties(self) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "workbookPr":
                self.date1904 = attributes.get("date1904") in {"1", "true"}

        self.parse(workbook_part(self.findings), start=start)

    def _read_strings(self, part: str) -> None:
        collector = _TextCollector()

        def start(tag: str, _attributes: dict[str, str]) -> None:
            if local(tag) == "si":
                collector.reset()
            collector.start(local(tag))

        def end(tag: str) -> None:
            collector.end(local(tag))
            if local(tag) == "si":
                self.strings.append(collector.value())

        self.parse(part, start=start, end=end, text=collector.text)

    def _read_styles(self, part: str) -> None:
        codes = dict(BUILT_IN) | dict.fromkeys(EAST_ASIAN_DATES, "yyyy/m/d")
        path: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local(tag)
            if name == "numFmt" and path and path[-1] == "numFmts":
                codes[_integer(attributes.get("numFmtId"), self.package)] = attributes.get("formatCode", "")
            elif name == "xf" and path and path[-1] == "cellXfs":
                self.formats.append(codes.get(_integer(attributes.get("numFmtId", "0"), self.package), ""))
            path.append(name)

        def end(_tag: str) -> None:
            path.pop()

        self.parse(part, start=start, end=end)

    def format_of(self, style: str | None) -> str:
        """The number format of a cell style; a style that does not exist means a damaged file."""
        if style is None:
            return "General"
        index = _integer(style, self.package)
        if index == 0 and not self.formats:
            return "General"
        if not 0 <= index < len(self.formats):
            raise self.package.broken()
        return self.formats[index]

    def string(self, index: str) -> tuple[str, int]:
        """A shared string and its true length."""
        number = _integer(index, self.package)
        if not 0 <= number < len(self.strings):
            raise self.package.broken()
        return self.strings[number]


class _TextCollector:
    """Joins the runs of a rich text and leaves out its phonetic guide."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin a new text."""
        self.parts: list[str] = []
        self.length = 0
        self.open = False
        self.phonetic = 0

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "rPh":
            self.phonetic += 1
        self.open = name == "t" and not self.phonetic

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPh":
            self.phonetic -= 1
        self.open = False

    def text(self, piece: str) -> None:
        """Characters of the current element."""
        if self.open:
            if self.length < KEPT_CHARACTERS:
                self.parts.append(piece[: KEPT_CHARACTERS - self.length])
            self.length += len(piece)

    def value(self) -> tuple[str, int]:
        """The joined text, unescaped, and its length before it was cut."""
        return unescape("".join(self.parts)), self.length


class _SheetReader:
    """Turns the events of one worksheet part into rows."""

    def __init__(self, book: _Book, part: str) -> None:
        self.book = book
        self.part = part
        self.rows: list[dict[str, Any]] = []
        self.merges: list[list[int]] = []
        self.hidden_columns: list[list[int]] = []
        self.wide: list[int] | None = None
        self.row_number = 0
        self.row: dict[str, Any] | None = None
        self.cell: dict[str, str] | None = None
        self.column = 0
        self.field = ""
        self.value: list[str] = []
        self.formula: list[str] | None = None
        self.inline = _TextCollector()

    def read(self) -> dict[str, Any]:
        """The rows that hold anything, the merged ranges and the hidden columns."""
        self.book.parse(self.part, start=self._start, end=self._end, text=self._text)
        return {
            "rows": self.rows,
            "merges": self.merges,
            "wide": self.wide,
            "columns": self.hidden_columns,
        }

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        self.inline.start(name)
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f" and self.cell is not None:
            self.field, self.formula = "f", []
        elif name == "v" and self.cell is not None:
            self.field = "v"
        elif name == "mergeCell" and len(self.merges) < MAX_MERGES:
            self.merges.append(self._range(attributes.get("ref", "")))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = (_integer(attributes.get(key), self.book.package) for key in ("min", "max"))
            self.hidden_columns.append([first, last])

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        value = self.row_number + 1 if number is None else _integer(number, self.book.package)
        if not self.row_number < value <= MAX_ROW:
            raise self.book.package.broken()
        self.row_number, self.column = value, 0
        self.row = {"n": value, "h": attributes.get("hidden") in {"1", "true"}, "c": []}

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self.column + 1
        if reference is not None:
            row, column = self._reference(reference)
            if row != self.row_number:
                raise self.book.package.broken()
        if self.row is None or not self.column < column <= MAX_COLUMN:
            raise self.book.package.broken()
        self.column = column
        self.cell = attributes
        self.value, self.formula, self.field = [], None, ""
        self.inline.reset()

    def _text(self, piece: str) -> None:
        self.inline.text(piece)
        if self.field == "v":
            self.value.append(piece)
        elif self.field == "f" and self.formula is not None:
            self.formula.append(piece)

    def _end(self, tag: str) -> None:
        name = local(tag)
        self.inline.end(name)
        if name in {"f", "v"}:
            self.field = ""
        elif name == "c" and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif name == "row" and self.row is not None:
            if self.row["c"]:
                self.rows.append(self.row)
            self.row = None

    def _end_cell(self, attributes: dict[str, str]) -> None:
        book = self.book
        code = book.format_of(attributes.get("s"))
        kind, value, length = self._typed(attributes.get("t", "n"), code)
        formula = None if self.formula is None else "".join(self.formula)[:KEPT_CHARACTERS]
        if value is None and formula is None:
            return
        limit = book.package.limits.columns
        if self.column > limit:
            if self.wide is None or self.column > self.wide[1]:
                self.wide = [self.row_number, self.column]
            return
        book.cells += 1
        book.characters += len(value or "") + len(formula or "") + 20
        if book.characters > book.package.limits.text_characters or book.cells > book.package.limits.cells:
            raise FileRefused("Tệp có quá nhiều chữ để đọc trên trang này. Hãy chia nhỏ tệp rồi tải lại.")
        if self.row is not None:
            self.row["c"].append([self.column, kind, value, code, formula, length])

    def _typed(self, kind: str, code: str) -> tuple[str, str | None, int]:
        """Kind, value as text and true length of the cell that just ended."""
        raw = "".join(self.value)
        if kind == "s":
            text, length = self.book.string(raw) if raw.strip() else ("", 0)
            return "text", text or None, length
        if kind == "inlineStr":
            text, length = self.inline.value()
            return "text", text or None, length
        if kind == "str":
            text = unescape(raw[:KEPT_CHARACTERS])
            return "text", text or None, len(raw)
        raw = raw.strip()
        if not raw:
            return "number", None, 0
        if kind == "b":
            return "boolean", raw, len(raw)
        if kind == "e":
            return "error", raw[:40], len(raw)
        if kind == "d":
            return "date", raw[:40], len(raw)
        if kind != "n":
            raise self.book.package.broken()
        return (*self._number(raw[:60], code), len(raw))

    def _number(self, raw: str, code: str) -> tuple[str, str]:
        try:
            number = float(raw)
        except ValueError:
            raise self.book.package.broken() from None
        if "_" in raw or not raw.isascii() or not isfinite(number):
            raise self.book.package.broken()
        bare = QUOTED.sub("", code.split(";")[0])
        is_date, is_time = bool(DATE_LETTERS.search(bare)), bool(TIME_LETTERS.search(bare))
        if code in {"General", "@"} or not (is_date or is_time):
            return "number", raw
        if not 0 <= number < LAST_SERIAL + 1:
            return "bad_date", raw
        if number < 1:
            return "time", raw
        return "date", self._date(number).isoformat()

    def _date(self, serial: float) -> datetime:
        """The moment a serial stands for; days before March 1900 follow Excel's invented leap day."""
        if self.book.date1904:
            return datetime(1904, 1, 1) + timedelta(days=serial)  # noqa: DTZ001 - a cell has no time zone
        shift = 1 if serial < 60 else 0
        return datetime(1899, 12, 30) + timedelta(days=serial + shift)  # noqa: DTZ001 - as above

    def _reference(self, reference: str) -> tuple[int, int]:
        match = REFERENCE.match(reference)
        if match is None:
            raise self.book.package.broken()
        column = column_number(match[1])
        if column > MAX_COLUMN or int(match[2]) > MAX_ROW:
            raise self.book.package.broken()
        return int(match[2]), column

    def _range(self, reference: str) -> list[int]:
        first, _, last = reference.partition(":")
        (row1, column1), (row2, column2) = self._reference(first), self._reference(last or first)
        return [row1, column1, row2, column2]


def column_number(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def unescape(text: str) -> str:
    """The text with Excel's _xHHHH_ escapes turned back into characters."""
    if "_x" not in text:
        return text
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return (
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        if _has_pair(text)
        else text
    )


def _has_pair(text: str) -> bool:
    return bool(re.search("[\ud800-\udbff][\udc00-\udfff]", text))


def _integer(text: str | None, package: Package) -> int:
    """A plain whole number of an attribute; anything else means a damaged file."""
    value = (text or "").strip()
    if not (value.isascii() and value.isdigit() and len(value) <= 10):
        raise package.broken()
    return int(value)
