"""A Word file taken in as the tree of a draft; the file is read in a process of its own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from core.files import MAX_BYTES, check_attachment
from core.legacy_fonts import code_page, converter
from core.legal import Blocker, Caution
from core.spreadsheets.child import Reader, read_in_child
from core.spreadsheets.limits import MEGABYTE, WEB_LIMITS, FileRefused, Limits
from core.text import looks_like_tcvn3
from programs.draft_rules import layout_problems, text_problems
from programs.wording.outline import Kind, Node, outline_of
from programs.wording.word_reading import Line, read_word

READER = Reader("programs.wording.taking_in:tree_of_file")
# A draft of three hundred pages is read within these.
DRAFT_LIMITS = replace(
    WEB_LIMITS,
    file_bytes=MAX_BYTES,
    members=2_000,
    cpu_seconds=40,
    wall_seconds=90,
    memory_bytes=1024 * MEGABYTE,
)
BROKEN = (
    "Không đọc được tệp Word này: tệp hỏng hoặc chưa lưu trọn. Mở tệp bằng Word, chọn Lưu thành một tệp "
    ".docx mới rồi tải lại."
)
NOT_WORD = "Dự thảo nhận từ tệp Word .docx; lưu văn bản thành .docx rồi tải lại."
# Signs that only Unicode Vietnamese has.
_UNICODE_FROM, _UNICODE_TO = "\u1ea0", "\u1ef9"
_UNICODE_LETTERS = frozenset("ăđơưĂĐƠƯ")
_FEW = 2
SHOWN_SAMPLES = 6


@dataclass(slots=True)
class Taken:
    """The tree of a file: what was left out before and behind it, remarks, and what keeps it out."""

    nodes: list[Node] = field(default_factory=list)
    front: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # The old code page that the words were turned from, and some lines before and after.
    legacy: str = ""
    samples: list[list[str]] = field(default_factory=list)
    # The legal grounds before the first part, line by line.
    preamble: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Words of the whole."""
        return sum(node.words for node in self.nodes)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Each part with its title and the words that it holds."""
        found: list[dict[str, Any]] = []
        for node in self.nodes:
            if node.kind == Kind.PART:
                found.append({"number": node.number, "title": node.text, "words": 0})
            if found:
                found[-1]["words"] += node.words
        return found

    @property
    def headings(self) -> list[dict[str, Any]]:
        """Parts and headings in order, each with the words from it to the next one of its height."""
        found: list[dict[str, Any]] = []
        open_ones: list[dict[str, Any]] = []
        for node in self.nodes:
            if node.kind in (Kind.PART, Kind.HEADING):
                while open_ones and open_ones[-1]["level"] >= node.level:
                    open_ones.pop()
                row: dict[str, Any] = {
                    "level": node.level,
                    "number": node.number,
                    "title": node.text,
                    "words": 0,
                }
                found.append(row)
                open_ones.append(row)
            for row in open_ones:
                row["words"] += node.words
        return found

    def as_json(self) -> dict[str, Any]:
        """Return what `manage.py import draft --json` prints."""
        return {
            "words": self.words,
            "parts": [{"title": part["title"], "words": part["words"]} for part in self.parts],
            "nodes": [
                {
                    "key": one.key,
                    "level": one.level,
                    "number": one.number,
                    "title": _title(one),
                    "words": one.words,
                }
                for one in self.nodes
            ],
            "warnings": self.warnings,
            "errors": self.errors,
        }


def read_draft(name: str, data: bytes) -> Taken:
    """Return the tree of an uploaded file; what keeps it out stands in `errors`, as Vietnamese sentences."""
    try:
        if check_attachment(name, data).kind != "docx":
            return Taken(errors=[NOT_WORD])
        answer = read_in_child(READER, data, DRAFT_LIMITS)
    except FileRefused as refused:
        return Taken(errors=[str(refused)])
    nodes = [Node(**row | {"kind": Kind(row["kind"])}) for row in answer["nodes"]]
    taken = Taken(nodes, answer["front"], answer["tail"], answer["warnings"])
    taken.legacy, taken.samples = answer["legacy"], answer["samples"]
    taken.preamble = answer["preamble"]
    # A stamp in a text box, in the head of a page or above the text marks the whole file.
    beside = [*answer["preamble"], *answer["front"], *answer["tail"], *answer["aside"]]
    found = [*layout_problems(nodes), *text_problems(nodes)]
    found += text_problems([Node(Kind.PARAGRAPH, 0, text=words) for words in beside])
    taken.errors += [str(one) for one in found if isinstance(one, Blocker)]
    said = {str(one) for one in found if isinstance(one, Caution)}
    # The reader has its own words about the number of parts; one sentence is enough.
    taken.warnings += sorted(said) if not any("phần" in text for text in taken.warnings) else []
    return taken


def tree_of_file(data: bytes, limits: Limits) -> dict[str, Any]:
    """Return a file's tree as plain values. Raises FileRefused for a broken file."""
    try:
        read = read_word(data)
        page, samples = "", []
        if is_legacy(read.lines):
            page = code_page(name for line in read.lines for name in line.fonts)
            typed = read
            read = read_word(data, converter(page))
            samples = _samples(typed.lines, read.lines)
        outline = outline_of(read.lines)
    except (MemoryError, FileRefused):
        raise
    except Exception as error:  # a damaged package fails in as many ways as it has parts
        raise FileRefused(BROKEN) from error
    return {
        "nodes": [asdict(node) for node in outline.nodes],
        "front": outline.front,
        "tail": outline.tail,
        "preamble": outline.preamble,
        "warnings": [*read.warnings, *outline.warnings],
        "aside": read.aside,
        "legacy": page,
        "samples": samples,
    }


def _samples(typed: Sequence[Line], converted: Sequence[Line]) -> list[list[str]]:
    """Return the first lines that the conversion changed, before and after."""
    pairs = zip(typed, converted, strict=False)
    changed = [[one.text[:200], other.text[:200]] for one, other in pairs if one.text != other.text]
    return changed[:SHOWN_SAMPLES]


def is_legacy(lines: Sequence[Line]) -> bool:
    """Return whether the words were typed in the fonts of an old code page (TCVN3, VNI)."""
    suspicious = 0
    for line in lines:
        if line.table is not None or not line.text:
            continue
        is_unicode = any(
            sign in _UNICODE_LETTERS or _UNICODE_FROM <= sign <= _UNICODE_TO for sign in line.text
        )
        if is_unicode:
            continue
        if looks_like_tcvn3(line.text):
            return True
        suspicious += bool(line.fonts) and any(sign > "~" for sign in line.text)
    return suspicious >= _FEW


def _title(node: Node) -> str:
    """Return the words by which a node is known in a list."""
    if node.table is not None:
        first = node.table[0] if node.table else []
        return " | ".join(str(cell["text"]) for cell in first)[:120]
    return node.text[:120]
