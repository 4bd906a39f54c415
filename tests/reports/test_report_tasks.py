"""The PDF in the background: one turn at a time, taken up again when stuck, never half a file."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.tasks import default_task_backend
from django.utils import timezone

from core.history import acting
from core.models import User
from reports import tasks
from reports.actions import exports
from reports.actions.requests import request_pdf
from reports.documents.pdf import RenderFailed
from reports.management.commands import report as command
from reports.models import PdfExport, Report
from tests.reports.year_end_world import world, write

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 thu %%EOF"


@pytest.fixture
def year():
    return world()


@pytest.fixture(autouse=True)
def _tasks_run_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def quick_pdf(monkeypatch):
    """Replace the engine by a short answer; returns the documents it was given."""
    seen = []

    def render(document, **options):
        seen.append(document)
        return PDF

    monkeypatch.setattr(tasks, "render_pdf", render)
    return seen


def export_of(year, **columns):
    export = PdfExport(report=year.report, requested_by=year.writer, **columns)
    with acting(by=year.writer, verb="tests.create", label="Tạo dữ liệu thử"):
        export.save()
    return export


def run(export):
    """Run the task as the worker does and return the export as stored."""
    tasks.make_pdf.call(export.pk)
    export.refresh_from_db()
    return export


def stored(export):
    """Return the bytes of the file that the export left."""
    with export.file.open("rb") as file:
        return file.read()


def test_task_stores_the_file_with_its_checksum(year, quick_pdf):
    export = run(export_of(year))
    assert (export.state, export.percent, export.attempts) == (PdfExport.State.DONE, 100, 1)
    assert stored(export) == PDF
    assert export.sha256 == hashlib.sha256(PDF).hexdigest()
    assert export.leased_until is None
    steps = list(export.history.order_by("history_date", "history_id").values_list("step", flat=True))
    assert [step for step in steps if step] == ["Lấy số liệu", "Dựng trang", "Ghi tệp"]
    assert {row.history_user for row in export.history.all()} == {year.writer}


def test_finished_export_is_left_alone(year, quick_pdf):
    export = run(export_of(year))
    first = (export.file.name, export.attempts)
    assert tasks.make_pdf.call(export.pk) == PdfExport.State.DONE
    export.refresh_from_db()
    assert (export.file.name, export.attempts) == first
    assert len(quick_pdf) == 1


def test_export_of_a_living_worker_is_left_alone(year, quick_pdf):
    export = export_of(
        year, state=PdfExport.State.RUNNING, attempts=1, leased_until=timezone.now() + timedelta(minutes=1)
    )
    assert run(export).state == PdfExport.State.RUNNING
    assert quick_pdf == []


def test_export_of_a_dead_worker_is_done_by_the_next(year, quick_pdf):
    export = export_of(
        year, state=PdfExport.State.RUNNING, attempts=1, leased_until=timezone.now() - timedelta(minutes=1)
    )
    assert run(export).state == PdfExport.State.DONE
    assert export.attempts == 2


def test_any_run_takes_up_what_got_stuck(year, quick_pdf):
    stuck = export_of(
        year, state=PdfExport.State.RUNNING, attempts=1, leased_until=timezone.now() - timedelta(minutes=1)
    )
    run(export_of(year))
    stuck.refresh_from_db()
    assert stuck.state == PdfExport.State.DONE


class Killed(BaseException):
    """The worker's process ends in the middle."""


def test_work_of_a_killed_worker_goes_on_by_itself(year, quick_pdf, settings, monkeypatch):
    """Each turn has somebody look again when its lease ends; nobody presses anything."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    queue = default_task_backend.results

    def dies(document, **options):
        raise Killed

    export = export_of(year)
    monkeypatch.setattr(tasks, "render_pdf", dies)
    with pytest.raises(Killed):
        tasks.make_pdf.call(export.pk)
    (look,) = queue
    assert (look.args, look.task.run_after > timezone.now()) == ([export.pk], True)

    monkeypatch.setattr(tasks, "render_pdf", lambda document, **options: PDF)
    # Too early, the turn may still be held: it is left alone and looked at once more.
    assert tasks.make_pdf.call(export.pk) == PdfExport.State.RUNNING
    assert len(queue) == 2
    with time_machine.travel(queue[-1].task.run_after, tick=False):
        assert run(export).state == PdfExport.State.DONE
        assert tasks.make_pdf.call(export.pk) == PdfExport.State.DONE
    assert len(queue) == 3, "what is finished is not looked at again"
    assert (stored(export), export.attempts) == (PDF, 2)


def test_fourth_attempt_is_given_up_with_a_sentence(year, quick_pdf):
    export = export_of(
        year, state=PdfExport.State.RUNNING, attempts=3, leased_until=timezone.now() - timedelta(minutes=1)
    )
    assert run(export).state == PdfExport.State.FAILED
    assert "Đã thử 3 lần" in export.message
    assert quick_pdf == []


def test_failing_renderer_leaves_its_sentence(year, monkeypatch):
    def refuse(document, **options):
        raise RenderFailed("Chưa tạo được tệp PDF: văn bản quá dài.")

    monkeypatch.setattr(tasks, "render_pdf", refuse)
    export = run(export_of(year))
    assert (export.state, export.message) == (
        PdfExport.State.FAILED,
        "Chưa tạo được tệp PDF: văn bản quá dài.",
    )
    assert not export.file


def test_breaking_renderer_tells_the_person_and_the_log(year, monkeypatch):
    def breaks(document, **options):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(tasks, "render_pdf", breaks)
    export = export_of(year)
    with pytest.raises(ZeroDivisionError):
        tasks.make_pdf.call(export.pk)
    export.refresh_from_db()
    assert (export.state, export.message) == (PdfExport.State.FAILED, exports.BROKEN)


def test_lost_turn_writes_nothing(year, monkeypatch):
    """A worker that slept through its lease comes back while another one holds the turn."""
    export = export_of(year)

    def overtaken(document, **options):
        other = PdfExport.objects.get(pk=export.pk)
        other.attempts += 1
        with acting(by=year.writer, verb="tests.edit", label="Lượt khác"):
            other.save()
        return PDF

    monkeypatch.setattr(tasks, "render_pdf", overtaken)
    run(export)
    assert export.state == PdfExport.State.RUNNING
    assert not export.file
    assert (
        exports.fail_export(export=PdfExport(pk=export.pk, attempts=1), message="muộn", by=year.writer)
        is False
    )


def test_account_without_right_gets_no_file(year, quick_pdf):
    stranger = User.objects.get(pk=year.writer.pk)
    stranger.role = "AUDITOR"
    with acting(by=year.writer, verb="tests.edit", label="Đổi vai trò"):
        stranger.save()
    export = run(export_of(year))
    assert (export.state, export.message) == (PdfExport.State.FAILED, exports.NO_RIGHT)
    assert quick_pdf == []


def test_failing_history_leaves_no_file(year, quick_pdf, monkeypatch):
    claimed = exports.claim_export(export_id=export_of(year).pk, by=year.writer)
    kept = list_files(claimed)

    def no_save(self, *args, **kwargs):
        raise RuntimeError("no history")

    monkeypatch.setattr(PdfExport, "save", no_save)
    with pytest.raises(RuntimeError):
        exports.finish_export(export=claimed, content=PDF, by=year.writer)
    assert list_files(claimed) == kept


def list_files(export):
    storage = export.file.storage
    return sorted(storage.listdir("reports")[1]) if storage.exists("reports") else []


def test_request_runs_after_the_commit(year, quick_pdf, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        export = request_pdf(report=year.report, by=year.writer)
        assert export.state == PdfExport.State.WAITING
    export.refresh_from_db()
    assert export.state == PdfExport.State.DONE


def test_second_request_joins_the_first(year, quick_pdf):
    first = request_pdf(report=year.report, by=year.writer)
    assert request_pdf(report=year.report, by=year.writer).pk == first.pk
    assert PdfExport.objects.count() == 1


def test_request_revives_a_stuck_export(year, quick_pdf, django_capture_on_commit_callbacks):
    stuck = export_of(
        year, state=PdfExport.State.RUNNING, attempts=2, leased_until=timezone.now() - timedelta(minutes=1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert request_pdf(report=year.report, by=year.writer).pk == stuck.pk
    stuck.refresh_from_db()
    assert (stuck.state, stuck.attempts) == (PdfExport.State.DONE, 3)


def test_request_gives_up_a_hopeless_export_and_begins_anew(year, quick_pdf):
    hopeless = export_of(
        year, state=PdfExport.State.RUNNING, attempts=3, leased_until=timezone.now() - timedelta(minutes=1)
    )
    assert request_pdf(report=year.report, by=year.writer).pk != hopeless.pk
    hopeless.refresh_from_db()
    assert hopeless.state == PdfExport.State.FAILED


def test_task_makes_a_real_pdf(year):
    export = run(export_of(year))
    assert export.state == PdfExport.State.DONE
    assert stored(export).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(
            {"year": 2019, "format": "pdf"}, "Chưa có báo cáo tổng kết năm 2019", id="năm không có báo cáo"
        ),
    ],
)
def test_command_refuses_with_a_sentence(year, tmp_path, options, words):
    out = tmp_path / "bao-cao.tep"
    with pytest.raises(CommandError, match=words):
        call_command("report", "year-end", out=str(out), **options)
    assert not out.exists()


def test_command_writes_word(year, tmp_path):
    out = tmp_path / "bao-cao.docx"
    call_command("report", "year-end", year=2025, format="docx", out=str(out))
    assert out.read_bytes().startswith(b"PK")


def test_command_says_where_it_cannot_write(year, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được"):
        call_command(
            "report", "year-end", year=2025, format="json", out=str(tmp_path / "khong-co" / "a.json")
        )


def test_command_writes_blocks_and_figures(year, tmp_path, capsys):
    out = tmp_path / "bao-cao.json"
    call_command("report", "year-end", year=2025, basis="nd09", format="json", out=str(out))
    data = json.loads(out.read_text(encoding="utf-8"))
    figures = {row["code"]: row for row in data["figures"]}
    assert figures["aid.items_received"]["value"] == 11
    assert figures["aid.items_received"]["window"] == ["2024-12-15", "2025-12-14"]
    assert {row["text"] for row in data["anniversaries"] if row["code"] == "anniversary.CZ"} == {"75 năm"}
    assert data["document"]["blocks"][0]["block"] == "Paragraph"
    assert [part["number"] for part in data["document"]["appendices"]] == [1, 2, 3]


def test_command_writes_the_pdf(year, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "render_pdf", lambda document, **limits: PDF)
    out = tmp_path / "bao-cao.pdf"
    call_command("report", "year-end", year=2025, format="pdf", out=str(out))
    assert out.read_bytes() == PDF
    assert [path.name for path in tmp_path.iterdir()] == ["bao-cao.pdf"]


def test_command_passes_on_what_stops_the_engine(year, tmp_path, monkeypatch):
    def refuse(document, **limits):
        raise RenderFailed("Văn bản cần quá nhiều bộ nhớ.")

    monkeypatch.setattr(command, "render_pdf", refuse)
    with pytest.raises(CommandError, match="bộ nhớ"):
        call_command("report", "year-end", year=2025, format="pdf", out=str(tmp_path / "a.pdf"))


def test_words_change_what_the_next_export_prints(year, quick_pdf):
    run(export_of(year))
    write(year.report, year.writer, I_7="Câu mới của mục này.")
    run(export_of(year))
    before, after = (
        [run_.text for block in doc.blocks for run_ in getattr(block, "runs", ())] for doc in quick_pdf
    )
    assert "Câu mới của mục này." in after
    assert "Câu mới của mục này." not in before
    assert Report.objects.get().status == Report.Status.DRAFT
