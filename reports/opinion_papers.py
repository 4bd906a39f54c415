"""The consolidated table of opinions as a PDF made in the background, where it is long."""

from django.urls import reverse
from django.utils import timezone

from core.models import User
from meetings.models import Opinion
from programs.models import Program
from reports.documents.pdf import render_pdf
from reports.kinds.opinions import opinions_document, opinions_file_name
from reports.paper_jobs import NoteStep, PaperKind, register_paper
from reports.permissions import can_read_all_opinions

KIND = "opinions-pdf"
# More are laid out in more than a second or two.
LONGEST_AT_ONCE = 100
SECONDS, MEGABYTES = 600, 3072


def register_opinion_papers() -> None:
    """Let the long table of a program be made in the background."""
    register_paper(
        PaperKind(
            code=KIND,
            label="Bảng tổng hợp ý kiến (PDF)",
            find=lambda slug: Program.objects.filter(slug=slug).first(),
            may=lambda user, program: can_read_all_opinions(user),
            make=make_table,
            title=lambda program: f"Bảng tổng hợp ý kiến {program.slug}",
            url=lambda program: reverse("opinions:opinion_list", args=[program.slug]),
        )
    )


def is_long(program: Program) -> bool:
    """Whether the table has more opinions than a page lays out while somebody waits."""
    opinions = Opinion.objects.filter(program=program).handed_in().order_by()
    return len(opinions.values_list("pk")[: LONGEST_AT_ONCE + 1]) > LONGEST_AT_ONCE


def make_table(program: Program, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the table as a PDF with its name."""
    document = opinions_document(program, timezone.localdate())
    note_step("Dựng trang", 30)
    content = render_pdf(document, seconds=SECONDS, megabytes=MEGABYTES)
    return opinions_file_name(program, "pdf"), content
