"""What a paragraph or cell of an official document is made of: words, numbers put in by code, gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """Words of one style inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A number put in by code: its words, its page of records; the `state` only a web page shows.

    One that was typed by hand names its `source`, and the `note` below it that says so: "(*)".
    """

    code: str
    text: str
    url: str = ""
    mark: int | None = None
    state: str = ""
    source: str = ""
    note: str = ""
    kind: ClassVar[str] = "figure"

    @property
    def sign(self) -> str:
        """What stands after a number typed by hand, nothing after others."""
        return (self.note or "(*)") if self.source else ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """Words at the foot of the page, with the same number where they are called."""

    text: str
    kind: ClassVar[str] = "footnote"


@dataclass(frozen=True, slots=True)
class NarrativeGap:
    """A passage that nobody has written yet; stands in a paragraph or alone."""

    label: str
    kind: ClassVar[str] = "gap"
    template: ClassVar[str] = "reports/documents/_gap.html"


type Run = Text | FigureRef | Footnote | NarrativeGap
type Runs = str | Text | FigureRef | Footnote | NarrativeGap | Sequence["str | Run"]


def as_runs(value: Runs) -> tuple[Run, ...]:
    """Return the runs of a paragraph or cell that was given as plain words, one run or several."""
    parts = [value] if isinstance(value, str | Text | FigureRef | Footnote | NarrativeGap) else value
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def is_bold(runs: Sequence[Run]) -> bool:
    """Return whether words begin in bold: so does a row that heads those below it."""
    return any(getattr(run, "bold", False) for run in runs[:1])
