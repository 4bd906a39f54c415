"""Issuing under trouble: a dying worker, two at once, a full disk; nothing lost, nothing twice."""

import errno
import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.history import acting
from core.models import User
from reports import issuing, tasks
from reports.actions import issuing as actions
from reports.actions import papers
from reports.demo.removal import references
from reports.documents.checker import check_pdf
from reports.models import IssuedFile, PaperJob, Report
from tests.access_world import PDF
from tests.reports.life_world import MOVED, Office, change_five_records
from tests.reports.year_end_world import world

pytestmark = pytest.mark.django_db
S = Report.Status


class Killed(BaseException):
    """The worker is gone: no handler of the program runs."""


@pytest.fixture
def office(settings, tmp_path, monkeypatch):
    """A report with its number, a short PDF instead of the engine, and a folder of files of its own."""
    settings.MEDIA_ROOT = tmp_path
    found = Office(world())
    found.bring_to(S.NUMBERED)
    monkeypatch.setattr(issuing, "render_pdf", lambda paper, **limits: PDF)
    monkeypatch.setattr(issuing, "render_docx", lambda paper: b"PK docx")
    return found


def asked(office):
    """Ask for the issue and return the job."""
    report = office.fresh()
    return actions.request_issue(report=report, expected=report.version, by=office.clerk)


def run(job):
    """Run the task as the worker does and return the state that it left."""
    return tasks.make_paper.call(job.pk)


def forget_the_lease(job):
    """Let the lease of a worker that is gone run out."""
    stored = PaperJob.objects.get(pk=job.pk)
    with acting(by=User.objects.system(), verb="tests.edit", label="Hết hạn giữ"):
        stored.leased_until = stored.created_at
        stored.save()


def issued_folder(settings):
    """Return the files that stand under their final name, and those that do not."""
    files = [path for path in Path(settings.MEDIA_ROOT).glob("issued/*") if path.is_file()]
    return [path for path in files if path.suffix != ".part"], [
        path for path in files if path.suffix == ".part"
    ]


STEPS = {
    "trước khi dựng": (issuing, "report_document"),
    "dựng PDF": (issuing, "render_pdf"),
    "dựng Word": (issuing, "render_docx"),
    "ghi tệp": (actions, "store_whole"),
    "đổi trạng thái": (actions, "end_step"),
    "báo người soạn": (actions, "notify"),
    "đánh dấu xong": (papers, "finish_paper"),
}


def test_a_worker_killed_at_any_step_is_tried_again_and_issues_once(office, monkeypatch, settings):
    """One report, seven deaths: each leaves the report as it was, and in the end it is issued."""
    job = asked(office)
    deaths = list(STEPS.values())
    for place, (module, name) in enumerate(deaths):
        if place % 2 == 0 and place:
            # The third try of a job is its last: whoever waits presses again.
            job = again(office, job)
        with monkeypatch.context() as patch:
            patch.setattr(module, name, die)
            if name == "finish_paper":
                with pytest.raises(Killed):
                    run(job)
                assert office.fresh().status == S.ISSUED, "the files and the state were stored together"
                break
            with pytest.raises(Killed):
                run(job)
        assert office.fresh().status == S.NUMBERED
        assert IssuedFile.objects.count() == 0
        whole, parts = issued_folder(settings)
        assert (whole, parts) == ([], [])
        forget_the_lease(job)
    forget_the_lease(job)
    assert run(job) == "XONG"
    assert run(job) == "XONG"
    assert sorted(IssuedFile.objects.values_list("kind", flat=True)) == ["DOCX", "PDF", "SIEU_DU_LIEU"]
    assert office.fresh().steps.filter(to_status=S.ISSUED).count() == 1
    whole, parts = issued_folder(settings)
    assert (len(whole), parts) == (3, [])


def die(*args, **kwargs):
    raise Killed


def again(office, job):
    """Give the job up and ask anew, as the button does."""
    papers.fail_paper(job=PaperJob.objects.get(pk=job.pk), message="Dừng", by=office.clerk)
    return asked(office)


def test_a_worker_that_lost_its_turn_writes_nothing(office, monkeypatch):
    """It pauses while it draws the pages; another one issues; then it goes on."""
    job = asked(office)

    def overtaken(paper, **limits):
        monkeypatch.setattr(issuing, "render_pdf", lambda paper, **limits: PDF)
        forget_the_lease(job)
        assert run(job) == "XONG"
        return PDF + b"khac"

    monkeypatch.setattr(issuing, "render_pdf", overtaken)
    assert run(job) == "XONG"
    assert IssuedFile.objects.get(kind="PDF").sha256 == hashlib.sha256(PDF).hexdigest()
    assert office.fresh().steps.filter(to_status=S.ISSUED).count() == 1


def test_a_full_disk_is_told_and_loses_nothing(office, monkeypatch, settings):
    job = asked(office)

    def full(self, name, content, **kwargs):
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF nua")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(default_storage._wrapped), "save", full)
        assert run(job) == "LOI"
    job.refresh_from_db()
    assert "Ổ đĩa của máy chủ đã đầy" in job.message
    assert (office.fresh().status, IssuedFile.objects.count()) == (S.NUMBERED, 0)
    assert issued_folder(settings) == ([], [])
    assert run(asked(office)) == "XONG"
    assert office.fresh().status == S.ISSUED


def test_no_other_address_than_that_of_the_step_issues(office, client):
    """The address that begins any work leads to the page of the step, also from a failed try."""
    client.force_login(office.clerk)
    start = reverse("reports:paper_job_start", args=["report-issue", office.report.pk])
    step = "/bao-cao/2025/tong-ket/ban-hanh/"
    before = PaperJob.objects.count()
    assert client.post(start).headers["Location"] == step
    assert PaperJob.objects.count() == before
    job = papers.claim_paper(job_id=asked(office).pk, by=office.clerk)
    papers.fail_paper(job=job, message="Dừng", by=office.clerk)
    page = client.get(reverse("reports:paper_job", args=[job.pk])).text
    assert f'href="{step}"' in page
    assert start not in page
    assert office.fresh().status == S.NUMBERED


def test_the_command_gives_the_issued_bytes(office, tmp_path):
    run(asked(office))
    for extension, content in (("pdf", PDF), ("docx", b"PK docx")):
        out = tmp_path / f"bao-cao.{extension}"
        call_command("report", "year-end", year=2025, format=extension, out=str(out), stdout=open_null())
        assert out.read_bytes() == content
    with pytest.raises(CommandError, match="đã chốt số liệu"):
        call_command("report", "year-end", year=2025, basis="nd09", out=str(tmp_path / "x.pdf"))


def open_null():
    """Return where the words of a command go that nobody reads."""
    return io.StringIO()


def test_an_issued_demonstration_is_not_removed(office):
    report = office.fresh()
    report.origin = "DEMO"
    with acting(by=office.clerk, verb="tests.edit", label="Minh họa"):
        report.save()
    assert "đã chốt số liệu" in " ".join(str(one) for one in references())


def test_acceptance_what_was_issued_stays_whatever_changes(settings, tmp_path, client):
    """Lock, approve, issue with the real engine; change five records; everything issued says the same."""
    settings.MEDIA_ROOT = tmp_path
    office = Office(world())
    office.bring_to(S.NUMBERED)
    assert run(asked(office)) == "XONG"
    client.force_login(office.drafter)
    addresses = [f"/bao-cao/2025/tong-ket.{extension}" for extension in ("pdf", "docx", "xml")]
    before = [client.get(address).content for address in addresses]
    assert [content[:4] for content in before[:2]] == [b"%PDF", b"PK\x03\x04"]
    assert check_pdf(before[0]) == []
    out = tmp_path / "so-lieu.json"
    call_command("report", "year-end", year=2025, format="json", out=str(out), stdout=io.StringIO())
    figures = out.read_bytes()
    change_five_records()
    assert [client.get(address).content for address in addresses] == before
    call_command("report", "year-end", year=2025, format="json", out=str(out), stdout=io.StringIO())
    assert out.read_bytes() == figures
    moved = client.get("/bao-cao/2025/tong-ket/khac-di/").context["moved"]
    assert {one.row.code for one in moved} == {code for code in MOVED if "|cung-ky" not in code}
    assert client.get("/bao-cao/2025/tong-ket/").status_code == 200
