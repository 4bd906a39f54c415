"""The tree of a draft out of the lines of a Word file: parts, headings, numbered paragraphs, tables.

Headings are known by their style or, as in real office files, by the decree's own numbering
(Phần, I, 1, 1.1; Nghị định 30/2020/NĐ-CP, phụ lục I).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

FOOTNOTE_MARK = re.compile(r"\[\^(\d+)\]")
ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
CARDINALS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_PART = re.compile(
    rf"phần\s+(?:thứ\s+(?P<word>{'|'.join(ORDINALS)})|(?P<plain>{'|'.join(CARDINALS)})"
    r"|(?:thứ\s+)?(?P<roman>[ivx]+)|(?:thứ\s+)?(?P<digit>\d{1,2}))"
    r"(?![\w%])(?P<gap>[\s.:/–—-]*)(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
# "I. …", "1.1. …", "1.1 …", "a) …", "- …"; typed in haste also "I.BỐI CẢNH", "1.Đối ngoại", "I/ …", "II - …".
_NUMBER = re.compile(
    r"(?P<number>[IVXL]+\.|[A-H]\.|[IVXL]+(?=[/)]|\s*[-–—:]\s)|\d{1,2}(?:\.\d{1,2}){0,3}\.(?!\d)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+\D)|\d{1,2}(?:\.\d{1,2}){0,3}(?=[/)]\s*[^\W\d])"
    r"|[a-zđ]\)|[-+–—•](?=\s))"
    r"(?P<gap>\s*(?:[/)]|[-–—:]\s)?\s*)(?P<rest>\S.*)",
    re.DOTALL,
)
_LETTER_NUMBER = re.compile(r"[A-H]\.?\Z")
_ROMAN_NUMBER = re.compile(r"[IVXL]+[.)]?\Z")
_ARABIC_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\Z")
_END = re.compile(r"nơi nhận\s*:", re.IGNORECASE)
_CAPACITY = re.compile(r"(?:T/?M|K/?T|T/?L|TUQ|T/?UQ)\.?\s+[^\W\d_]{2,}")
_HEADING_WORDS = 30
KEY = re.compile(r"[0-9a-z-]{1,16}")


class Kind(StrEnum):
    """What a node of a draft is."""

    PART = "PHAN"
    HEADING = "MUC"
    PARAGRAPH = "DOAN"
    TABLE = "BANG"


@dataclass(slots=True)
class Node:
    """One node of the tree; `level` is its depth: a part 0, "I." 1, "1." 2, "1.1." 3; text one deeper."""

    kind: Kind
    level: int
    number: str = ""
    text: str = ""
    key: str = ""
    footnotes: list[str] = field(default_factory=list)
    table: list[list[dict[str, object]]] | None = None

    @property
    def words(self) -> int:
        """Words as the office counts them: tokens of text and tables, no footnotes, no numbers."""
        if self.table is not None:
            return sum(count_words(str(cell["text"])) for row in self.table for cell in row)
        return count_words(self.text)


@dataclass(slots=True)
class Outline:
    """The nodes in reading order; what was left out and what looks wrong, in Vietnamese."""

    nodes: list[Node]
    front: list[str]
    tail: list[str]
    warnings: list[str]
    preamble: list[str] = field(default_factory=list)


_CLOSING = "./."
_GROUND = re.compile(r"(?:[-+*–]\s*)?(?:căn cứ|theo đề nghị|xét đề nghị|thực hiện)\s+\w", re.IGNORECASE)


def count_words(text: str) -> int:
    """Return the number of tokens between white space; marks of footnotes do not count."""
    return len(FOOTNOTE_MARK.sub("", text).split())


def outline_of(lines: Sequence) -> Outline:
    """Return the tree of a file's lines (`word_reading.Line`)."""
    return _Builder(lines).build()


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that what follows stands under: how high by its number, and by its style."""

    rank: float
    style_rank: float


class _Builder:
    def __init__(self, lines: Sequence) -> None:
        self.lines = list(lines)
        self.nodes: list[Node] = []
        self.front: list[str] = []
        self.tail: list[str] = []
        self.preamble: list[str] = []
        self.warnings: list[str] = []
        self.open: list[_Open] = []
        self.rank_of_style = _ranks_of_styles(self.lines)
        self.last_number: dict[int, tuple[int, str]] = {}

    def build(self) -> Outline:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if self._is_end(line):
                self.tail.extend(_shown(each) for each in self.lines[index:])
                break
            part = _part_of(line)
            if part:
                number, title = part
                notes = list(line.footnotes)
                following = self.lines[index + 1] if index + 1 < len(self.lines) else None
                if not FOOTNOTE_MARK.sub("", title).strip() and following and _is_title(following):
                    index += 1
                    title += _moved_marks(following.text, len(notes))
                    notes += following.footnotes
                self._add_part(number, title, line.key, notes)
            elif not self.nodes and _is_ground(line):
                self.preamble.append(_one_line(f"{line.number} {line.text}"))
            elif not self.nodes:
                self.front.append(_shown(line))
            else:
                self._add(line)
            index += 1
        self._open_end()
        self._judge()
        return Outline(self.nodes, self.front, self.tail, self.warnings, self.preamble)

    def _open_end(self) -> None:
        """Take off the sign with which the portal closes a paper: it is none of the words."""
        if not (self.tail and self.nodes and self.nodes[-1].kind == Kind.PARAGRAPH):
            return
        last = self.nodes[-1]
        if last.text == _CLOSING and not last.key:
            self.nodes.pop()
        elif last.key:
            last.text = last.text.removesuffix(_CLOSING[1:])

    def _is_end(self, line) -> bool:
        if not self.nodes:
            return False
        if line.table is not None:
            cells = [cell.text for row in line.table for cell in row]
            return any(_END.match(text) or (len(cells) <= 6 and _CAPACITY.match(text)) for text in cells)
        is_signature = _CAPACITY.match(line.text) and line.text.isupper() and not line.number
        return bool(_END.match(line.text) or is_signature)

    @property
    def depth(self) -> int:
        """How deep the open heading stands; 0 directly below the part."""
        return len(self.open)

    def _close(self, rank: float) -> None:
        """Close the headings that a number of this rank follows or stands above."""
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()

    def _add_part(self, number: int, title: str, key: str, footnotes: list[str]) -> None:
        self._check_order(0, number, f"Phần {number}")
        self.nodes.append(Node(Kind.PART, 0, str(number), _one_line(title), key, footnotes))
        self.open = []

    def _add(self, line) -> None:
        if line.table is not None:
            rows = [
                [{"text": cell.text, "columns": cell.columns, "rows": cell.rows} for cell in row]
                for row in line.table
            ]
            self.nodes.append(Node(Kind.TABLE, self.depth + 1, key=line.key, table=rows))
            return
        number, text = _number_of(line)
        rank = _rank_of(number)
        if not _is_heading(line, rank, text):
            # A numbered paragraph closes the headings whose number it continues.
            if rank is not None:
                self._close(rank)
                self._count(self.depth + 1, _ordinal_of(number), number)
            self.nodes.append(
                Node(Kind.PARAGRAPH, self.depth + 1, number, text, line.key, list(line.footnotes))
            )
            return
        self._open_heading(line, rank)
        if ordinal := _ordinal_of(number):
            self._check_order(self.depth, ordinal, number)
        self.nodes.append(
            Node(Kind.HEADING, self.depth, number, _one_line(text), line.key, list(line.footnotes))
        )

    def _open_heading(self, line, rank: float | None) -> None:
        style_rank = rank if rank is not None else self.rank_of_style(line.outline_level)
        if rank is not None:
            self._close(rank)
        elif line.key:
            # A heading that the portal wrote: its style is its depth.
            del self.open[max(0, line.outline_level - 1) :]
        else:
            while self.open and self.open[-1].style_rank >= style_rank:
                self.open.pop()
        if rank is None:
            rank = self.open[-1].rank + 1 if self.open else 1
        self.open.append(_Open(rank, style_rank))

    def _count(self, level: int, number: int, label: str) -> None:
        """Remember the number reached at a depth; those below begin anew."""
        self.last_number = {one: last for one, last in self.last_number.items() if one < level}
        self.last_number[level] = (number, label)

    def _check_order(self, level: int, number: int, label: str) -> None:
        before = self.last_number.get(level)
        if before and number != before[0] + 1:
            self.warnings.append(
                f"Số mục không liền nhau: sau {before[1]} là {label}; soát lại trước khi nhận."
            )
        self._count(level, number, label)

    def _judge(self) -> None:
        parts = [node for node in self.nodes if node.kind == Kind.PART]
        if not parts:
            self.warnings.append(
                "Không tìm thấy dòng “Phần thứ nhất” (hoặc “Phần I”); dự thảo chương trình gồm ba phần."
            )
        elif len(parts) != 3:
            self.warnings.append(f"Tìm thấy {len(parts)} phần; dự thảo chương trình gồm ba phần.")
        for part in parts:
            if not part.text:
                self.warnings.append(f"Phần {part.number} chưa có tên.")


def _part_of(line) -> tuple[int, str] | None:
    if line.table is not None:
        return None
    if line.number:
        # "Phần I" as an automatic number stands before the name of the part; "c) Phần I" is no part.
        label = _PART.fullmatch(line.number)
        return (_part_number(label), line.text) if label and not label["title"] else None
    match = _PART.fullmatch(line.text)
    if match is None or len(line.text.split()) > _HEADING_WORDS * 2:
        return None
    title = match["title"].strip()
    is_marked = line.outline_level is not None or line.is_bold or line.is_centred
    if not is_marked and not _is_upper(line, line.text) and (line.is_text or not _reads_like_part(match)):
        return None
    return _part_number(match), title


def _part_number(match: re.Match[str]) -> int:
    if match["word"] or match["plain"]:
        names, word = (ORDINALS, match["word"]) if match["word"] else (CARDINALS, match["plain"])
        return names.index(word.lower()) + 1
    return _roman_value(match["roman"]) if match["roman"] else int(match["digit"])


def _reads_like_part(match: re.Match[str]) -> bool:
    """True for "Phần II: Mục tiêu" and "Phần II" alone; not for a sentence about that part."""
    title, gap = match["title"].strip(), match["gap"]
    is_apart = "\n" in gap or gap.strip() != ""
    return not title or (is_apart and len(title.split()) <= _HEADING_WORDS and title[-1] not in ".;,!?")


def _is_ground(line) -> bool:
    """True for a line on which the program rests: "Căn cứ Luật …", "Theo đề nghị của …"."""
    return line.table is None and bool(line.text) and (line.is_ground or bool(_GROUND.match(line.text)))


def _is_title(line) -> bool:
    """True for the name of a part, on the line below its number."""
    if line.table is not None or line.key or line.number or _part_of(line):
        return False
    if _number_of(line)[0]:
        return False
    return line.is_bold or line.is_centred or line.outline_level is not None or _is_upper(line, line.text)


def _is_upper(line, text: str) -> bool:
    return line.is_capital or text.isupper()


def _number_of(line) -> tuple[str, str]:
    """Return the number that stands before the text, automatic or typed, and the text without it."""
    if line.number:
        return line.number, line.text
    match = _NUMBER.fullmatch(line.text)
    if not match or not _is_number(line, match):
        return "", line.text
    number, gap = match["number"], match["gap"].strip()
    if number in "–—•":
        number = "-"
    elif gap == ")":
        number += ")"
    elif gap:
        # "I/ …" and "II - …" are other ways to write "I." and "II.".
        number += "."
    return number, match["rest"]


def _is_number(line, match: re.Match[str]) -> bool:
    """True unless the sign only looks like a number: a name's letter, a sum, a time."""
    number, gap, rest = match["number"], match["gap"], match["rest"]
    if _LETTER_NUMBER.match(number) and not _ROMAN_NUMBER.match(number):
        return line.outline_level is not None or (_is_upper(line, rest) and len(rest.split()) > 1)
    if not gap and (rest[0].isdigit() or number[-1].isdigit()):
        return False
    # "V.I. Lênin" and "I.e" are no headings; "I.BỐI CẢNH" is.
    if not gap and _ROMAN_NUMBER.match(number):
        return len(rest) > 2 and rest[1] != "."
    return True


def _is_heading(line, rank: float | None, text: str) -> bool:
    if line.outline_level is not None:
        # An ordinary style set to "outline" for whole paragraphs gives no headings.
        return line.outline_level < 9 and (line.key != "" or len(text.split()) <= _HEADING_WORDS * 2)
    if rank is None or not text:
        return False
    if line.is_bold:
        return True
    if line.is_text:
        return False
    if _is_upper(line, text):
        return True
    shown = FOOTNOTE_MARK.sub("", text).rstrip()
    is_short = len(shown.split()) <= _HEADING_WORDS and shown[-1:] not in tuple(".;:,!?")
    # An unmarked Roman number is always a heading; an Arabic one only where it reads like a title.
    return is_short and (rank <= 1 or "\n" not in text)


def _rank_of(number: str) -> float | None:
    """Return how high a number stands: "A." above "I." (1), "1." (2), "1.1." (3); None for "a)" and "-"."""
    if _ROMAN_NUMBER.match(number):
        return 1
    if _LETTER_NUMBER.match(number):
        return 0.5
    if _ARABIC_NUMBER.match(number):
        return 1 + len(number.rstrip(".)").split("."))
    return None


def _ranks_of_styles(lines):
    """Return which rank a heading style has in this file, learnt from its headings that carry numbers."""
    counts: dict[int, Counter[float]] = defaultdict(Counter)
    for line in lines:
        if line.table is None and line.outline_level is not None and not _part_of(line):
            rank = _rank_of(_number_of(line)[0])
            if rank is not None:
                counts[line.outline_level][rank] += 1
    learnt = {level: ranks.most_common(1)[0][0] for level, ranks in counts.items()}
    return lambda level: learnt.get(level, max(1, level))


def _ordinal_of(number: str) -> int:
    plain = number.rstrip(".)")
    if _ROMAN_NUMBER.match(plain):
        return _roman_value(plain)
    last = plain.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() else 0


def _roman_value(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[sign] for sign in text.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _moved_marks(text: str, by: int) -> str:
    """Return the text with its footnotes counted on from others."""
    return FOOTNOTE_MARK.sub(lambda mark: f"[^{int(mark[1]) + by}]", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shown(line) -> str:
    if line.table is not None:
        return " | ".join(cell.text for row in line.table for cell in row)[:200]
    return f"{line.number} {line.text}".strip()[:200]


def with_keys(nodes: Iterable[Node], new_key) -> Iterator[Node]:
    """Yield the nodes, each with a key of its own: its own if it is the first with it, else a new one.

    A key comes out of a bookmark that anybody may name: what is no key of the portal gives way to a new one.
    """
    used: set[str] = set()
    for node in nodes:
        if not KEY.fullmatch(node.key) or node.key in used:
            node.key = new_key()
        used.add(node.key)
        yield node
