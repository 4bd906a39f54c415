"""Numbers of a report on its page: which stands where, numbered in reading order, and in which state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reports.documents.blocks import Block, BulletList, FigureRef, Paragraph, Point, Run, Text, as_runs
from reports.narrative import whole_words


class FigureState(StrEnum):
    """How a number of a report stands to the registers (ux.md 9.2)."""

    MATCHED = "KHOP"
    CHANGED = "DOI"
    UNSOURCED = "THIEU"
    EXEMPT = "MIEN"
    LOCKED = "CHOT"


STATE_LABELS = {
    FigureState.MATCHED: "Khớp",
    FigureState.CHANGED: "Đã đổi",
    FigureState.UNSOURCED: "Thiếu minh chứng",
    FigureState.EXEMPT: "Miễn nguồn",
    FigureState.LOCKED: "Đã chốt",
}
STATE_TONES = {
    FigureState.MATCHED: "ok",
    FigureState.CHANGED: "warn",
    FigureState.UNSOURCED: "bad",
    FigureState.EXEMPT: "mute",
    FigureState.LOCKED: "mute",
}


@dataclass(frozen=True)
class Mark:
    """One number on the page: its index, its state; `words` are those typed by hand, "" for a figure."""

    number: int
    code: str
    state: FigureState
    words: str = ""

    @property
    def is_problem(self) -> bool:
        """Whether somebody must look at it."""
        return self.state in {FigureState.CHANGED, FigureState.UNSOURCED}


def figures_in(blocks: Iterable[Block]) -> dict[str, str]:
    """Return the figures in the paragraphs and lists in reading order: {code: as first printed}."""
    found: dict[str, str] = {}
    for block in blocks:
        for run in _runs_of(block):
            if isinstance(run, FigureRef):
                found.setdefault(run.code, run.text)
    return found


def marked(blocks: Sequence[Block], marks: dict[str, Mark], typed: Sequence[Mark] = ()) -> list[Block]:
    """Return the blocks with each figure numbered, and the words of `typed` turned into marked numbers."""

    def runs(old: Sequence[Run]) -> tuple[Run, ...]:
        return tuple(new for run in old for new in _marked_run(run, marks, typed))

    return [_with_runs(block, runs) for block in blocks]


def _runs_of(block: Block) -> list[Run]:
    if isinstance(block, Paragraph | Point):
        return list(as_runs(block.runs))
    if isinstance(block, BulletList):
        return [run for item in block.items for run in as_runs(item)]
    return []


def _with_runs(block: Block, runs: Callable[[Sequence[Run]], tuple[Run, ...]]) -> Block:
    if isinstance(block, Paragraph | Point):
        return replace(block, runs=runs(as_runs(block.runs)))
    if isinstance(block, BulletList):
        return replace(block, items=[runs(as_runs(item)) for item in block.items])
    return block


def _marked_run(run: Run, marks: dict[str, Mark], typed: Sequence[Mark]) -> list[Run]:
    if isinstance(run, FigureRef):
        mark = marks.get(run.code)
        return [replace(run, mark=mark.number, state=mark.state.value) if mark else run]
    if not isinstance(run, Text):
        return [run]
    runs: list[Run] = [run]
    for mark in typed:
        runs = [new for one in runs for new in _cut(one, mark)]
    return runs


def _cut(run: Run, mark: Mark) -> list[Run]:
    """Return a run of words with those of a typed number as a run of their own."""
    if not isinstance(run, Text) or mark.words not in run.text:
        return [run]
    number = FigureRef(mark.code, mark.words, f"#so-{mark.number}", mark.number, mark.state.value)
    found: list[Run] = []
    for at, words in enumerate(whole_words(mark.words).split(run.text)):
        found += [number] if at else []
        found += [replace(run, text=words)] if words else []
    return found
