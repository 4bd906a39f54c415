"""Paragraphs cut in two and joined, with their footnotes. Pure functions: values in, values out."""

import re
from collections.abc import Sequence

from programs.wording.outline import FOOTNOTE_MARK

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")

type Piece = tuple[str, list[str]]


def pieces_of(text: str, notes: Sequence[str]) -> list[Piece]:
    """Return a text cut at its empty lines, each piece with the footnotes that its marks name."""
    cut = (piece.strip() for piece in _BLANK_LINE.split(text.replace("\r\n", "\n")))
    return [in_order(piece, notes) for piece in cut if piece]


def joined(first: Piece, second: Piece) -> Piece:
    """Return two paragraphs as one; the marks of the second count on from the footnotes of the first."""
    by = len(first[1])
    moved = FOOTNOTE_MARK.sub(lambda mark: f"[^{int(mark[1]) + by}]", second[0])
    return " ".join(filter(None, [first[0].rstrip(), moved.lstrip()])), [*first[1], *second[1]]


def in_order(text: str, notes: Sequence[str]) -> Piece:
    """Return a text whose marks count from one as they stand, and the notes that they name in that order."""
    kept: list[str] = []

    def renumbered(mark: re.Match[str]) -> str:
        place = int(mark[1])
        if not 0 < place <= len(notes):
            return ""
        kept.append(notes[place - 1])
        return f"[^{len(kept)}]"

    return FOOTNOTE_MARK.sub(renumbered, text), kept


def note_problems(text: str, notes: Sequence[str]) -> list[str]:
    """Return what does not fit between the marks in a text and its footnotes; nothing may get lost."""
    marks = [int(mark) for mark in FOOTNOTE_MARK.findall(text)]
    found = []
    for place in sorted(set(marks)):
        if not 0 < place <= len(notes) or not notes[place - 1].strip():
            found.append(f"Dấu [^{place}] chưa có nội dung chú thích; ghi chú thích {place} hoặc bỏ dấu.")
        if marks.count(place) > 1:
            found.append(f"Dấu [^{place}] đứng {marks.count(place)} chỗ; mỗi chú thích chỉ một dấu.")
    for place, note in enumerate(notes, start=1):
        if note.strip() and place not in marks:
            found.append(
                f"Chú thích {place} không còn dấu [^{place}] trong đoạn; đặt lại dấu hoặc xóa chú thích."
            )
    return found
