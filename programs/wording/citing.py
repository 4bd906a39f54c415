"""Which passage somebody means: "khoản 2 mục II Phần III", "Phần thứ ba, mục II, điểm c", "Phụ lục"."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.text import fold
from programs.wording.labels import Label
from programs.wording.outline import CARDINALS, ORDINALS, Kind

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_DOTTED = r"(?:[ivxl]+|\d{1,3}|[a-h])(?:\s?\.\s?(?:[ivxl]+|\d{1,3}))*"
_TOKEN = re.compile(
    rf"\b(?:(?:phần|phan)\s+(?:(?:thứ|thu)\s+)?(?P<part>[ivx]+|\d{{1,2}}|\w+)"
    rf"|(?P<chapter>(?:phụ|phu)\s+(?:lục|luc))(?:\s+(?:số\s+|so\s+)?(?P<appendix>[ivx]+|\d{{1,2}}))?"
    rf"|(?:tiểu\s+mục|tieu\s+muc|mục|muc)\s+(?P<heading>{_DOTTED})"
    rf"|(?:khoản|khoan|k\.)\s*(?P<clause>\d{{1,3}}(?:\.\d{{1,3}})*)"
    rf"|(?:tiết|tiet|điểm|diem)\s+(?P<point>[a-zđ]|\d{{1,3}}(?:\.\d{{1,3}})*)"
    rf"|(?:gạch|gach)(?:\s+(?:đầu|dau)\s+(?:dòng|dong))?\s+(?:(?:thứ|thu)\s+)?(?P<dash>\d{{1,3}})"
    rf"|(?:đoạn|doan|bảng|bang)\s+(?P<of>[ivx]+|\d{{1,2}})\.(?P<nth>\d{{1,4}})"
    rf"|(?P<tail>đoạn|doan|bảng|bang)\s+(?:(?:thứ|thu)\s+)?(?P<count>\d{{1,4}}))"
    r"(?![\w.]*\w)",
)
_BETWEEN = re.compile(r"[\s,;.()–—/-]+|\b(?:của|cua|tại|tai|thuộc|thuoc|trong|ở|o|số|so)\b")
_SHORT = re.compile(r"(?:p(?=[\divx]))?([ivx]+|\d{1,2})\s?[. ]\s?(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Cited:
    """What was typed: the part (None where none was named), the numbers inwards, what is counted last.

    `ordinal` counts the paragraphs of the part; `is_short` are two numbers alone, which mean several things.
    """

    part: int | None = None
    path: tuple[str, ...] = ()
    tail: tuple[str, int] | None = None
    ordinal: int = 0
    is_short: bool = False
    names_heading: bool = False


def read_citation(text: str) -> Cited | None:
    """Return what the words name in either order, Roman or Arabic, or None where they name nothing."""
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split()).strip(" .,;")
    if found := _SHORT.fullmatch(words):
        return Cited(_part(found[1]), (found[1], found[2]), ordinal=int(found[2]), is_short=True)
    part, ordinal, tail = None, 0, None
    headings: list[list[str]] = []
    inner: dict[str, list[str]] = {}
    for found in _TOKEN.finditer(words):
        if found["part"]:
            part = _part(found["part"])
            if part is None:
                return None
        elif found["chapter"]:
            headings.append([" ".join(one for one in ("phu luc", found["appendix"]) if one)])
        elif found["heading"]:
            headings.append(re.split(r"\s?\.\s?", found["heading"]))
        elif found["clause"] or found["point"]:
            name = "clause" if found["clause"] else "point"
            inner[name] = found[name].split(".")
        elif found["dash"]:
            tail = ("gach", int(found["dash"]))
        elif found["nth"]:
            part, ordinal = _part(found["of"]), int(found["nth"])
        else:
            tail = (fold(found["tail"]), int(found["count"]))
    rest = _BETWEEN.sub("", _TOKEN.sub("", words))
    named = headings or inner or tail or ordinal or part is not None
    if rest or not named:
        return None
    headings.sort(key=lambda one: one[0] not in _ROMAN)
    path = [number for one in headings for number in one]
    for name in ("clause", "point"):
        path += _gone_on(path, inner.get(name, []))
    return Cited(part, () if ordinal else tuple(path), tail, ordinal, names_heading=bool(headings))


def _gone_on(path: list[str], numbers: list[str]) -> list[str]:
    """Return the numbers without the one that stands above them already: "mục 2, khoản 2.1"."""
    return numbers[1:] if len(numbers) > 1 and path and path[-1] == numbers[0] else numbers


def _part(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in _ROMAN:
        return _ROMAN.index(word) + 1
    plain = fold(word)
    for names in (ORDINALS, CARDINALS):
        folded = [fold(one) for one in names]
        if plain in folded:
            return folded.index(plain) + 1
    return None


def cited_labels(labels: Iterable[Label], text: str) -> list[Label] | None:
    """Return the passages that the words may mean: one, none or several; None where they cannot be read."""
    rows = list(labels)
    wanted = _plain(text)
    if same := [one for one in rows if _plain(one.words) == wanted]:
        return same
    cited = read_citation(text)
    if cited is None:
        return None
    if cited.is_short:
        return _short(rows, cited)
    in_part = [one for one in rows if cited.part is None or one.part == cited.part]
    if cited.ordinal:
        return _nth(in_part, cited.ordinal)
    if not cited.path and cited.tail is None:
        return [one for one in in_part if one.kind == Kind.PART]
    found = _fitting(in_part, cited, cited.path, cited.tail)
    if not found and cited.tail and cited.tail[0] == "doan":
        found = _fitting(in_part, cited, (*cited.path, str(cited.tail[1])), None)
    return found


def _fitting(
    rows: list[Label], cited: Cited, path: tuple[str, ...], tail: tuple[str, int] | None
) -> list[Label]:
    """Return those with these numbers; where a heading in between was left out, those that end with them."""
    same_tail = [one for one in rows if one.tail == tail and one.kind != Kind.PART]
    exact = [one for one in same_tail if one.path == path]
    if not exact and cited.names_heading and path[0].isdigit() and 0 < int(path[0]) <= len(_ROMAN):
        # "mục 2" where the document counts in Roman numbers.
        exact = [one for one in same_tail if one.path == (_ROMAN[int(path[0]) - 1], *path[1:])]
    return exact or [one for one in same_tail if len(one.path) > len(path) and one.path[-len(path) :] == path]


def _short(rows: list[Label], cited: Cited) -> list[Label]:
    """Return what two numbers alone may mean: a heading's clause, one of the part; else its nth paragraph."""
    number = cited.path[1]
    in_part = [one for one in rows if one.part == cited.part]
    found = [one for one in rows if one.path == cited.path and one.tail is None]
    found += [one for one in in_part if one.path == (number,) and one.tail is None and one not in found]
    if not found:
        found = [
            one
            for one in in_part
            if one.path[-1:] == (number,) and one.tail is None and one.kind == Kind.PARAGRAPH
        ]
    return found or _nth(in_part, cited.ordinal)


def _nth(rows: list[Label], ordinal: int) -> list[Label]:
    counted = (Kind.PARAGRAPH, Kind.TABLE)
    return [one for one in rows if one.ordinal == ordinal and one.kind in counted]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
