"""The numbers of headings in a Word file: real lists, so that Word counts on when someone adds a heading.

Only what Word can count is left to it: I., 1. and Điều 1. "Phần thứ nhất" has its number in words, a điểm its
letter of the Vietnamese alphabet; Word knows neither row, so these stay typed.
"""

from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.numbering import NumberingPart
from docx.text.paragraph import Paragraph

from reports.documents.blocks import Level
from reports.documents.word_runs import element
from reports.documents.word_styles import INDENT_MM
from reports.documents.word_tables import twips

# List → the format and the words of each of its levels.
_LISTS = (
    (("upperRoman", "%1."), ("decimal", "%2.")),
    (("decimal", "Điều %1."),),
)
_PLACES = {Level.ROMAN: (0, 0), Level.ARABIC: (0, 1), Level.ARTICLE: (1, 0)}


@dataclass(slots=True)
class _Run:
    """One count through a list: where each level starts, and its last number."""

    number: int
    starts: list[int]
    last: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last = [start - 1 for start in self.starts]

    def comes_to(self, level: int, number: int) -> bool:
        """Return whether Word, counting on, gives this number to the next heading of a level."""
        return self.last[level] + 1 == number

    def count(self, level: int, number: int) -> None:
        """Note a heading: the levels below begin anew."""
        self.last[level] = number
        for below in range(level + 1, len(self.last)):
            self.last[below] = self.starts[below] - 1


class HeadingNumbers:
    """Numbers the headings of one file; written into it at the end."""

    def __init__(self) -> None:
        """Begin without headings."""
        self.runs: list[tuple[int, _Run]] = []
        self.current: dict[int, _Run] = {}

    def add_to(self, paragraph: Paragraph, level: Level, number: int) -> None:
        """Let Word number a heading; where its own count would differ, a new one begins."""
        kind, depth = _PLACES[level]
        run = self.current.get(kind)
        if run is None or not run.comes_to(depth, number):
            above = run.last[:depth] if run else [0] * depth
            starts = [*(last + 1 for last in above), number, *(1 for _ in _LISTS[kind][depth + 1 :])]
            run = self.current[kind] = _Run(len(self.runs) + 1, starts)
            self.runs.append((kind, run))
        run.count(depth, number)
        properties = element("numPr")
        properties.extend([element("ilvl", val=depth), element("numId", val=run.number)])
        paragraph._p.get_or_add_pPr()._insert_numPr(properties)

    def save_in(self, file: Any) -> None:
        """Add the part with the lists to a file that has numbered headings."""
        if not self.runs:
            return
        root: Any = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        for kind, levels in enumerate(_LISTS):
            root.append(_abstract(kind, levels))
        for kind, run in self.runs:
            root.append(_numbering(kind, run))
        part = NumberingPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, root, file.part.package)
        file.part.relate_to(part, RT.NUMBERING)


def _abstract(kind: int, levels: tuple[tuple[str, str], ...]) -> Any:
    made = element("abstractNum", abstractNumId=kind)
    made.append(element("multiLevelType", val="multilevel"))
    for depth, (form, words) in enumerate(levels):
        level = element("lvl", ilvl=depth)
        indent = element("pPr")
        indent.append(element("ind", left=0, firstLine=twips(INDENT_MM)))
        level.extend(
            [
                element("start", val=1),
                element("numFmt", val=form),
                element("suff", val="space"),
                element("lvlText", val=words),
                element("lvlJc", val="left"),
                indent,
            ]
        )
        made.append(level)
    return made


def _numbering(kind: int, run: _Run) -> Any:
    made = element("num", numId=run.number)
    made.append(element("abstractNumId", val=kind))
    for depth, start in enumerate(run.starts):
        override = element("lvlOverride", ilvl=depth)
        override.append(element("startOverride", val=start))
        made.append(override)
    return made
