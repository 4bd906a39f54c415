"""Files of drafts that are made in the background: the official PDF, which also counts the pages."""

from core.models import User
from programs.actions.draft_sizes import store_pages
from programs.models import Draft, Section
from reports.documents.pages import starts_of
from reports.documents.pdf import render_pdf
from reports.kinds.program import draft_document, draft_file_name
from reports.paper_jobs import NoteStep, PaperKind, register_paper
from reports.permissions import can_read_draft

# A draft of 300 pages is laid out in some minutes; the job's lease is longer.
SECONDS, MEGABYTES = 900, 4096
PART = "Phần thứ"


def register_draft_papers() -> None:
    """Let the PDF of a version be made in the background."""
    register_paper(
        PaperKind(
            code="draft-pdf",
            label="PDF dự thảo",
            find=draft_of,
            may=can_read_draft,
            make=make_draft_pdf,
            title=lambda draft: f"Dự thảo {draft.program.slug}, bản {draft.number}",
            url=lambda draft: draft.get_absolute_url(),
        )
    )


def draft_of(subject: str) -> Draft | None:
    """Return the version with this key, or None."""
    if not (subject.isascii() and subject.isdigit() and len(subject) < 10):
        return None
    return Draft.objects.select_related("program").filter(pk=int(subject)).first()


def make_draft_pdf(draft: Draft, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the official PDF of a version; keeps how many pages it and its parts have."""
    document = draft_document(draft)
    words = sum(draft.sections.words_by_chapter().values())
    parts = list(draft.sections.filter(kind=Section.Kind.PART).in_order().values_list("part", flat=True))
    note_step("Dựng trang", 30)
    content = render_pdf(document, seconds=SECONDS, megabytes=MEGABYTES)
    note_step("Đếm trang", 90)
    pages, part_pages = sizes(content, parts)
    store_pages(draft=draft, pages=pages, part_pages=part_pages, words=words, by=by)
    return draft_file_name(draft, "pdf"), content


def sizes(content: bytes, parts: list[int]) -> tuple[int, dict[str, float]]:
    """Return the pages of a finished PDF, and those of each part in tenths of a page."""
    count, starts = starts_of(content, PART)
    ends = [*starts[1:], float(count)]
    spans = zip(parts, starts, ends, strict=False)
    return count, {str(part): round(end - start, 1) for part, start, end in spans}
