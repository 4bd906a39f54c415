"""The sentences of a conclusion, and what each says by its own words."""

import re

from core.text import fold

_BULLET = re.compile(r"^\s*(?:[-+*•–—]|\d{1,2}[.)](?=\s)|[a-zđ]\))\s*")
_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)")
_OPENING = ' \t"“‘«(['
# Abbreviations that stand before a name: the dot after them ends no sentence.
_BEFORE_NAME = re.compile(
    r"(?:^|[\s(“\"])(?:TP|TX|TT|Tx|Tp|Ts|TS|ThS|PGS|GS|BS|KS|CN|CVCC|LS|Tr|tr|P|Q|H|X|St|đ/c|Đ/c|Mr|Ms|Mrs|Dr|No|Nxb|NXB|vd|VD)$"
)
_INITIAL = re.compile(r"(?:^|[\s.(])[A-ZĐ]$")
_PART_NUMBER = re.compile(r"(?:quý|phần|mục|lục|loại|hạng|cấp|chương|khóa) [IVX]$", re.IGNORECASE)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a conclusion, one for each that may become a follow-up.

    Lines always part; marks of a list are dropped; "TP.", "TS.", initials and
    numbers such as 1.9 do not part.
    """
    found = []
    for line in text.splitlines():
        line = _BULLET.sub("", line)
        start = 0
        for end in _END.finditer(line):
            rest = line[end.end() :].lstrip(_OPENING)
            if rest and not (
                rest[0].isupper() and not (end[0] == "." and _names_follow(line[start : end.start()]))
            ):
                continue
            found.append(line[start : end.end()])
            start = end.end()
        found.append(line[start:])
    return [sentence.strip() for sentence in found if any(sign.isalnum() for sign in sentence)]


def _names_follow(before: str) -> bool:
    """Return whether the dot after these words belongs to an abbreviation in front of a name."""
    if _PART_NUMBER.search(before):
        return False
    return bool(_BEFORE_NAME.search(before) or _INITIAL.search(before))


def suggested_verb(sentence: str) -> str:
    """Return how strongly the sentence speaks, by its own words; the form shows it for confirmation."""
    words = fold(sentence)
    if "yeu cau" in words:
        return "YEU_CAU"
    return "DE_NGHI" if "de nghi" in words else "GIAO"


def suggested_due_kind(sentence: str) -> str:
    """Return the kind of deadline that the sentence's own words name, else a day to be typed."""
    words = fold(sentence)
    for kind, phrases in (
        ("NGAY_SAU_HOP", ("ngay sau hoi nghi", "ngay sau cuoc hop")),
        ("THUONG_XUYEN", ("thuong xuyen",)),
        ("HANG_NAM", ("hang nam",)),
        ("SOM", ("can som", " som ")),
    ):
        if any(phrase in f" {words} " for phrase in phrases):
            return kind
    return "NGAY"


def suggested_text(sentence: str) -> str:
    """Return the sentence as the text of a follow-up: without its full stop, at most 500 letters."""
    return sentence.strip().rstrip(".…; ")[:500]
