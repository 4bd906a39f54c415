"""What the papers of the department have in common: head, signature, and the mark of a draft."""

from datetime import date

from core.models import Agency, Origin
from programs.models import Draft, Program
from reports.documents.blocks import Header, Signature

CODE = "SNGV"
AUTHOR = "Sở Ngoại vụ tỉnh Thanh Hóa"
# Until the program went up, its papers are drafts.
_SENT = (
    Program.Status.SUBMITTED,
    Program.Status.PARTY_REVIEW,
    Program.Status.ISSUED,
    Program.Status.ASSIGNED_TASKS,
    Program.Status.IN_FORCE,
    Program.Status.MIDTERM_REVIEWED,
    Program.Status.CLOSED,
)


def department_header(
    today: date, *, code: str = "", number: int | None = None, signed_on: date | None = None
) -> Header:
    """Return the head of a paper of the department; `code` is that of the kind of paper, e.g. TTr.

    A table or list has no code in Phụ lục III of Nghị định 30/2020/NĐ-CP, so it takes no number.
    """
    return Header(
        superior=("UBND TỈNH THANH HÓA",),
        issuing=("SỞ NGOẠI VỤ",),
        symbol=f"{code}-SNgV" if code else "",
        place="Thanh Hóa",
        number=number,
        signed_on=signed_on,
        year=(signed_on or today).year,
        has_number=bool(code),
    )


def department_signature() -> Signature:
    """Return who signs for the department."""
    lines = Agency.objects.filter(code=CODE).values_list("signature_lines", flat=True).first() or ["GIÁM ĐỐC"]
    return Signature(title=lines[-1], capacity=lines[:-1])


def draft_mark(program: Program, draft: Draft | None) -> str:
    """Return the mark of a paper that is not sent yet, or that an invented text stands behind."""
    if draft is not None and draft.origin == Origin.DEMO:
        return "SỐ LIỆU MINH HỌA"
    return "" if program.status in _SENT else "DỰ THẢO"
