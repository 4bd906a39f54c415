"""What a checksum tells: an issued file, a signed copy, a lock of numbers, or nothing known."""

from __future__ import annotations

from dataclasses import dataclass

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
    def replaced_by(self) -> Report | None:
        """The report that corrected this one, where it was issued."""
        if self.report is None or self.report.status != Report.Status.CORRECTED:
            return None
        issued = (Report.Status.ISSUED, Report.Status.CORRECTED)
        return self.report.replaced_by.filter(status__in=issued).first()


def verdict_on(sha256: str, user: User, *, name: str = "") -> Verdict:
    """Return what is known of a checksum. Whoever has an issued paper may learn that it is genuine."""
    rows = IssuedFile.objects.filter(sha256=sha256).select_related("report__issuer", "made_by")
    row = rows.order_by("pk").first()
    if row is not None:
        return Verdict(sha256, name, row.report, row, None, _may_read(user, row.report))
    locks = ReportSnapshot.objects.filter(sha256=sha256).select_related("report__issuer")
    for snapshot in locks.defer("document"):
        if _may_read(user, snapshot.report):
            return Verdict(sha256, name, snapshot.report, None, snapshot, may_read=True)
    return Verdict(sha256, name)


def _may_read(user: User, report: Report) -> bool:
    return Report.objects.visible_to(user).filter(pk=report.pk).exists()
