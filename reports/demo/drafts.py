"""The illustrative first draft of the program: an invented text in three parts, marked as such."""

import re
from pathlib import Path

from core.models import Origin
from programs.actions.drafts import take_in_draft
from programs.models import Draft
from programs.wording.outline import Kind, Node

TEXT = Path(__file__).parent / "data" / "draft.txt"
NOTE = "Văn bản minh họa, không phải dự thảo của tỉnh"
BUDGET = 1_600
_HEADING = re.compile(r"(#+) (?:Phần )?(\S+) \| (.+)")
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*\.) (.+)")
_NOTE = re.compile(r"\[\^(\d+) ([^\]]+)\]")


def load_draft(program, *, by):
    """Create the first draft of a program where it has none; returns how many."""
    if Draft.objects.filter(program=program).exists():
        return 0
    take_in_draft(
        program=program,
        nodes=nodes_of(TEXT.read_text(encoding="utf-8")),
        by=by,
        note=NOTE,
        budget_words=BUDGET,
        origin=Origin.DEMO,
    )
    return 1


def nodes_of(text):
    """Return the tree of the marked-up text: "#" a part, "##" and "###" headings, "|" rows of a table."""
    nodes, depth = [], 0
    for line in filter(None, text.splitlines()):
        if found := _HEADING.fullmatch(line):
            depth = len(found[1]) - 1
            kind = Kind.HEADING if depth else Kind.PART
            nodes.append(Node(kind, depth, found[2], found[3]))
        elif line.startswith("| "):
            row = [{"text": cell.strip(), "columns": 1, "rows": 1} for cell in line[2:].split("|")]
            if nodes[-1].table is None:
                nodes.append(Node(Kind.TABLE, depth + 1, table=[]))
            nodes[-1].table.append(row)
        else:
            notes = [found[2] for found in _NOTE.finditer(line)]
            numbered = _NUMBERED.fullmatch(_NOTE.sub(r"[^\1]", line))
            number, words = numbered.groups() if numbered else ("", _NOTE.sub(r"[^\1]", line))
            nodes.append(Node(Kind.PARAGRAPH, depth + 1, number, words, footnotes=notes))
    return nodes
