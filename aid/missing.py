"""What the record of an aid item still lacks, with the clauses of the decree that governs it."""

from dataclasses import dataclass

from aid.rules import RuleSetPeriod
from core.legal import Citation


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where a decree says what an approval decision states and what a dossier holds."""

    content: Citation | None
    dossier: Citation | None


# Only the articles that were read; another decree is cited as a whole, in the words of the catalogue.
_KNOWN = {
    "ND80": Clauses(Citation("Điều 11 Nghị định 80/2020/NĐ-CP"), Citation("Điều 8 Nghị định 80/2020/NĐ-CP")),
}


def clauses_of(period: RuleSetPeriod | None) -> Clauses:
    """Return the clauses of a decree; none where no decree is known for the day."""
    if period is None:
        return Clauses(None, None)
    return _KNOWN.get(period.code) or Clauses(period.source, period.source)


# The allocation is written on a page of its own, not in the form of the item.
ALLOCATION = "#phan-bo"


@dataclass(frozen=True, slots=True)
class MissingPart:
    """Something the record still lacks: what, and where in the form it is typed."""

    label: str
    source: Citation | None
    field: str = ""
    url: str = ""


def missing_parts(
    *,
    mode: str,
    has_decision_number: bool,
    has_approval_date: bool,
    has_period: bool,
    has_objectives: bool,
    has_governing_body: bool,
    has_places: bool,
    has_sector: bool,
    has_commitment: bool,
    is_unrated: bool,
    knows_budget_revenue: bool,
    has_management_form: bool,
    has_signer: bool,
    papers: frozenset[str],
    is_emergency: bool,
    has_disaster: bool,
    has_allocation: bool,
    is_relief: bool,
    clauses: Clauses,
) -> list[MissingPart]:
    """Return what the record lacks of an approval decision's content and of the dossier.

    `clauses` are those of the decree that governs the item; `is_relief`: that of emergency aid, which asks
    for a plan of allocation, and neither for a period nor for a document of the project.
    """
    content, dossier = clauses.content, clauses.dossier
    wanted = (
        (has_decision_number, "số quyết định phê duyệt", content, "decision_number"),
        (has_approval_date, "ngày phê duyệt", content, "approved_on"),
        (has_signer, "người ký quyết định", content, "signer_title"),
        (has_commitment, "số tiền cam kết", content, "amount"),
        (not is_unrated, "tỷ giá quy đổi", None, "rate"),
        (has_period or is_relief, "ngày bắt đầu, ngày kết thúc", content, "started_on"),
        (has_sector, "lĩnh vực", None, "sector"),
        (has_governing_body, "cơ quan chủ quản", content, "governing_body"),
        (has_objectives, "mục tiêu, kết quả chính", content, "objectives"),
        (has_places or is_relief, "địa bàn", content, "places"),
        (
            knows_budget_revenue or is_relief,
            "thuộc nguồn thu ngân sách hay không",
            content,
            "is_budget_revenue",
        ),
        (
            has_management_form or is_relief or mode == "PHI_DU_AN",
            "hình thức quản lý",
            content,
            "management_form",
        ),
        (has_disaster or not is_emergency, "thiên tai, ngày xảy ra", content, "disaster_event"),
        (has_allocation or not is_relief, "phân bổ cho các đơn vị nhận", content, ALLOCATION),
        ("QUYET_DINH" in papers, "tệp quyết định phê duyệt", dossier, "file"),
        ("VAN_BAN_NHAT_TRI" in papers, "tệp văn bản nhất trí viện trợ", dossier, "file"),
        ("VAN_KIEN" in papers or is_relief, "tệp văn kiện", dossier, "file"),
    )
    return [
        MissingPart(label, source, url=field) if field == ALLOCATION else MissingPart(label, source, field)
        for there, label, source, field in wanted
        if not there
    ]
