"""The dossier that goes up to the People's Committee: its papers one by one, and all in one download."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from core.models import Agency, Attachment, User
from programs.guards import sent_draft
from programs.models import Draft, Program
from reports.documents.blocks import Document
from reports.documents.pdf import RenderFailed, render_pdf
from reports.documents.word import render_docx
from reports.draft_papers import MEGABYTES, SECONDS
from reports.kinds.opinions import opinions_document, opinions_file_name
from reports.kinds.program import draft_as_docx, draft_document, draft_file_name
from reports.kinds.submission import letters_of, submission_document, submission_file_name
from reports.kinds.task_appendix import appendix_file_name, task_appendix_document
from reports.paper_jobs import NoteStep, PaperKind, register_paper
from reports.permissions import can_read_dossier

KIND = "dossier"
DRAFT = "du-thao"
# The day and hour that every entry of the archive carries: the same dossier gives the same bytes.
_ENTRY_DAY = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class DossierPaper:
    """One paper of the dossier: its code in addresses, its name, what makes it."""

    code: str
    label: str
    document: Callable[[Program, Draft, date], Document]
    name: Callable[[Program, Draft, str], str]
    docx: Callable[[Draft], bytes] | None = None

    def as_pdf(self, program: Program, draft: Draft, today: date) -> bytes:
        """Return the paper as a PDF. Raises RenderFailed."""
        return render_pdf(self.document(program, draft, today), seconds=SECONDS, megabytes=MEGABYTES)

    def as_docx(self, program: Program, draft: Draft, today: date) -> bytes:
        """Return the paper as a Word file. Raises RenderFailed."""
        return self.docx(draft) if self.docx else render_docx(self.document(program, draft, today))


PAPERS = (
    DossierPaper(
        "to-trinh",
        "Tờ trình",
        submission_document,
        lambda program, _draft, kind: submission_file_name(program, kind),
    ),
    DossierPaper(
        DRAFT,
        "Dự thảo Chương trình",
        lambda _program, draft, _today: draft_document(draft),
        lambda _program, draft, kind: draft_file_name(draft, kind),
        draft_as_docx,
    ),
    DossierPaper(
        "bang-tong-hop",
        "Bảng tổng hợp ý kiến, tiếp thu, giải trình",
        lambda program, _draft, today: opinions_document(program, today),
        lambda program, _draft, kind: opinions_file_name(program, kind),
    ),
    DossierPaper(
        "phu-luc",
        "Phụ lục phân công nhiệm vụ",
        task_appendix_document,
        lambda program, _draft, kind: appendix_file_name(program, kind),
    ),
)


def paper_of(code: str) -> DossierPaper | None:
    """Return the paper behind a code, or None."""
    return next((one for one in PAPERS if one.code == code), None)


def register_dossier() -> None:
    """Let the whole dossier be made in the background."""
    register_paper(
        PaperKind(
            code=KIND,
            label="Hồ sơ trình",
            find=program_of,
            may=can_read_dossier,
            make=make_dossier,
            title=lambda program: f"Hồ sơ trình Chương trình {program.slug}",
            url=lambda program: reverse("reports:dossier", args=[program.slug]),
        )
    )


def program_of(subject: str) -> Program | None:
    """Return the program of this address, or None."""
    return Program.objects.filter(slug=subject).first()


def make_dossier(program: Program, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return every paper as PDF and Word in one archive. Raises RenderFailed, and then nothing is kept."""
    draft, today = sent_draft(program), timezone.localdate()
    if draft is None:
        raise RenderFailed("Chương trình chưa có bản dự thảo nào; nhận dự thảo từ Word rồi tạo lại hồ sơ.")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paper in enumerate(PAPERS):
            note_step(f"Tạo {paper.label}", 5 + number * 90 // len(PAPERS))
            for kind, make in (("pdf", paper.as_pdf), ("docx", paper.as_docx)):
                entry = zipfile.ZipInfo(f"{number + 1}. {paper.name(program, draft, kind)}", _ENTRY_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, make(program, draft, today))
        for number, (agency, attachment) in enumerate(letters_of(program), 1):
            name = _letter_name(len(PAPERS) + 1, number, agency, attachment)
            with attachment.file.open("rb") as stored:
                archive.writestr(zipfile.ZipInfo(name, _ENTRY_DAY), stored.read())
    return f"Hồ sơ trình - Chương trình đối ngoại {program.slug} - bản {draft.number}.zip", whole.getvalue()


def _letter_name(place: int, number: int, agency: Agency, attachment: Attachment) -> str:
    """Return the name of a letter's file in the archive: in a folder of its own behind the papers."""
    return f"{place}. Văn bản góp ý/{number:02d}. {agency.name.replace('/', '-')}.{attachment.kind}"
