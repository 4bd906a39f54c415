"""What the papers of the department have in common: head, signature, and the mark of a draft."""

from datetime import date

from core.models import Agency, Origin
from programs.models import Draft, Program
from reports.documents.blocks import Header, Signature
from reports.kinds.heads import issuer_header
from reports.signers import usual_signer

CODE = "SNGV"
AUTHOR = "Sở Ngoại vụ tỉnh Thanh Hóa"
# Until the office has written down how its papers begin and end.
_AS_USUAL = Agency(
    code=CODE,
    symbol="SNgV",
    name="Sở Ngoại vụ",
    place="Thanh Hóa",
    header_lines=[{"text": "UBND TỈNH THANH HÓA", "bold": False}, {"text": "SỞ NGOẠI VỤ", "bold": True}],
    signature_lines=["GIÁM ĐỐC"],
)
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
    agency = _department()
    return issuer_header(
        agency,
        symbol=f"{code}-{agency.symbol or agency.code}" if code else "",
        number=number,
        signed_on=signed_on,
        year=(signed_on or today).year,
        has_number=bool(code),
    )


def department_signature(day: date) -> Signature:
    """Return how the department signs on a day, with the name of its head where the directory knows it."""
    agency = _department()
    head = usual_signer(agency, day) if agency.pk else None
    lines = agency.signature_lines or _AS_USUAL.signature_lines
    return Signature(title=lines[-1], capacity=lines[:-1], name=head.full_name if head else "")


def _department() -> Agency:
    """Return the department as the office keeps it, or as it usually is."""
    stored = Agency.objects.filter(code=CODE).first()
    return stored if stored is not None and stored.header_lines else _AS_USUAL


def draft_mark(program: Program, draft: Draft | None) -> str:
    """Return the mark of a paper that is not sent yet, or that an invented text stands behind."""
    if draft is not None and draft.origin == Origin.DEMO:
        return "SỐ LIỆU MINH HỌA"
    return "" if program.status in _SENT else "DỰ THẢO"
