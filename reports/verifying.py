"""What a checksum tells: an issued file, a signed copy, a lock of numbers, or nothing known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.dates import format_date
from core.models import User
from reports.documents.numbering import number_line
from reports.issued_files import issued_file
from reports.kinds.year_end import header_of
from reports.models import IssuedFile, Report, ReportSnapshot


@dataclass(frozen=True)
class Verdict:
    """Whether a checksum is known: of which report, which of its files; links only to who may read it."""

    sha256: str
    name: str = ""
    report: Report | None = None
    file: IssuedFile | None = None
    snapshot: ReportSnapshot | None = None
    may_read: bool = False
    # The report that corrected this one, where it was issued.
    replaced_by: Report | None = None
    may_read_new: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the portal issued or locked what has this checksum."""
        return self.report is not None

    @property
    def copy_in_force(self) -> IssuedFile | None:
        """The signed copy that took the place of this one; None where it is in force itself."""
        if self.report is None or self.file is None:
            return None
        last = issued_file(self.report, self.file.kind)
        return last if last and last.pk != self.file.pk else None

    @property
    def number(self) -> str:
        """The number and symbol of the paper: "05/BC-LHHN"."""
        if self.report is None:
            return ""
        header = header_of(self.report)
        return number_line(header.number, header.symbol).removeprefix("Số:").strip()

    @property
    def replaced_words(self) -> str:
        """Which paper took the place of this one: "số 06/BC-LHHN, ngày 05/02/2026"."""
        new = self.replaced_by
        if new is None:
            return ""
        return f"số {new.mark}" + (f", ngày {format_date(new.dated_on)}" if new.dated_on else "")


def verdict_on(sha256: str, user: User, *, name: str = "") -> Verdict:
    """Return what is known of a checksum. Whoever has an issued paper may learn that it is genuine."""
    rows = IssuedFile.objects.filter(sha256=sha256).select_related("report__issuer", "made_by")
    row = rows.order_by("pk").first()
    if row is not None:
        return _with_new(Verdict(sha256, name, row.report, row, None, _may_read(user, row.report)), user)
    locks = ReportSnapshot.objects.filter(sha256=sha256).select_related("report__issuer")
    for snapshot in locks.defer("document"):
        if _may_read(user, snapshot.report):
            return _with_new(Verdict(sha256, name, snapshot.report, None, snapshot, may_read=True), user)
    return Verdict(sha256, name)


def _with_new(verdict: Verdict, user: User) -> Verdict:
    """Return the verdict with the paper that took the place of this one, once it was issued."""
    old = verdict.report
    if old is None or old.status != Report.Status.CORRECTED:
        return verdict
    issued = (Report.Status.ISSUED, Report.Status.CORRECTED)
    rows = old.replaced_by.filter(status__in=issued).select_related("document_number").order_by("pk")
    new = rows.first()
    return replace(verdict, replaced_by=new, may_read_new=new is not None and _may_read(user, new))


def _may_read(user: User, report: Report) -> bool:
    return Report.objects.visible_to(user).filter(pk=report.pk).exists()
