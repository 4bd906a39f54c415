"""The real PDF of a report beside its text: the pages of the last one that was made, as pictures."""

from __future__ import annotations

import io

import pypdfium2
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from reports import life
from reports.issued_files import Kind, issued_file
from reports.models import NarrativeBlock, PdfExport, Report
from reports.report_page import export_row, report_url

PREVIEW = "ban-in"
# Pixels for each point of the page: sharp on a screen of twice the resolution in a column of half its width.
_SCALE = 1.6
# What a reader turns over on a screen; the rest is in the file.
MOST_PAGES = 60


class Preview:
    """How far the PDF of a report is, and which pages the last one has."""

    def __init__(self, report: Report) -> None:
        """Take the report."""
        self.report = report
        self.url = report_url("report_preview", report)
        self.pdf_url = report_url("report_pdf", report)

    @cached_property
    def last(self) -> PdfExport | None:
        """The newest making of the PDF."""
        return self._exports().first()

    @cached_property
    def done(self) -> PdfExport | None:
        """The newest PDF that there is."""
        done = self._exports().filter(state=PdfExport.State.DONE)
        if self.report.status in life.FINAL:
            # Pages that were made before the issue are not those of the issued paper.
            issued = issued_file(self.report, Kind.PDF)
            done = done.filter(sha256=issued.sha256 if issued else "")
        return done.first()

    def _exports(self):
        return self.report.exports.select_related("requested_by").order_by("-pk")

    @property
    def row(self):
        """The newest making as the progress shows it; None where nobody asked for one."""
        return export_row(self.last, self.report) if self.last else None

    @property
    def is_open(self) -> bool:
        """Whether one is being made now."""
        return bool(self.row and self.row["is_open"])

    @property
    def made_at(self):
        """When the pages in sight were made."""
        return timezone.localtime(self.done.updated_at) if self.done else None

    @property
    def is_stale(self) -> bool:
        """Whether words, headings or particulars changed since those pages were asked for."""
        if self.done is None:
            return False
        # History also knows of a heading that was taken out.
        acts = NarrativeBlock.history.filter(report_id=self.report.pk).order_by("-history_date")
        newest = acts.values_list("history_date", flat=True).first()
        changed = max(filter(None, (newest, self.report.updated_at)))
        return changed > self.done.created_at

    @cached_property
    def pages(self) -> list[dict[str, object]]:
        """The pages of the last PDF: number and address of the picture."""
        if self.done is None:
            return []
        count = min(page_count(self.done), MOST_PAGES)
        args = [self.report.year, self.report.code, self.done.pk]
        return [
            {"number": number, "url": reverse("reports:export_page", args=[*args, number])}
            for number in range(1, count + 1)
        ]


def page_count(export: PdfExport) -> int:
    """Return how many pages a finished PDF has; none where its file is gone."""
    content = _content(export)
    return 0 if content is None else pages_in(content)


def pages_in(content: bytes) -> int:
    """Return how many pages a PDF of ours has."""
    with pypdfium2.PdfDocument(content) as pdf:
        return len(pdf)


def page_picture(export: PdfExport, number: int) -> bytes | None:
    """Return one page of a finished PDF as PNG, counted from one; None where there is none."""
    content = _content(export)
    if content is None:
        return None
    with pypdfium2.PdfDocument(content) as pdf:
        if not 1 <= number <= min(len(pdf), MOST_PAGES):
            return None
        picture = pdf[number - 1].render(scale=_SCALE).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _content(export: PdfExport) -> bytes | None:
    if export.state != PdfExport.State.DONE or not export.file.storage.exists(export.file.name or ""):
        return None
    with export.file.open("rb") as stored:
        found: bytes = stored.read()
    return found
