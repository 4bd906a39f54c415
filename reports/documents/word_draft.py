"""A draft of a program as a Word file that can be read back: keys as bookmarks, real footnotes and spans."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from reports.documents.blocks import Document, Header, closed
from reports.documents.numbering import ordinal, roman
from reports.documents.word import (
    finished,
    keep_with_signature,
    write_draft_mark,
    write_end,
    write_header,
    write_page_heads,
    write_title,
)
from reports.documents.word_blocks import Body
from reports.documents.word_runs import Notes, Writer, clean
from reports.documents.word_styles import BASIS, DRAFT_TEXT, new_file, text_width_mm

DRAFT_MARK = "DỰ THẢO"
_DEEPEST = 9


class DraftNode(Protocol):
    """What a node of a draft tells the writer: `wording.outline.Node` and the stored section alike."""

    kind: str
    level: int
    number: str
    text: str
    key: str
    footnotes: list[str]
    table: list[list[dict[str, object]]] | None


def draft_docx(
    nodes: Iterable[DraftNode],
    *,
    title_lines: Sequence[str],
    header: Header | None = None,
    author: str = "",
    draft_mark: str = DRAFT_MARK,
    preamble: Sequence[str] = (),
    ending: Document | None = None,
) -> bytes:
    """Return a draft as a Word file; read back by `programs.wording.word_reading`, it gives the same tree.

    `ending` is the paper whose closing sign, recipients and signature stand below the words, as in its PDF.
    """
    file = new_file(" ".join(title_lines), author)
    section = file.sections[0]
    write_page_heads(section, draft_mark)
    body = Body(file, Notes(), width_mm=text_width_mm(section))
    if header:
        write_header(body, header)
        write_draft_mark(body, draft_mark)
    if title_lines:
        write_title(body, title_lines[0], title_lines[1:])
    for line in preamble:
        body.paragraph(BASIS).add_run(clean(line))
    written = list(nodes)
    for node in written[:-1]:
        _write_node(body, node)
    for node in written[-1:]:
        _write_last(body, node, ending.closing if ending else "")
    if ending and ending.signature:
        keep_with_signature(body)
        write_end(body, ending, ending.signature)
    return finished(file, body.notes)


def _write_last(body: Body, node: DraftNode, closing: str) -> None:
    """Write the last node, with the sign that closes a paper behind its words or on a line below."""
    is_text = str(node.kind) not in {"BANG", "PHAN", "MUC"}
    _write_node(body, node, closed(node.text, closing) if is_text and closing else node.text)
    if closing and not is_text:
        body.paragraph(DRAFT_TEXT).add_run(closing)


def _write_node(body: Body, node: DraftNode, text: str | None = None) -> None:
    kind = str(node.kind)
    if kind == "BANG":
        body.spanned(node.table or [], node.key)
        return
    is_heading = kind in {"PHAN", "MUC"}
    depth = min(node.level + 1, _DEEPEST)
    paragraph = body.paragraph(f"Heading{depth}" if is_heading else DRAFT_TEXT)
    writer = Writer(paragraph, body.notes, node.footnotes or ())
    if kind == "PHAN":
        writer.words(f"{part_label(node.number)}\n{node.text}".rstrip())
    else:
        if node.number:
            writer.number(node.number)
        writer.words(node.text if text is None else text)
    writer.close()
    body.notes.mark(paragraph, node.key)


def part_label(number: Any) -> str:
    """Return "Phần thứ nhất"; past the tenth the number is Roman."""
    if not str(number).isdigit():
        return f"Phần {number}".rstrip()
    value = int(number)
    return f"Phần {ordinal(value)}" if 1 <= value <= 10 else f"Phần {roman(value)}"
