"""Two versions of a draft side by side as a paper: what changed, what was lost, who said what."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from core.money import format_number
from programs.compare_page import FATES, ComparePage, signed
from programs.models import Draft
from programs.versions import part_name
from programs.wording.comparing import Fate
from reports.documents.blocks import (
    Appendix,
    Block,
    BulletList,
    Column,
    Document,
    DocumentType,
    Header,
    Paragraph,
    Table,
    Text,
)

AUTHOR = "Sở Ngoại vụ tỉnh Thanh Hóa"
LEGEND = "Chữ nghiêng là chữ đã bỏ ở bản sau, chữ đậm là chữ thêm vào. Đoạn không đổi không in lại."
_WIDTHS = (14, 36, 36, 14)
# A table is laid out at once, so a long one is cut into several.
_ROWS = 60


def comparison_document(page: ComparePage, today: date) -> Document:
    """Return the comparison of two versions: sums by part, then the changed passages on lying sheets."""
    old, new = page.old, page.new
    changed = [pair for pair in page.found.pairs if pair.fate != Fate.KEPT or page.has_more(pair)]
    lines = page.lines(changed, {}, "")
    blocks: list[Block] = []
    for part, rows in groupby(lines, key=lambda line: line.part):
        blocks.append(Paragraph(Text(part_name(part), bold=True), indent=False))
        blocks += _tables(list(rows), old, new)
    if not lines:
        blocks.append(Paragraph("Hai bản giống nhau từng chữ."))
    return Document(
        header=Header(
            superior=("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"),
            issuing=("SỞ NGOẠI VỤ",),
            symbol="",
            place="Thanh Hóa",
            year=today.year,
            has_number=False,
        ),
        title=f"So sánh bản {old.number} và bản {new.number}, dự thảo chương trình {new.program.slug}",
        type=DocumentType("BẢNG SO SÁNH", _subject(old, new)),
        blocks=_sums(page),
        signature=None,
        appendices=[Appendix(None, "Các đoạn có thay đổi", blocks, landscape=True)],
        author=AUTHOR,
    )


def comparison_file_name(old: Draft, new: Draft) -> str:
    """Return the name under which the paper is handed out."""
    return f"So sánh bản {old.number} và bản {new.number} - Chương trình đối ngoại {new.program.slug}.pdf"


def _subject(old: Draft, new: Draft) -> tuple[str, ...]:
    start, end = new.program.period
    return (
        f"Bản {old.number} và bản {new.number} dự thảo Chương trình công tác đối ngoại",
        f"giai đoạn {start} - {end}",
    )


def _sums(page: ComparePage) -> list[Block]:
    sums = page.summary()
    length = (
        f"Bản {page.old.number} dài {format_number(sums['before'])} từ, bản {page.new.number} dài "
        f"{format_number(sums['after'])} từ: "
    )
    if sums["saved"] >= 0:
        length += f"đã rút {format_number(sums['saved'])} từ ({sums['percent']}%)."
    else:
        length += f"dài thêm {format_number(sums['added'])} từ."
    parts = [f"{name}: {saved} từ" for _, name, saved in page.parts()]
    fates = [f"{FATES[fate]}: {format_number(page.found.count(fate))} đoạn" for fate in Fate]
    points = len(page.check.points)
    kept = f"Ý chính giữ được: {format_number(page.check.kept)}/{format_number(points)}."
    blocks: list[Block] = [Paragraph(f"{length} {LEGEND}"), BulletList(parts), BulletList(fates)]
    return [*blocks, Paragraph(kept)] if points else blocks


def _tables(lines: list[Any], old: Draft, new: Draft) -> list[Table]:
    labels = ("THAY ĐỔI", f"BẢN {old.number}", f"BẢN {new.number}", "Ý CHÍNH, Ý KIẾN")
    columns = [Column(label, width) for label, width in zip(labels, _WIDTHS, strict=True)]
    rows = [_row(line) for line in lines]
    return [Table(columns, rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]


def _row(line: Any) -> list[Any]:
    what = ". ".join([line.label, line.fate, *line.notes, f"{signed(line.pair.saved)} từ"])
    before: list[Text] = []
    for label, runs in line.old:
        before += _runs([(f"{label}: ", ""), *runs] if len(line.old) > 1 else runs, "del")
    beside = [f"Rơi ý: {one.point.text}" for one in line.lost] + [chip.label for chip in line.chips]
    return [what, before or "–", _runs(line.new, "ins") or "Đã bỏ", "; ".join(beside) or "–"]


def _runs(runs: Sequence[tuple[str, str]], changed: str) -> list[Text]:
    """Return the runs of words; what was taken out in italics, what was put in or lost in bold."""
    found = []
    for words, kind in runs:
        text = words.replace("\n", " ").strip()
        if text:
            is_marked = kind in (changed, "lost")
            found.append(Text(f"{text} ", bold=is_marked and kind != "del", italic=kind == "del"))
    return found
