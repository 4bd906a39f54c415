"""Records of the access world that belong to the writing of reports."""

import hashlib
from datetime import date

from reports.models import KeptWords, NarrativeBlock, OutlineSection, ReportComment, ReportOutline
from tests.access_donors import first_or, saved


def outline_records():
    """Return an outline and a heading of it."""
    outline = first_or(ReportOutline, code="mau-thu", name="Mẫu thử", title_pattern="Báo cáo năm {year}")
    section = first_or(OutlineSection, outline=outline, key="mo_dau", ordinal=1, title="Mở đầu")
    return {"outline": outline, "outline_section": section}


def writing_records(report, code, by):
    """Return a passage with a typed number, a comment on it, a decision taken back, a heading gone."""
    common = {"report": report, "key": f"muc-{code.lower()}"}
    passage = saved(NarrativeBlock(**common, ordinal=1, title="Viện trợ", text="Có 77 khoản viện trợ."))
    words = "Trong kỳ có {{aid.items_received}} mới."
    saved(NarrativeBlock(report=report, key=f"so-{code.lower()}", ordinal=2, title="Số", text=words))
    gone = saved(NarrativeBlock(report=report, key=f"bo-{code.lower()}", ordinal=3, title="Mục bỏ"))
    gone.delete()
    kept = KeptWords(
        **common, mark="0" * 16, words_print="0" * 64, rule="Số gõ tay", words="5 khoản", reason="Trích",
        kept_by=by, kept_on=date(2025, 6, 1), lifted_on=date(2025, 6, 2),
    )  # fmt: skip
    named = "\n".join(("AID_TOTAL_MISMATCH", passage.key, "77 khoản"))
    return {
        "passage": passage,
        "gone_passage": f"bo-{code.lower()}",
        "comment": saved(ReportComment(**common, text="Xem lại", author=by)),
        "kept_words": saved(kept),
        "typed_mark": hashlib.sha256(named.encode()).hexdigest()[:16],
    }
