"""What moves a program in the tests: papers, and a program with a text that may go up."""

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from core.history import acting
from core.models import User
from programs import life
from programs.actions.life import Paper, move_program
from programs.models import Program
from tests.factories import AgencyFactory, ProgramFactory
from tests.programs.draft_texts import store_draft

PDF = (Path(__file__).parents[1] / "data" / "corpus" / "files" / "l01_ok.pdf").read_bytes()
TODAY = date(2026, 6, 15)
ISSUED_ON = TODAY
TEXTS = (
    (1, "k1", "Kết quả giai đoạn trước còn hạn chế."),
    (2, "k2", "Mở rộng quan hệ với các địa phương nước ngoài."),
    (
        3,
        "k3",
        "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập danh mục dự án, xong trước ngày 30/6/2027.",
    ),
)


def signed_copy():
    """Return an upload of a signed copy."""
    return SimpleUploadedFile("ban-ky.pdf", PDF, content_type="application/pdf")


def issuing_paper(**changes):
    """Return everything that an issued program needs."""
    values = {
        "number": "01/CTr-UBND", "dated_on": ISSUED_ON, "upload": signed_copy(), "signer": "Nguyễn Văn A",
        "issued_by": "UBND tỉnh Thanh Hóa", "basis": "45/VP-NV", "basis_on": ISSUED_ON,
    }  # fmt: skip
    return Paper(**values | changes)


def program_in(status, *, rows=TEXTS, slug="2026-2030", **values):
    """Return a program in a state, with a text of three parts unless `rows` is empty."""
    program = ProgramFactory(
        slug=slug, period_start_year=2026, period_end_year=2030, status=status,
        drafting_agency=AgencyFactory(name="Sở Ngoại vụ soạn"), draft_due_on=date(2026, 7, 1), **values,
    )  # fmt: skip
    if rows:
        store_draft(program, *rows)
    return program


def put_into(program, status):
    """Set the state as if it had been so always."""
    with acting(by=User.objects.system(), verb="tests.life", label="Đặt trạng thái thử"):
        program.status = status
        program.save()
    return Program.objects.get(pk=program.pk)


def needed_paper(start, to):
    """Return the papers of others and of the state that a move asks for, but for issuing."""
    needs = to in life.STATES and life.STATES[to].needs
    own = {"number": "12/UBND-NV", "dated_on": ISSUED_ON} if needs else {}
    return Paper(**own, basis="45/VP-NV", basis_on=ISSUED_ON)


def move(program, to, *, by=None, **values):
    """Move a program today, with the papers that the move needs; return the step."""
    papers = needed_paper(program.status, to)
    given = {"on": TODAY, "today": TODAY, "expected": program.version, "paper": papers} | values
    step, _ = move_program(program=program, to=to, by=by or User.objects.system(), **given)
    return step
