"""The draft of a program as an official paper."""

from programs.models import Draft
from reports.documents.blocks import Header
from reports.documents.word_draft import draft_docx

ISSUING = ("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA")
PLACE = "Thanh Hóa"
SYMBOL = "CTr-UBND"


def draft_title(draft: Draft) -> tuple[str, ...]:
    """Return the kind of paper and what it is about, line by line."""
    start, end = draft.program.period
    return ("CHƯƠNG TRÌNH", "Công tác đối ngoại tỉnh Thanh Hóa", f"giai đoạn {start} - {end}")


def draft_file_name(draft: Draft, extension: str) -> str:
    """Return the name under which a version is handed out."""
    return f"Dự thảo Chương trình đối ngoại {draft.program.slug} - bản {draft.number}.{extension}"


def draft_as_docx(draft: Draft) -> bytes:
    """Return a version as a Word file; read back, it gives the same tree with the same keys."""
    return draft_docx(
        draft.sections.in_order(),
        title_lines=draft_title(draft),
        header=Header(issuing=ISSUING, symbol=SYMBOL, place=PLACE, year=draft.program.period[0]),
        author="Sở Ngoại vụ tỉnh Thanh Hóa",
        draft_mark=f"DỰ THẢO BẢN {draft.number}",
    )
