"""Assignments in the third part of a program: who does what with whom until when, read from its words.

The portal only proposes; a person looks at each line before it becomes a task. Pure functions.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.dates import DateError
from core.text import fold
from programs import deadlines
from programs.wording.tokens import Names, Token, tokens_of

# Bodies that a program names without saying which; a person chooses the lead then.
COLLECTIVES = (
    "các sở, ban, ngành", "các sở, ngành", "các sở", "các ngành", "các cơ quan, đơn vị, địa phương",
    "các cơ quan, đơn vị", "các cơ quan, địa phương", "các cơ quan liên quan", "các đơn vị liên quan",
    "các cơ quan", "các đơn vị", "các địa phương", "UBND cấp xã", "Ủy ban nhân dân cấp xã",
    "UBND các xã, phường", "Ủy ban nhân dân các xã, phường", "các trường đại học", "các hội thành viên",
    "các đoàn thể", "các đoàn thể chính trị - xã hội", "các tổ chức chính trị - xã hội", "các doanh nghiệp",
)  # fmt: skip
_SHORTER = (
    ("Ủy ban nhân dân", "UBND"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("Bộ Chỉ huy Quân sự", "Bộ CHQS"),
    ("Giáo dục và Đào tạo", "GD&ĐT"),
    ("Hội đồng nhân dân", "HĐND"),
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZĐÀ-Ỹ])|\n+")
_CLAUSE = re.compile(r"(?<=;)\s+")
_NUMBERED = re.compile(r"^(?:[-+•]|\d+(?:\.\d+)*[.)]|[a-zđ]\))\s*")
_ASKING = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?", re.IGNORECASE)
_ASKING_LAST = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?$", re.IGNORECASE)
_LINK = re.compile(r"[\s,;]*(?:và|cùng|với|cùng với)?[\s,;]*", re.IGNORECASE)
_LEADS = re.compile(
    r"[\s,]*(?:là\s+cơ\s+quan\s+(?:thường\s+trực|đầu\s+mối)[\s,]*)?(?:chủ\s+trì)?[\s,:]*", re.IGNORECASE
)
_WITH = re.compile(r"[\s,]*phối\s+hợp\s+(?:chặt\s+chẽ\s+)?với\s+", re.IGNORECASE)
_RELATED = re.compile(r"\s*(?:có\s+)?liên\s+quan", re.IGNORECASE)
_ROMAN_OR_NUMBER = r"(?:\d{1,2}|[ivx]{1,3})"
_BEFORE = r"(?:(?:hoàn thành|xong|trước|chậm nhất|đến hết|đến|hết|trong|vào)\s+)*"
_DATED = re.compile(
    rf"[\s,;]*{_BEFORE}(?:(?P<day>(?:ngày\s+)?(?P<d>\d{{1,2}}/\d{{1,2}}/\d{{4}}))"
    rf"|(?P<long>ngày\s+(?P<ld>\d{{1,2}})\s+tháng\s+(?P<lm>\d{{1,2}})\s+năm\s+(?P<ly>\d{{4}}))"
    rf"|(?P<month>tháng\s+(?P<m>\d{{1,2}})\s*(?:/|năm)\s*(?P<my>\d{{4}}))"
    rf"|(?P<quarter>quý\s+(?P<q>{_ROMAN_OR_NUMBER})\s*(?:/|năm)\s*(?P<qy>\d{{4}}))"
    rf"|(?P<year>(?<=\s)năm\s+(?P<y>\d{{4}})(?![\d-])))",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"hoàn thành|xong|trước|chậm nhất|đến hết|đến|hết|trong", re.IGNORECASE)
_YEARLY = re.compile(
    r"[\s,;]*(?:(?:hoàn thành|báo cáo)\s+)?(?:(?:trước|chậm nhất)\s+)?(?:ngày\s+\d{1,2}/\d{1,2}\s+)?"
    r"(?:hằng|hàng|mỗi|từng)\s+năm",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"thường\s+xuyên", re.IGNORECASE)
_STANDING = re.compile(r"cơ\s+quan\s+thường\s+xuyên", re.IGNORECASE)
_SOON = re.compile(r"[\s,;]*(?:cần\s+)?sớm\s+(?=hoàn|trình|ban|xây)", re.IGNORECASE)
_MADE = r"(?:xây dựng|lập|ban hành|trình|đề xuất|tham mưu|soạn thảo|rà soát|sửa đổi, bổ sung)"
_PAPER = re.compile(
    rf"{_MADE}\s+(?:\w+\s+){{0,2}}?"
    r"(kế hoạch|đề án|danh mục|quy chế|tờ trình|chương trình|cơ sở dữ liệu|báo cáo)\b"
    r"|(?:^|tổng hợp,?\s+)(báo cáo)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 500
_SHORTEST_TITLE = 3
_HEADS = (
    ("lead", "chu tri"), ("partners", "phoi hop"), ("due", "thoi gian"), ("due", "thoi han"), ("due", "han"),
    ("deliverable", "san pham"), ("deliverable", "ket qua"), ("title", "nhiem vu"), ("title", "noi dung"),
    ("title", "cong viec"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as it may be named."""

    pk: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A node of the third part: its key, whether it is a heading, its words or its cells."""

    key: str
    text: str
    is_heading: bool = False
    table: list | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task as the text gives it; without a lead a person has to name one."""

    key: str
    title: str
    lead: int | None
    partners: tuple[int, ...] = ()
    due_kind: str = "KHONG"
    due_on: date | None = None
    deliverable: str = ""
    note: str = ""


def body_of(pk: int, name: str, short_name: str) -> Body:
    """Return an agency with the ways in which papers of the province name it."""
    names = [name, short_name]
    for long, short in _SHORTER:
        names += [one.replace(long, short) for one in names if long in one]
    names += [one.removesuffix(" Thanh Hóa") for one in names if one.endswith("tỉnh Thanh Hóa")]
    return Body(pk, tuple(dict.fromkeys(filter(None, names))))


class Reader:
    """Reads assignments with the agencies that it knows."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        """Take the agencies."""
        self._pk = {name: body.pk for body in bodies for name in body.names}
        self._names = Names([*self._pk, *COLLECTIVES])

    def read(self, sources: Iterable[Source]) -> list[Assignment]:
        """Return the assignments of a text in reading order.

        A heading or line that is nothing but a body's name gives what stands below it to that body.
        """
        found: list[Assignment] = []
        holder: int | None = None
        for source in sources:
            if source.table is not None:
                found += self._of_table(source)
                continue
            alone = self._named_alone(source.text)
            if alone is not None or source.is_heading:
                holder = alone
                continue
            for sentence in _SENTENCE.split(source.text):
                found += self._of_clauses(source.key, sentence, holder)
        return found

    def _of_clauses(self, key: str, sentence: str, holder: int | None) -> Iterator[Assignment]:
        """Yield the assignments of a sentence; a clause that names nobody goes on with the one before."""
        before: Assignment | None = None
        for clause in _CLAUSE.split(sentence):
            one = self._of_sentence(
                key, clause, before.lead if before else holder, goes_on=before is not None
            )
            if one is None:
                continue
            if before and one.lead is None and not one.note:
                one = replace(one, note=before.note)
            before = one
            yield one

    def _named_alone(self, text: str) -> int | None:
        words = _NUMBERED.sub("", text.strip()).rstrip(" :.;")
        names = list(self._chain(words, 0))
        if len(names) == 1 and names[0][1] == len(words):
            return self._pk.get(names[0][0])
        return None

    def _of_sentence(
        self, key: str, sentence: str, holder: int | None, *, goes_on: bool = False
    ) -> Assignment | None:
        words = _NUMBERED.sub("", sentence.strip())
        asked = _ASKING.match(words)
        at: int | None = asked.end() if asked else 0
        leads = list(self._chain(words, at or 0))
        if not leads:
            at = self._lead_inside(words)
            leads = list(self._chain(words, at)) if at is not None else []
        if not leads and holder is None and not goes_on:
            return None
        rest = words[leads[-1][1] :] if leads else words
        head = _ASKING_LAST.sub("", words[: at or 0]) if leads and not asked else ""
        rest = rest[led.end() :] if (led := _LEADS.match(rest)) else rest
        partners: list[int] = []
        if joined := _WITH.match(rest):
            others = list(self._chain(rest, joined.end()))
            if others:
                partners = [self._pk[name] for name, _ in others if name in self._pk]
                rest = rest[others[-1][1] :]
        known = [self._pk[name] for name, _ in leads if name in self._pk]
        lead = known[0] if known else (None if leads else holder)
        note = _lead_note(leads, known)
        title, kind, due_on = _split_due(f"{head} {rest}".strip())
        if len(tokens_of(title)) < _SHORTEST_TITLE:
            return None
        members = tuple(dict.fromkeys(pk for pk in (*known[1:], *partners) if pk != lead))
        return Assignment(key, _titled(title), lead, members, kind, due_on, _paper_in(title), note)

    def _lead_inside(self, words: str) -> int | None:
        """Return where a body stands that "chủ trì" follows, behind "giao" or at a later place."""
        tokens = tokens_of(words)
        for name, place in self._names.found_in(tokens):
            end = tokens[place + len(tokens_of(name)) - 1].end
            if re.match(r"[\s,]*chủ\s+trì", words[end:], re.IGNORECASE) and _ASKING.search(
                words[: tokens[place].start]
            ):
                return tokens[place].start
        return None

    def _chain(self, words: str, at: int) -> Iterator[tuple[str, int]]:
        """Yield (name, where it ends) of the bodies that follow each other from a place on."""
        tokens = tokens_of(words)
        starts = {token.start: index for index, token in enumerate(tokens)}
        while True:
            link = _LINK.match(words, at)
            place = starts.get(link.end() if link else at, starts.get(at))
            if place is None:
                return
            name = self._name_at(tokens, place)
            if name is None:
                return
            at = tokens[place + len(tokens_of(name)) - 1].end
            if related := _RELATED.match(words, at):
                at = related.end()
            yield name, at

    def _name_at(self, tokens: Sequence[Token], place: int) -> str | None:
        for name, index in self._names.found_in(tokens[place:]):
            return name if index == 0 else None
        return None

    def _of_table(self, source: Source) -> Iterator[Assignment]:
        grid = grid_of(source.table or [])
        if not grid:
            return
        columns = columns_of(grid[0])
        if "title" not in columns or "lead" not in columns:
            return
        for row in grid[1:]:
            title, lead_words = row[columns["title"]].strip(), row[columns["lead"]].strip()
            if not title or not lead_words or len(set(filter(None, row))) == 1:
                continue
            leads = [name for name, _ in self._chain(lead_words, 0)]
            known = [self._pk[name] for name in leads if name in self._pk]
            joined = row[columns["partners"]] if "partners" in columns else ""
            partners = [self._pk[name] for name, _ in self._names_in(joined) if name in self._pk]
            kind, due_on = due_of(row[columns["due"]]) if "due" in columns else ("KHONG", None)
            deliverable = row[columns["deliverable"]].strip() if "deliverable" in columns else ""
            members = tuple(dict.fromkeys(pk for pk in (*known[1:], *partners) if pk not in known[:1]))
            note = _lead_note([(name, 0) for name in leads], known) or ("" if leads else _unknown(lead_words))
            yield Assignment(
                source.key, _titled(title), known[0] if known else None, members, kind, due_on,
                " ".join(deliverable.split())[:300], note,
            )  # fmt: skip

    def _names_in(self, words: str) -> Iterator[tuple[str, int]]:
        return self._names.found_in(tokens_of(words))


def _lead_note(leads: Sequence[tuple[str, int]], known: Sequence[int]) -> str:
    if not leads:
        return ""
    if not known:
        return _unknown(leads[0][0])
    if len(known) > 1:
        return f"Câu nêu {len(known)} cơ quan; đề xuất cơ quan đầu chủ trì, các cơ quan sau phối hợp."
    return ""


def _unknown(words: str) -> str:
    return f"“{' '.join(words.split())[:60]}” không phải một cơ quan trong danh mục; chọn cơ quan chủ trì."


def _titled(text: str) -> str:
    words = " ".join(text.split()).strip(" ,;:.-")
    return (words[:1].upper() + words[1:])[:_LONGEST_TITLE]


def _paper_in(title: str) -> str:
    found = _PAPER.search(title)
    return (found[1] or found[2]).capitalize() if found else ""


def _split_due(words: str) -> tuple[str, str, date | None]:
    """Return the words without their deadline, and the deadline."""
    dated = [one for one in _DATED.finditer(words) if not one["year"] or _UNTIL.search(one[0])]
    for one in reversed(dated):
        kind, due_on = _due_in(one)
        if due_on:
            rest = words[: one.start()] + words[one.end() :]
            return _joined(rest), kind, due_on
    kind, due_on = due_of(words)
    return words, kind, due_on


def _joined(words: str) -> str:
    return re.sub(r"\s+([,;.])", r"\1", " ".join(words.split()))


def due_of(words: str) -> tuple[str, date | None]:
    """Return the kind and the last day of a deadline in words; (KHONG, None) where there is none."""
    text = f" {' '.join(words.split())}"
    for one in reversed(list(_DATED.finditer(text))):
        kind, due_on = _due_in(one)
        if due_on:
            return kind, due_on
    if _YEARLY.search(text):
        return deadlines.YEARLY, None
    if _ALWAYS.search(text) and not _STANDING.search(text):
        return deadlines.CONTINUOUS, None
    if _SOON.search(text):
        return deadlines.SOON, None
    return "KHONG", None


def _due_in(found: re.Match[str]) -> tuple[str, date | None]:
    """Return what the portal's own reader of deadlines makes of it."""
    if found["day"]:
        kind, text = deadlines.DAY, found["d"]
    elif found["long"]:
        kind, text = deadlines.DAY, f"{found['ld']}/{found['lm']}/{found['ly']}"
    elif found["month"]:
        kind, text = deadlines.MONTH, f"{found['m']}/{found['my']}"
    elif found["quarter"]:
        kind, text = deadlines.QUARTER, f"{found['q']}/{found['qy']}"
    else:
        kind, text = deadlines.YEAR, found["y"]
    try:
        return kind, deadlines.due_on_for(kind, text)
    except DateError:
        return "KHONG", None


def grid_of(table: list) -> list[list[str]]:
    """Return the cells as rows of equal length; a cell that covers several says its words in each."""
    rows: list[dict[int, str]] = [{} for _ in table]
    for line, cells in enumerate(table):
        column = 0
        for cell in cells:
            while column in rows[line]:
                column += 1
            wide, high = int(cell.get("columns", 1)), int(cell.get("rows", 1))
            for below in range(line, min(line + high, len(rows))):
                for beside in range(column, column + wide):
                    rows[below][beside] = str(cell["text"])
            column += wide
    count = max((max(row) + 1 for row in rows if row), default=0)
    return [[row.get(column, "") for column in range(count)] for row in rows]


def columns_of(heads: Sequence[str]) -> dict[str, int]:
    """Return {"title": 1, "lead": 2, …} of a table of tasks, by the words of its heads."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        words = f" {fold(head)} "
        for name, part in _HEADS:
            if f" {part} " in words and name not in found and place not in found.values():
                found[name] = place
                break
    return found
