"""Which rows are the header of a register, and which column of the portal each of its columns is."""

import re
from dataclasses import dataclass

from aid.own_files.grid import FONTS, Grid
from core.money import CURRENCIES
from core.spreadsheets.cells import column_letters
from core.spreadsheets.sheets import Sheet, SheetRow
from core.text import fold

TITLE_ROWS = 40
DEEPEST = 3
# Between the text of a group and that of a column under it.
GROUP = " · "
# What was disbursed: up to a day, or in one year.
PAID, PAID_YEAR = "paid", "paid_year"
COUNTERPART = "counterpart"
MONEY = ("amount", PAID, PAID_YEAR, COUNTERPART)
KEEP, IGNORE, NUMBER, PERIOD, COUNTRY = "keep", "", "number", "period", "country"
# Columns of the register that may stand for one column of the portal.
SEVERAL = {"amount", PAID_YEAR, "note", "places", KEEP, IGNORE}
# Looked for in this order, in the header without marks and signs.
PATTERNS: tuple[tuple[str, str], ...] = (
    (NUMBER, r"^(stt|tt|so tt|so thu tu|no)$"),
    ("rate_source", r"^nguon ty gia"),
    ("rate_date", r"^ngay ty gia"),
    ("rate", r"^ty gia"),
    ("currency", r"^(loai tien|don vi tien|dong tien|nguyen te|loai ngoai te)"),
    ("note", r"^(ghi chu|luu y)"),
    ("code", r"^ma( so)?( (du an|khoan|vien tro|chuong trinh).*)?$"),
    (KEEP, r"(ty le|co cau|nguon|cam ket|phuong an) (von )?doi ung"),
    (COUNTERPART, r"doi ung"),
    (IGNORE, r"con lai|chua giai ngan|(ngay|tien do|ty le|ke hoach|du kien|so lan|nguoi) giai ngan"),
    (PAID, r"giai ngan"),
    (IGNORE, r"luy ke"),
    ("start", r"bat dau|khoi cong|^tu (ngay|nam|thang)\b"),
    ("end", r"ket thuc|hoan thanh|^den (ngay|nam|thang)\b"),
    ("approved", r"^ngay\b.*(phe duyet|duyet|ky|quyet dinh|qd|tiep nhan)"),
    ("decision", r"\b(qd|quyet dinh|van ban phe duyet)\b|^phe duyet$"),
    (COUNTRY, r"quoc tich|quoc gia|^nuoc( tai tro| vien tro)?$"),
    ("donor", r"(don vi|to chuc|nha|ben|co quan|doi tac) (tai tro|vien tro|ho tro)|^doi tac( nuoc ngoai)?$"),
    ("donor", r"^(ten )?to chuc( pcpnn| phi chinh phu.*| nuoc ngoai)?$"),
    ("owner", r"chu (du an|khoan|dau tu|quan)|^tiep nhan$"),
    ("owner", r"(don vi|co quan|ben|noi) (tiep nhan|thuc hien|thu huong|huong loi|chu tri|quan ly)"),
    (PERIOD, r"^(thoi gian|thoi han|giai doan|nam)( (thuc hien|trien khai|hoat dong|tai tro|du an).*)?$"),
    ("amount", r"gia tri|kinh phi|\bvon\b|so tien|thanh tien|ngan sach|tong muc|cam ket"),
    ("sectors", r"^(linh vuc|nganh)"),
    ("places", r"dia ban|dia diem|^(xa|phuong|huyen)\b|noi thuc hien|vung du an"),
    ("emergency", r"khan cap"),
    ("kind", r"^loai( hinh)?( (vien tro|du an|khoan).*)?$|^(hinh|phuong) thuc"),
    ("name", r"^ten\b|^(chuong trinh|du an|khoan vien tro|noi dung)"),
)  # fmt: skip
# What a column under a group is: the group, the column's own text, the column of the portal.
_APPROVAL = r"\b(qd|quyet dinh|phe duyet)\b|^van ban$"
_TIME = r"^(thoi gian|thoi han|giai doan|tien do)\b"
_DAY = r"^(ngay|thoi gian|thoi diem)( (thang|nam|ky|ban hanh|duyet|phe duyet|qd|quyet dinh))*$"
PAIRS: tuple[tuple[str, str, str], ...] = (
    (_APPROVAL, _DAY, "approved"),
    (_APPROVAL, r"^so( (hieu|ky hieu|van ban|qd|quyet dinh))*$", "decision"),
    (_APPROVAL, r"^(co quan|noi|cap|nguoi)( (ban hanh|ky|phe duyet|quyet dinh))*$", KEEP),
    (_APPROVAL, r"^(noi dung|trich yeu)$", KEEP),
    (_TIME, r"^tu\b", "start"),
    (_TIME, r"^den\b", "end"),
    (_TIME, r"^(tong )?so (ngay|thang|nam)\b", KEEP),
    (r"\b(gia tri|kinh phi|so tien|von)\b", r"^(loai|don vi|dong) tien( te)?$", "currency"),
    (r"\b(tai tro|vien tro|doi tac|to chuc)\b", r"^(nuoc|quoc gia|quoc tich)$", COUNTRY),
)  # fmt: skip
OF_YEAR = re.compile(r"\b20\d\d\b|\b(trong|ca) nam\b|\b[369] thang\b")
TO_A_DAY = re.compile(r"luy ke|\b(den|het|tinh toi)\b")
# Where several columns could be the owner, the first of these is; the others go into the note.
OWNERS = ("chu khoan", "chu du an", "chu quan", "chu dau tu", "tiep nhan", "thuc hien", "")
UNITS = {
    "nghin": 10**3,
    "ngan": 10**3,
    "1000": 10**3,
    "1 000": 10**3,
    "trieu": 10**6,
    "ty": 10**9,
    "ti": 10**9,
}
_CODES = "|".join(code.lower() for code in CURRENCIES)
UNIT = re.compile(rf"\b(nghin|ngan|1 000|1000|trieu|ty|ti) (dong|d|{_CODES}|do la|euro)\b")
CURRENCY = re.compile(rf"\b({_CODES})\b")
DONG = re.compile(r"[(\[] *đ(ồng)? *[)\]]|(đvt|đơn vị( tính)?) *:? *đ(ồng)?\b", re.IGNORECASE)
WORDS = {"dong": "VND", "d": "VND", "do la": "USD", "euro": "EUR"}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a register: its first row, how many rows it has, the whole text of each column."""

    row: int
    rows: int
    texts: dict[int, str]

    @property
    def bottom(self) -> int:
        """The last row of the header."""
        return self.row + self.rows - 1


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit of a column of money is: 1.000.000 VND; without a currency where none is named."""

    currency: str = ""
    factor: int = 1


def plain(text: str) -> str:
    """Return the text as headers are compared: without marks, signs and case."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def target_of(text: str) -> str | None:
    """Return the key of the portal's column that the header names, None where it names none."""
    group, _, own = (plain(part) for part in text.rpartition(GROUP))
    for over, under, key in PAIRS:
        if re.search(over, group) and re.search(under, own):
            return key
    words = plain(re.sub(r"[(\[][^)\]]*[)\]]", " ", text)) or plain(text)
    for key, pattern in PATTERNS:
        if re.search(pattern, words):
            is_of_year = key == PAID and OF_YEAR.search(plain(text)) and not TO_A_DAY.search(words)
            return PAID_YEAR if is_of_year else key
    return "amount" if unit_in(text) and len(words.split()) <= 3 else None


def unit_in(text: str) -> Unit | None:
    """Return the unit that a header or a line above the table names, None where it names none."""
    words = plain(text)
    if found := UNIT.search(words):
        return Unit(WORDS.get(found[2], found[2].upper()), UNITS[found[1]])
    if found := CURRENCY.search(words):
        return Unit(found[1].upper())
    return Unit("VND") if DONG.search(text) else None


def header_at(grid: Grid, row: int, rows: int) -> Header:
    """Return the header that begins at the row; the texts of a group stand before those under it."""
    texts = {}
    for column in range(1, grid.width + 1):
        parts: list[str] = []
        for number in range(row, row + rows):
            text = grid.text(number, column)
            if text and text not in parts:
                parts.append(text)
        if parts:
            texts[column] = GROUP.join(parts)
    return Header(row, rows, texts)


def find_header(grid: Grid) -> Header | None:
    """Return the header among the first rows that names most columns of the portal, None for none."""
    best, best_score = None, 1
    for row in grid.rows[:TITLE_ROWS]:
        depth = _depth(grid, row)
        header = header_at(grid, row.number, depth)
        # A line of text over the table names at most one column.
        named = {key for text in header.texts.values() if len(text) < 160 and (key := target_of(text))}
        if len(named) > best_score and len(_own_texts(grid, row)) > 1:
            best, best_score = header, len(named)
    return best


def _own_texts(grid: Grid, row: SheetRow) -> set[str]:
    return {text for _column, text in grid.texts(row)}


def _depth(grid: Grid, row: SheetRow) -> int:
    """Return how many rows the header has: as far as its merged cells reach, and what is under a group."""
    deepest = row.number
    for column, cell in row.cells.items():
        found = grid.range_at(row.number, column)
        if cell.is_blank or found is None:
            continue
        deepest = max(deepest, found.bottom)
        if found.bottom == row.number and found.right > found.left and found.right - found.left < 8:
            under = [grid.text(row.number + 1, one) for one in range(found.left, found.right + 1)]
            kinds = [grid.own_cell(row.number + 1, one).kind for one in range(found.left, found.right + 1)]
            if sum(map(bool, under)) > 1 and set(kinds) == {"text"}:
                deepest = max(deepest, row.number + 1)
    return min(deepest - row.number + 1, DEEPEST)


def propose_columns(header: Header) -> dict[str, str]:
    """Return the proposed key of each column, by its letters; "" for one that is not taken in."""
    named = {column: target_of(text) for column, text in header.texts.items()}
    owners = [column for column, key in named.items() if key == "owner"]
    if len(owners) > 1:
        first = min(owners, key=lambda column: _owner_rank(header.texts[column]))
        named |= {column: KEEP for column in owners if column != first}
    taken: set[str] = set()
    columns = {}
    for column, key in sorted(named.items()):
        wanted = IGNORE if key is None else key
        if wanted in taken and wanted not in SEVERAL:
            wanted = KEEP
        taken.add(wanted)
        columns[column_letters(column)] = wanted
    return columns


def _owner_rank(text: str) -> int:
    words = plain(text)
    return next(rank for rank, part in enumerate(OWNERS) if part in words)


def propose_font(sheet: Sheet) -> str:
    """Return the old font whose letters make most headers readable, "" for Unicode."""

    def score(font: str) -> int:
        header = find_header(Grid(sheet, font))
        return 0 if header is None else sum(target_of(text) is not None for text in header.texts.values())

    return max(("", *FONTS), key=score)
