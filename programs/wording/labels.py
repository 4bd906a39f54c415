"""What people call a passage, by the document's own numbers: "khoản 4, mục II, Phần thứ ba".

Every page and paper takes its names from here, so that a reader of the paper finds the same passage. A name
is unique within its draft; a word and its number never part at the end of a line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.text import fold
from programs.wording.outline import FOOTNOTE_MARK, ORDINALS, Kind

SPACE = "\N{NO-BREAK SPACE}"
_LETTER = re.compile(r"[a-zđ]\)?\Z")
_TITLE_WORDS = 6
type Row = tuple[str, str, int, str, int, str]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a passage.

    `short` names it within its chapter; `path` are the numbers from the outermost heading inwards, `tail`
    what has no number of its own: ("doan", 2), ("gach", 1), ("bang", 1).
    """

    key: str
    kind: str
    part: int
    words: str
    short: str
    path: tuple[str, ...]
    tail: tuple[str, int] | None = None
    ordinal: int = 0


def part_words(part: int) -> str:
    """Return "Phần thứ ba" for 3; what stands before the first part is the opening."""
    if not part:
        return f"phần{SPACE}mở{SPACE}đầu"
    if part <= len(ORDINALS):
        return f"Phần{SPACE}thứ{SPACE}{ORDINALS[part - 1]}"
    return f"Phần{SPACE}{part}"


def labels_of(rows: Iterable[Row]) -> Iterator[Label]:
    """Yield the label of each (key, kind, level, number, part, text) of whole parts or of one chapter."""
    names = _Names()
    for row in rows:
        yield names.label(*row)


class _Names:
    def __init__(self) -> None:
        self.part = -1
        self.times: dict[str, int] = {}
        self._begin(0)

    def _begin(self, part: int) -> None:
        self.part, self.ordinal = part, 0
        self.chain: list[tuple[int, str, str]] = []
        self._under_heading()

    def _under_heading(self) -> None:
        self.clause = self.point = ""
        self.counts: dict[str, int] = {}

    def label(self, key: str, kind: str, level: int, number: str, part: int, text: str) -> Label:
        if part != self.part or kind == Kind.PART:
            self._begin(part)
        plain = number.strip(" .)")
        if kind == Kind.PART:
            return self._named(key, kind, "", ())
        if kind == Kind.HEADING:
            self.chain = [one for one in self.chain if one[0] < level]
            self.chain.append((level, plain, "" if plain else _title(text)))
            self._under_heading()
            return self._named(key, kind, "", self._path())
        self.ordinal += 1
        if kind == Kind.TABLE:
            return self._counted(key, kind, "bang", f"bảng{SPACE}", within=False)
        if not plain:
            return self._counted(key, kind, "doan", f"đoạn{SPACE}", within=False)
        if plain in "-+–—•*":
            return self._counted(key, kind, "gach", f"gạch{SPACE}đầu{SPACE}dòng{SPACE}", within=True)
        self.counts.pop("gach", None)
        if _LETTER.match(plain):
            self.point = plain
        else:
            self.clause, self.point = plain, ""
        return self._named(key, kind, self._own(""), self._path(inner=True))

    def _counted(self, key: str, kind: str, code: str, word: str, *, within: bool) -> Label:
        count = self.counts[code] = self.counts.get(code, 0) + 1
        own = f"{word}{count}"
        path = self._path(inner=within)
        return self._named(key, kind, self._own(own) if within else own, path, (code, count))

    def _own(self, first: str) -> str:
        point = f"điểm{SPACE}{self.point}" if self.point else ""
        clause = f"khoản{SPACE}{self.clause}" if self.clause else ""
        return ", ".join(one for one in (first, point, clause) if one)

    def _path(self, *, inner: bool = False) -> tuple[str, ...]:
        numbers: list[str] = []
        for _level, number, title in self.chain:
            if number:
                _join(numbers, number.casefold())
            else:
                numbers.append(fold(title))
        if inner and self.clause:
            _join(numbers, self.clause.casefold())
        if inner and self.point:
            numbers.append(self.point.casefold())
        return tuple(numbers)

    def _heading(self) -> str:
        """Return "mục II.1", "đề mục “…”, mục II"; "" directly below the part."""
        words: list[str] = []
        numbers: list[str] = []
        for _level, number, title in self.chain:
            if number:
                _join(numbers, number)
            else:
                words.append(title)
        if numbers:
            words.insert(0, f"mục{SPACE}{'.'.join(numbers)}")
        return ", ".join(reversed(words))

    def _named(
        self, key: str, kind: str, own: str, path: tuple[str, ...], tail: tuple[str, int] | None = None
    ) -> Label:
        heading = self._heading()
        words = ", ".join(one for one in (own, heading, part_words(self.part)) if one)
        times = self.times[words] = self.times.get(words, 0) + 1
        again = f" (lần{SPACE}{times})" if times > 1 else ""
        if again:
            first = own or heading or part_words(self.part)
            words = f"{first}{again}{words.removeprefix(first)}"
        near = heading if not own or len(self.chain) > 1 else ""
        short = ", ".join(one for one in (own.replace(f"{SPACE}đầu{SPACE}dòng", "", 1), near) if one)
        short = (short or part_words(self.part)) + again
        return Label(key, kind, self.part, words, short, path, tail, self.ordinal)


def _join(numbers: list[str], number: str) -> None:
    """Add a number to those above it; "2.1" under "2" goes on from there."""
    above = numbers[-1] if numbers else ""
    number = number.removeprefix(f"{above}.") if above else number
    numbers += [one for one in number.split(".") if one]


def _title(text: str) -> str:
    words = FOOTNOTE_MARK.sub("", text).split()
    if fold(" ".join(words[:2])).rstrip(".:") == "phu luc":
        number = words[2].rstrip(".:") if len(words) > 2 else ""
        is_number = re.fullmatch(r"[IVX]+|\d{1,2}", number)
        return f"Phụ{SPACE}lục{SPACE}{number}" if is_number else f"Phụ{SPACE}lục"
    return f"đề mục “{' '.join(words[:_TITLE_WORDS])}{'…' if len(words) > _TITLE_WORDS else ''}”"
