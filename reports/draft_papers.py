"""Files of drafts that are made in the background: the official PDF, which also counts the pages."""

from django.urls import reverse
from django.utils import timezone

from core.legal import RuleError
from core.models import ImportBatch, User
from programs.actions.draft_files import TAKE_IN, judge_draft_file, take_in_file
from programs.actions.draft_sizes import store_pages
from programs.compare_page import compared
from programs.draft_hints import hints_on
from programs.models import Draft, Program, Section
from programs.permissions import can_edit_program, can_print_comparison, can_read_draft
from programs.versions import comparison_of
from programs.wording.taking_in import read_draft
from reports.documents.pages import starts_of
from reports.documents.pdf import render_pdf
from reports.kinds.comparison import comparison_document, comparison_file_name
from reports.kinds.program import draft_document, draft_file_name
from reports.paper_jobs import NoteStep, PaperKind, register_paper

# A draft of 300 pages is laid out in some minutes; the job's lease is longer.
SECONDS, MEGABYTES = 900, 4096
PART = "Phần thứ"
DRAFT_PDF = "draft-pdf"


def register_draft_papers() -> None:
    """Let the PDF of a version be made in the background."""
    register_paper(
        PaperKind(
            code=DRAFT_PDF,
            label="PDF dự thảo",
            find=draft_of,
            may=can_read_draft,
            make=make_draft_pdf,
            title=lambda draft: f"Dự thảo {draft.program.slug}, bản {draft.number}",
            url=lambda draft: draft.get_absolute_url(),
        )
    )

    register_paper(
        PaperKind(
            code="draft-compare",
            label="So sánh hai bản dự thảo",
            find=two_drafts,
            may=lambda user, pair: all(can_read_draft(user, draft) for draft in pair),
            make=make_comparison,
            title=lambda pair: (
                f"So sánh bản {pair[0].number} và bản {pair[1].number}, {pair[0].program.slug}"
            ),
            url=comparison_url,
            result=comparison_url,
            result_label="Xem so sánh",
        )
    )
    register_paper(
        PaperKind(
            code="draft-compare-pdf",
            label="Bảng so sánh hai bản dự thảo (PDF)",
            find=two_drafts,
            may=lambda user, pair: (
                can_print_comparison(user) and all(can_read_draft(user, draft) for draft in pair)
            ),
            make=make_comparison_pdf,
            title=lambda pair: (
                f"Bảng so sánh bản {pair[0].number} và bản {pair[1].number}, {pair[0].program.slug}"
            ),
            url=comparison_url,
        )
    )
    register_paper(
        PaperKind(
            code="draft-import",
            label="Đọc tệp dự thảo",
            find=upload_of,
            may=lambda user, batch: batch.uploaded_by_id == user.pk and can_edit_program(user),
            make=read_upload,
            title=lambda batch: f"Tệp dự thảo {batch.filename}",
            url=lambda batch: reverse("programs:draft_import", args=[batch.options["program"]]),
            result=upload_page,
            result_label="Xem trước",
        )
    )
    register_paper(
        PaperKind(
            code=TAKE_IN,
            label="Nhận dự thảo từ tệp",
            find=upload_of,
            may=lambda user, batch: batch.uploaded_by_id == user.pk and can_edit_program(user),
            make=take_in_upload,
            title=lambda batch: f"Nhận dự thảo từ {batch.filename}",
            url=upload_page,
            result=taken_draft_url,
            result_label="Mở bản dự thảo",
        )
    )
    register_paper(
        PaperKind(
            code="draft-hints",
            label="Gợi ý rút gọn",
            find=draft_of,
            may=can_read_draft,
            make=make_hints,
            title=lambda draft: f"Gợi ý rút gọn bản {draft.number}, {draft.program.slug}",
            url=lambda draft: draft.get_absolute_url(),
            result=lambda draft: reverse("programs:draft_hints", args=draft.address),
            result_label="Xem gợi ý",
        )
    )


def two_drafts(subject: str) -> tuple[Draft, Draft] | None:
    """Return the versions that "12-15" names, of one program; or None."""
    first, _, second = subject.partition("-")
    old, new = draft_of(first), draft_of(second)
    return (old, new) if old and new and old.program_id == new.program_id else None


def comparison_url(pair: tuple[Draft, Draft]) -> str:
    """Return the address of the comparison of two versions."""
    old, new = pair
    page = reverse("programs:draft_compare", args=[old.program.slug])
    return f"{page}?tu={old.number}&den={new.number}"


def make_comparison(pair: tuple[Draft, Draft], by: User, note_step: NoteStep) -> None:
    """Compare two versions; the page reads the result from the cache."""
    note_step("So sánh từng đoạn", 30)
    comparison_of(*pair)


def make_comparison_pdf(pair: tuple[Draft, Draft], by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the comparison of two versions as a PDF, with what whoever asked may see beside it."""
    old, new = pair
    note_step("So sánh từng đoạn", 20)
    page = compared(by, old, new, comparison_of(old, new))
    document = comparison_document(page, timezone.localdate())
    note_step("Dựng trang", 40)
    content = render_pdf(document, seconds=SECONDS, megabytes=MEGABYTES)
    return comparison_file_name(old, new), content


def upload_of(subject: str) -> ImportBatch | None:
    """Return the upload of a draft with this code, or None."""
    return ImportBatch.objects.filter(kind=ImportBatch.Kind.DRAFT, code=subject).first()


def read_upload(batch: ImportBatch, by: User, note_step: NoteStep) -> None:
    """Read a long Word file and keep the outline that it would become. Raises RuleError for a refused one."""
    if batch.state != ImportBatch.State.WAITING:
        return
    program = Program.objects.get(slug=batch.options["program"])
    note_step("Đọc tệp Word", 30)
    with batch.file.open("rb") as file:
        taken = read_draft(batch.filename, file.read())
    note_step("Xếp phần, mục, đoạn", 85)
    judge_draft_file(batch=batch, program=program, taken=taken, by=by)
    if taken.errors:
        raise RuleError(taken.errors[0])


def upload_page(batch: ImportBatch) -> str:
    """Return the address of the look at an upload."""
    return reverse("programs:draft_import_check", args=[batch.options["program"], batch.code])


def taken_draft_url(batch: ImportBatch) -> str:
    """Return the address of the draft that an upload became, of the look at it before that."""
    if "draft" not in batch.options:
        return upload_page(batch)
    return reverse("programs:draft_detail", args=[batch.options["program"], batch.options["draft"]])


def take_in_upload(batch: ImportBatch, by: User, note_step: NoteStep) -> None:
    """Store a long upload as the next version: read first, then written in one short transaction."""
    program = Program.objects.get(slug=batch.options["program"])
    asked = batch.options.get("asked")
    if asked is None:
        raise RuleError("Chưa chọn lý do lập bản; mở lại trang xem trước rồi bấm Nhận bản này.")
    note_step("Đọc tệp, ghi phần, mục, đoạn", 30)
    take_in_file(batch=batch, program=program, by=by, **asked)


def make_hints(draft: Draft, by: User, note_step: NoteStep) -> None:
    """Look for hints through a whole version; its page reads them from what is kept."""
    note_step("Tìm chỗ có thể rút gọn", 30)
    hints_on(draft)


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
