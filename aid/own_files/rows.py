"""What each row under the header of a register is: data, a group's heading, a total, a signature."""

import re
from dataclasses import dataclass, field

from aid.own_files.grid import Grid
from aid.own_files.headers import COUNTERPART, NUMBER, PAID, PAID_YEAR, plain
from core.spreadsheets.cells import Cell
from core.spreadsheets.sheets import SheetRow

DATA, GROUP, TOTAL, SKIPPED = "data", "group", "total", "skipped"
ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
LETTER = re.compile(r"[A-ZĐ]")
MARKED = re.compile(r"^(?P<mark>[IVX]{1,6}|[A-ZĐ])\s*[.)/:-]\s*(?P<text>\S.*)$")
TOTAL_WORDS = re.compile(
    r"^(tong|cong)( (cong|so|gia tri|von|kinh phi|muc|nhom|linh vuc|toan|theo|[ivx]+|[a-z]))*\b"
)
SIGNATURE = re.compile(
    r"^(nguoi (lap|tong hop)|thu truong|giam doc|pho giam doc|chu tich|ke toan|kt |tm |tl |noi nhan|xac nhan|"
    r"ky ten|truong phong|[a-z ]*ngay( \d+)? thang( \d+)? nam( \d+)?$)"
)
NOTE = re.compile(r"^(ghi chu|luu y|nguon|chu thich)\b")
ORDINAL = re.compile(r"\d{1,5}([.,]\d{1,3})*[.)]?")
# Cells that only a record has; a heading or a total has none of them.
OF_A_RECORD = {"donor", "decision", "approved", "start", "end", "period", "code"}


@dataclass(slots=True)
class Line:
    """One row of the register; `text` names a group or a total, `why` says why it is skipped."""

    row: SheetRow
    kind: str
    text: str = ""
    level: str = ""
    why: str = ""
    cells: dict[str, list[Cell]] = field(default_factory=dict)


def lines_of(grid: Grid, bottom: int, columns: dict[int, str], chosen: dict[int, str]) -> list[Line]:
    """Return the rows under the header with what they are; `chosen` is what a person said of a row."""
    lines: list[Line] = []
    signed = False
    for row in grid.rows:
        if row.number <= bottom:
            continue
        line = _line(grid, row, columns)
        if chosen.get(row.number) == DATA:
            line.kind = DATA
        elif chosen.get(row.number) == SKIPPED:
            line.kind, line.why = SKIPPED, "bỏ theo lựa chọn của anh/chị"
        elif line.kind != DATA or not _is_numbered(line):
            signed = signed or line.why == "phần ký tên"
            if signed:
                line.kind, line.why = SKIPPED, "phần ký tên"
        lines.append(line)
    return lines


def _is_numbered(line: Line) -> bool:
    return any(ORDINAL.fullmatch((cell.value or "").strip()) for cell in line.cells.get(NUMBER, ()))


def _line(grid: Grid, row: SheetRow, columns: dict[int, str]) -> Line:
    line = Line(row, DATA)
    for column, key in columns.items():
        cell = grid.cell(row.number, column)
        if key and not cell.is_blank:
            line.cells.setdefault(PAID if key == PAID_YEAR else key, []).append(cell)
    texts = [text for _column, text in grid.texts(row)]
    first = texts[0] if texts else ""
    words = [plain(text) for text in texts[:3]]
    # What a merged cell says stands in its first column alone.
    own = {column for column in columns if _begins(grid, row, column)}
    record = OF_A_RECORD & {columns[column] for column in own} & line.cells.keys()
    spans = _spans(grid, row)
    if spans:
        # A merged heading lies over columns that it says nothing about.
        record = set()
    if len(texts) > 2 and [text.strip("()") for text in texts] == [str(n) for n in range(1, len(texts) + 1)]:
        line.kind, line.why = SKIPPED, "hàng đánh số cột"
    elif not record and any(TOTAL_WORDS.match(one) for one in words if one) and _is_total(line, words):
        line.kind, line.text, line.why = TOTAL, _longest(texts), "dòng tổng"
    elif _is_signature(line, words):
        line.kind, line.why = SKIPPED, "phần ký tên"
    elif (not record and NOTE.match(words[0] if words else "")) or first.startswith(("*", "(*")):
        line.kind, line.why = SKIPPED, "ghi chú của bảng"
    elif (mark := _mark(texts)) and not record:
        line.kind, line.level, line.text = GROUP, mark[0], mark[1]
    elif not record and (spans or _is_lone(line, texts, own)):
        line.kind, line.level, line.text = GROUP, "plain", first
    elif not line.cells.keys() - {NUMBER, "amount", PAID, COUNTERPART}:
        line.kind, line.why = (
            SKIPPED,
            "chỉ có số, không có tên khoản" if line.cells else "ngoài các cột đã ghép",
        )
    if line.kind == GROUP:
        line.why = "dòng nhóm"
    return line


def _longest(texts: list[str]) -> str:
    return next((text for text in texts if TOTAL_WORDS.match(plain(text))), texts[0])


def _is_total(line: Line, words: list[str]) -> bool:
    """Whether the words are a total's and not the name of a record that begins with "Cộng đồng …"."""
    text = next(one for one in words if TOTAL_WORDS.match(one))
    rest = text[TOTAL_WORDS.match(text).end() :].split()  # type: ignore[union-attr]
    return not _is_numbered(line) and (len(rest) < 8 if "amount" in line.cells else len(rest) < 3)


def _is_signature(line: Line, words: list[str]) -> bool:
    """Whether somebody signs here; the place is chosen by eye, under whatever column."""
    if _is_numbered(line) or "amount" in line.cells or len(line.cells) > 3:
        return False
    return any(SIGNATURE.match(one) for one in words if one)


def _spans(grid: Grid, row: SheetRow) -> bool:
    """Whether a merged cell lies across at least a third of the row."""
    widest = 0
    for column, cell in row.cells.items():
        found = grid.range_at(row.number, column)
        if found is not None and not cell.is_blank and found.top == found.bottom == row.number:
            widest = max(widest, found.right - found.left + 1)
    return widest > max(2, grid.width // 3)


def _begins(grid: Grid, row: SheetRow, column: int) -> bool:
    """Whether what stands at the place is not only what a cell merged over it says further left."""
    found = grid.range_at(row.number, column)
    return found is None or found.left == column


def _mark(texts: list[str]) -> tuple[str, str] | None:
    """Return (level, text) of a heading that begins with I, II … or A, B …"""
    if not texts:
        return None
    alone = texts[0].rstrip(".) ")
    if len(texts) > 1 and (level := _level(alone)):
        return level, texts[1]
    found = MARKED.match(texts[0])
    level = _level(found["mark"]) if found else ""
    return (level, found["text"]) if found and level and len(texts) < 4 else None


def _level(mark: str) -> str:
    if mark and ROMAN.fullmatch(mark):
        return "roman"
    return "letter" if LETTER.fullmatch(mark) else ""


def _is_lone(line: Line, texts: list[str], own: set[int]) -> bool:
    """Whether one text stands alone in the row, with or without a sum; `own` are columns not merged over."""
    found = {key for key, cells in line.cells.items() if any(cell.column in own for cell in cells)}
    others = found - {"amount", PAID, COUNTERPART, "keep", "note"}
    sums = sum(
        cell.column in own for key in ("amount", PAID, COUNTERPART) for cell in line.cells.get(key, ())
    )
    return len(texts) - sums == 1 and len(others) <= 1 and not _is_numbered(line)
