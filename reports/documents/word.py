"""An official document as a Word file: the second renderer of the block model, in styles people can edit."""

import io
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.documents.blocks import CLOSING, MOTTO, NATION, Appendix, Document, Header, Signature
from reports.documents.complete import refuse_gaps
from reports.documents.html import head_size
from reports.documents.html import text_width_mm as words_width_mm
from reports.documents.runs import as_runs
from reports.documents.whole import hold_in_word
from reports.documents.word_blocks import Body
from reports.documents.word_headings import HeadingNumbers
from reports.documents.word_runs import Notes, clean, element
from reports.documents.word_styles import (
    ADDRESSEE,
    AFTER_TABLE,
    ATTACHED,
    BASIS,
    HEAD,
    RECIPIENT,
    RULE,
    SIGNER,
    SUBJECT,
    TITLE,
    new_file,
    set_sheet,
    text_width_mm,
)
from reports.documents.word_tables import Box, Grid, Place

_LEFT_SHARE = {13: 41.0, 12: 44.5}
_LEAST_SHARE = 36.0
_SPARE = 1.1
_SIGN_SPACE_MM = 26
_RED = "E00000"


def render_docx(document: Document) -> bytes:
    """Return the Word file of a document: its paper, then each appendix in a section of its own.

    Raises RenderFailed, like the PDF, where passages are still missing.
    """
    refuse_gaps(document)
    file = new_file(document.title, document.author)
    notes, headings = Notes(), HeadingNumbers()
    width = text_width_mm(file.sections[0])
    body = Body(file, notes, width_mm=width, marks=document.show_marks, headings=headings)
    write_page_heads(file.sections[0], document.draft_mark)
    write_header(body, document.header)
    _write_opening(body, document)
    body.write(document.body)
    if document.signature:
        keep_with_signature(body)
        write_end(body, document, document.signature)
    for appendix in document.appendices:
        _write_appendix(body, document, appendix)
    headings.save_in(file)
    return finished(file, notes)


def finished(file: Any, notes: Notes) -> bytes:
    """Return the bytes of a file with its footnotes, nothing torn that belongs together."""
    hold_in_word(file.element.body)
    notes.save_in(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def write_page_heads(section: Any, draft_mark: str) -> None:
    """Put the page number over every page but the first, and the draft mark over each."""
    middle = Mm(text_width_mm(section) / 2)
    for head, has_number in ((section.header, True), (section.first_page_header, False)):
        head.is_linked_to_previous = False
        paragraph = head.paragraphs[0]
        paragraph._p.style = "Header"
        if has_number and not draft_mark:
            _add_page_number(paragraph)
            continue
        if not draft_mark:
            continue
        # A tab to the middle and one to the right edge: the number stays centred beside the mark.
        paragraph.alignment = 0
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(middle, 1)
        stops.add_tab_stop(middle * 2, 2)
        paragraph.add_run("\t")
        if has_number:
            _add_page_number(paragraph)
        mark = paragraph.add_run(f"\t{clean(draft_mark)}")
        mark.font.size = Pt(9)
    for foot in (section.footer, section.first_page_footer):
        foot.is_linked_to_previous = False


def _add_page_number(paragraph: Any) -> None:
    code = element("instrText")
    code.text = "PAGE"
    steps = [element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    for step in (steps[0], code, steps[1]):
        paragraph.add_run()._r.append(step)
    paragraph.add_run("2")
    paragraph.add_run()._r.append(steps[2])


def write_header(body: Body, header: Header) -> None:
    """Write the issuer on the left and the Quốc hiệu on the right, number and date below, without borders."""
    size = head_size(header)
    issuing = max((words_width_mm(line, size, bold=True) for line in header.issuing), default=0.0)
    superior = max((words_width_mm(line, size, bold=False) for line in header.superior), default=0.0)
    # A face that stands in for ours is wider: a short name leaves its room to the Quốc hiệu.
    needed = max(issuing, superior) * _SPARE * 100 / body.width_mm
    share = max(_LEAST_SHARE, min(_LEFT_SHARE[size], needed))
    shares = (share, 100 - share)
    left, right = (body.width_mm * share / 100 for share in shares)

    def issuer(place: Place) -> None:
        for line in header.superior:
            _head_line(place, line, size)
        for line in header.issuing:
            _head_line(place, line, size, bold=True)
        _rule(place, left, issuing * 0.4)

    def nation(place: Place) -> None:
        _head_line(place, NATION, size, bold=True)
        _head_line(place, MOTTO, size + 1, bold=True)
        _rule(place, right, words_width_mm(MOTTO, size + 1, bold=True))

    def number(place: Place) -> None:
        _head_line(place, header.number_line, 13, before=6)
        if header.subject:
            _head_line(place, header.subject, 12, before=6)

    def date(place: Place) -> None:
        _head_line(place, header.place_date_line, size + 1, italic=True, before=6)

    grid = Grid(shares, body.width_mm, borders=False, margins=(0, 0))
    grid.row([Box(issuer), Box(nation)])
    if header.number_line or header.place_date_line:
        grid.row([Box(number), Box(date)])
    body.table(grid)


def _head_line(
    place: Place, text: str, size: int, *, bold: bool = False, italic: bool = False, before: float = 0
) -> None:
    paragraph = place.paragraph(HEAD)
    run = paragraph.add_run(clean(text))
    run.bold, run.italic = bold or None, italic or None
    run.font.size = Pt(size)
    if before:
        paragraph.paragraph_format.space_before = Pt(before)


def _rule(place: Any, width: float, length: float) -> None:
    """Add a line of a length in the middle of a column: the lower border of a thin paragraph."""
    paragraph = place.paragraph(RULE)
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = Mm(max(0.0, (width - length) / 2))
    border = element("pBdr")
    border.append(element("bottom", val="single", sz=6, space=0, color="000000"))
    paragraph._p.pPr.find(qn("w:ind")).addprevious(border)


def _write_opening(body: Body, document: Document) -> None:
    if document.urgency:
        _boxed(body.paragraph(ADDRESSEE), str(document.urgency), size=13, color=_RED, width=12)
    write_draft_mark(body, document.draft_mark)
    if document.type:
        write_title(body, document.type.name, document.type.subject)
    if document.attached:
        body.paragraph(ATTACHED).add_run(clean(f"({document.attached})"))
    if document.opening:
        words = "".join(getattr(run, "text", "") for run in as_runs(document.opening.runs))
        body.paragraph(ATTACHED).add_run(clean(words))
    _write_addressees(body, document.addressee_lines)
    for line in document.base_lines:
        body.paragraph(BASIS).add_run(clean(line))


def write_draft_mark(body: Body, mark: str) -> None:
    """Write the mark of a draft in its frame below the head; nothing without a mark."""
    if not mark:
        return
    paragraph = body.paragraph(ADDRESSEE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(8)
    _boxed(paragraph, mark, size=12, color="000000", width=8)


def write_title(body: Body, name: str, lines: Any) -> None:
    """Write the kind of paper and what it is about, with the short line below."""
    body.paragraph(TITLE).add_run(clean(name))
    if not lines:
        return
    body.paragraph(SUBJECT).add_run(clean("\n".join(lines)))
    widest = max(words_width_mm(line, 14, bold=True) for line in lines)
    _rule(body, body.width_mm, min(widest, body.width_mm) * 0.4)
    body.paragraph(RULE).paragraph_format.space_before = Pt(8)


def _boxed(paragraph: Any, text: str, *, size: int, color: str, width: int) -> None:
    run = paragraph.add_run(f"\u00a0{clean(text)}\u00a0")
    run.bold = True
    run.font.size = Pt(size)
    look = run._r.rPr
    if color != "000000":
        look.find(qn("w:sz")).addprevious(element("color", val=color))
    look.append(element("bdr", val="single", sz=width, space=0, color=color))


def _write_addressees(body: Body, lines: list[str]) -> None:
    if not lines:
        return
    if len(lines) == 1:
        only = body.paragraph(ADDRESSEE)
        only.add_run(clean(f"Kính gửi: {lines[0]}"))
        only.alignment = WD_ALIGN_PARAGRAPH.CENTER
        only.paragraph_format.space_before, only.paragraph_format.space_after = Pt(14), Pt(8)
        return
    widest = max(words_width_mm(line, 14, bold=False) for line in lines)
    margin = max(0.0, (body.width_mm - 14 - widest) / 2)
    for number, line in enumerate(["Kính gửi:", *lines]):
        paragraph = body.paragraph(ADDRESSEE)
        paragraph.add_run(clean(line))
        look = paragraph.paragraph_format
        look.left_indent = Mm(margin if number == 0 else margin + 14)
        look.space_before = Pt(14 if number == 0 else 0)
    look.space_after = Pt(8)


def keep_with_signature(body: Body) -> None:
    """Tie the last lines of the body to the signature, which must not stand on a page alone."""
    part = body.last
    while part is not None and part.tag == qn("w:p"):
        _keep(part)
        if part.style != AFTER_TABLE and part.text != CLOSING:
            return
        part = part.getprevious()
    if part is not None and part.tag == qn("w:tbl"):
        for paragraph in part.findall(qn("w:tr"))[-1].iter(qn("w:p")):
            _keep(paragraph)


def _keep(paragraph: Any) -> None:
    """Let the next lines begin on the page of this paragraph."""
    properties = paragraph.get_or_add_pPr()
    if properties.find(qn("w:keepNext")) is None:
        properties._insert_keepNext(element("keepNext"))


def write_end(body: Body, document: Document, signature: Signature) -> None:
    """Write who receives the paper on the left and who signs it on the right."""
    space = body.paragraph(RULE)
    space.paragraph_format.space_before = Pt(11)
    space.paragraph_format.keep_with_next = True

    def left(place: Place) -> None:
        if document.co_signature:
            _write_signer(place, document.co_signature)
        elif document.recipients:
            _write_recipients(place, document.recipient_lines)

    grid = Grid((50, 50), body.width_mm, borders=False, margins=(0, 0))
    grid.row([Box(left), Box(lambda place: _write_signer(place, signature))])
    body.table(grid)
    # Behind a signature at the foot of a page it would begin an empty one.
    _thin(body.last)
    if document.co_signature and document.recipients:
        _write_recipients(body, document.recipient_lines)


def _thin(line: Any) -> None:
    """Let a line without words take no room: Word asks for one behind a table and at the end of a section."""
    line.style = RULE
    Paragraph(line, line.getparent()).paragraph_format.line_spacing = Pt(1)


def _write_signer(place: Place, signer: Signature) -> None:
    for line in (*signer.capacity, signer.title):
        place.paragraph(SIGNER).add_run(clean(line))
    name = place.paragraph(SIGNER)
    name.add_run(clean(signer.name))
    name.paragraph_format.space_before = Mm(_SIGN_SPACE_MM)


def _write_recipients(place: Any, lines: list[str]) -> None:
    title = place.paragraph(RECIPIENT).add_run("Nơi nhận:")
    title.bold = title.italic = True
    title.font.size = Pt(12)
    for line in lines:
        place.paragraph(RECIPIENT).add_run(clean(line))


def _write_appendix(paper: Body, document: Document, appendix: Appendix) -> None:
    file, notes, headings = paper.file, paper.notes, paper.headings
    section = file.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the section before must not begin a page of its own.
    _thin(file.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1])
    set_sheet(section, landscape=appendix.landscape)
    write_page_heads(section, document.draft_mark)
    width = text_width_mm(section)
    body = Body(file, notes, width_mm=width, marks=document.show_marks, headings=headings)
    head = body.paragraph("Heading1")
    head.add_run(clean(f"{appendix.label}\n{appendix.title.upper()}"))
    head.paragraph_format.space_before = Pt(0)
    if appendix.attached:
        body.paragraph(ATTACHED).add_run(clean(f"({appendix.attached})"))
    _rule(body, body.width_mm, 35)
    body.paragraph(RULE).paragraph_format.space_before = Pt(6)
    body.write(appendix.body)
