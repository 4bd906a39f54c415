"""Records of the access world that belong to the writing of reports, and what stays of one."""

import hashlib
from datetime import date

from django.core.files.base import ContentFile

from reports.fingerprints import fingerprint
from reports.models import (
    DocumentNumber,
    IssuedFile,
    KeptWords,
    NarrativeBlock,
    OutlineSection,
    Report,
    ReportComment,
    ReportFigure,
    ReportOutline,
    ReportSnapshot,
)
from tests.access_donors import first_or, saved
from tests.factories import bring_report_to


def outline_records():
    """Return an outline and a heading of it."""
    outline = first_or(ReportOutline, code="mau-thu", name="Mẫu thử", title_pattern="Báo cáo năm {nam}")
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
    empty = NarrativeBlock(
        report=report, key=f"de-{code.lower()}", ordinal=4, title="Đề mục", is_written=False
    )
    kept = KeptWords(
        **common, mark="0" * 16, words_print="0" * 64, rule="Số gõ tay", words="5 khoản", reason="Trích",
        kept_by=by, kept_on=date(2025, 6, 1), lifted_on=date(2025, 6, 2),
    )  # fmt: skip
    named = "\n".join(("AID_TOTAL_MISMATCH", passage.key, "77 khoản", "Có 77 khoản viện trợ"))
    return {
        "passage": passage,
        "heading": saved(empty),
        "gone_passage": f"bo-{code.lower()}",
        "comment": saved(ReportComment(**common, text="Xem lại", author=by)),
        "kept_words": saved(kept),
        "typed_mark": hashlib.sha256(named.encode()).hexdigest()[:16],
    }


def report_of_old(agency, by):
    """Return an issued report of the agency with its lock and files, and a number noted from outside."""
    report = Report(
        year=2024, code=f"cu-{agency.code.lower()}", title=f"Báo cáo cũ {agency.name}", issuer=agency,
        number="1", dated_on=date(2025, 1, 10), signature_lines=["GIÁM ĐỐC"],
    )  # fmt: skip
    report.save()
    snapshot = ReportSnapshot(
        report=report, ordinal=1, taken_by=by, start_on=date(2024, 1, 1), end_on=date(2024, 12, 31),
        as_of=date(2024, 12, 31), document={"relations": [], "is_demo": False, "paper": {}},
    )  # fmt: skip
    figure = ReportFigure(
        snapshot=snapshot, code="aid.items_received", label="Khoản", value="0", text="0 khoản",
        exact="0 khoản", records=0,
    )  # fmt: skip
    snapshot.sha256 = fingerprint(snapshot, [figure])
    snapshot.save()
    figure.snapshot = snapshot
    figure.save()
    for kind in (IssuedFile.Kind.PDF, IssuedFile.Kind.SIGNED):
        content = b"%PDF"
        row = IssuedFile(
            report=report, kind=kind, filename=f"{kind.lower()}.pdf", size=len(content), made_by=by,
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        row.file.save(row.filename, ContentFile(content), save=False)
        row.save()
    # Locks, numbers and files come before the state that they lead to.
    bring_report_to(report, Report.Status.ISSUED)
    number = DocumentNumber(agency=agency, year=2025, series="BC", number=1, dated_on=date(2025, 6, 1))
    number.save()
    return {"issued_report": report, "number_row": number}
