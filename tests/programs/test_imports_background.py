"""A long table is written by the worker: progress, one writing, and nothing half-written."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.history import acting
from core.imports import tasks, turns
from core.imports.progress import progress_of
from core.models import ImportBatch
from core.spreadsheets.template import TASKS
from core.spreadsheets.writer import write_xlsx
from programs.imports import TaskResource
from programs.models import Task
from tests.factories import ProgramFactory, TaskFactory

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-01-12T03:00:00+00:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _short_tables_are_long(settings):
    """Two rows count as many; the worker runs as soon as the request is stored."""
    settings.IMPORT_ROWS_AT_ONCE = 2
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def program(cast):
    """The program of the tasks, with the cast's agencies."""
    return ProgramFactory(period_start_year=2026)


@pytest.fixture
def staff(cast, program, sign_in):
    """The client of a person who may import."""
    return sign_in(cast["SNGV_STAFF"])


def checked(client, rows=3, start=1):
    """Send a table of so many new tasks through the page; return its upload."""
    values = [
        {
            "code": f"NV-2026-{number}",
            "name": f"Nhiệm vụ {number}",
            "lead": "Sở Y tế",
            "partners": "Công an tỉnh",
            "deadline": date(2026, 6, 30),
        }
        for number in range(start, start + rows)
    ]
    cells = [[row.get(column.key) for column in TASKS.columns] for row in values]
    data = write_xlsx(TASKS.columns, cells, TASKS.name)
    client.post(reverse("programs:import_start"), {"file": SimpleUploadedFile("nv.xlsx", data)})
    return ImportBatch.objects.latest("pk")


def press_write(client, batch):
    return client.post(reverse("programs:import_write", args=[batch.code]))


def progress(client, batch, **headers):
    return client.get(reverse("programs:import_progress", args=[batch.code]), headers=headers)


def run(batch):
    """Run the task as the worker does and return the upload as stored."""
    tasks.write_import.call(batch.pk)
    batch.refresh_from_db()
    return batch


def left(batch, **columns):
    """Leave the upload as a worker might have left it."""
    for name, value in columns.items():
        setattr(batch, name, value)
    with acting(by=batch.uploaded_by, verb="tests.edit", label="Để dở"):
        batch.save()


def ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


def test_three_hundred_rows_end_written_with_progress_on_the_way(staff, settings, monkeypatch):
    settings.IMPORT_ROWS_AT_ONCE = 200
    batch = checked(staff, rows=300)

    answer = press_write(staff, batch)
    assert answer.url == reverse("programs:import_progress", args=[batch.code])
    page = progress(staff, batch).content.decode()
    assert "300 dòng đang chờ" in page
    assert "hx-get" in page
    assert not Task.objects.exists()

    seen = []

    def note(code, done, total):
        if done == 200:
            tasks_note(code, done, total)
            seen.append(progress(staff, batch).content.decode())

    tasks_note = tasks.note_progress
    monkeypatch.setattr(tasks, "note_progress", note)
    assert run(batch).state == State.WRITTEN

    assert "Đang ghi 300 dòng" in seen[0]
    assert "(66%)" in seen[0]
    page = progress(staff, batch).content.decode()
    assert "Đã ghi 300 dòng" in page
    assert reverse("programs:import_result", args=[batch.code]) in page
    assert "hx-get" not in page.split('id="tien-trinh"')[1].split(">")[0]
    assert Task.objects.count() == 300
    assert Task.objects.get(code="NV-2026-7").history.get().history_change_reason.startswith(batch.code)
    assert [row.state for row in batch.history.order_by("history_id")] == [
        State.CHECKED, State.WAITING, State.RUNNING, State.WRITTEN,
    ]  # fmt: skip
    assert progress_of(batch.code) == 0


def test_short_table_is_written_at_once(staff):
    batch = checked(staff, rows=2)

    assert press_write(staff, batch).url == reverse("programs:import_result", args=[batch.code])
    assert Task.objects.count() == 2


def test_pressing_twice_writes_once(staff, django_capture_on_commit_callbacks):
    batch = checked(staff)

    with django_capture_on_commit_callbacks() as first:
        press_write(staff, batch)
    with django_capture_on_commit_callbacks() as second:
        press_write(staff, batch)
    assert (len(first), len(second)) == (1, 0)
    assert run(batch).state == State.WRITTEN
    assert run(batch).attempts == 1
    assert "đã ghi rồi" in staff.get(press_write(staff, batch).url, follow=True).content.decode()
    assert Task.objects.count() == 3


def test_request_reaches_the_worker_after_the_commit(staff, django_capture_on_commit_callbacks):
    batch = checked(staff)

    with django_capture_on_commit_callbacks(execute=True):
        press_write(staff, batch)
    batch.refresh_from_db()
    assert batch.state == State.WRITTEN


def test_failing_worker_writes_nothing_and_says_so(staff, monkeypatch):
    batch = checked(staff)
    press_write(staff, batch)
    write_row = TaskResource.write_row

    def breaks(self, row, original):
        if row.code == "NV-2026-3":
            raise ZeroDivisionError("division by zero")
        return write_row(self, row, original)

    monkeypatch.setattr(TaskResource, "write_row", breaks)
    with pytest.raises(ZeroDivisionError):
        tasks.write_import.call(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.message) == (State.CHECKED, turns.BROKEN)
    assert not Task.objects.exists()
    answer = progress(staff, batch, HX_Request="true")
    page = answer.content.decode()
    assert "không dòng nào được ghi" in page
    assert "Ghi lại" in page
    assert answer.headers["HX-Refresh"] == "true"
    check = staff.get(reverse("programs:import_check", args=[batch.code])).content.decode()
    assert "không dòng nào được ghi" in check
    assert "Ghi 3 dòng" in check

    monkeypatch.setattr(TaskResource, "write_row", write_row)
    press_write(staff, batch)
    assert (run(batch).state, batch.message) == (State.WRITTEN, "")
    assert Task.objects.count() == 3


def test_living_worker_is_left_alone(staff):
    batch = checked(staff)
    left(batch, state=State.RUNNING, attempts=1, leased_until=timezone.now() + timedelta(minutes=1))

    assert run(batch).state == State.RUNNING
    assert press_write(staff, batch).url == reverse("programs:import_progress", args=[batch.code])
    assert run(batch).attempts == 1
    assert not Task.objects.exists()


def test_dead_worker_is_told_of_and_followed_by_the_next(staff):
    batch = checked(staff)
    left(batch, state=State.RUNNING, attempts=1, leased_until=ago(1))

    page = progress(staff, batch).content.decode()
    assert "dừng giữa chừng" in page
    assert "Ghi lại" in page
    press_write(staff, batch)
    assert (run(batch).state, batch.attempts) == (State.WRITTEN, 2)


def test_any_run_takes_up_what_got_stuck(staff):
    stuck, hopeless, other = (checked(staff, start=start) for start in (1, 11, 21))
    left(stuck, state=State.RUNNING, attempts=1, leased_until=ago(1))
    left(hopeless, state=State.RUNNING, attempts=turns.MAX_ATTEMPTS, leased_until=ago(1))
    press_write(staff, other)

    run(other)

    stuck.refresh_from_db()
    hopeless.refresh_from_db()
    assert (stuck.state, hopeless.state) == (State.WRITTEN, State.RUNNING)


def test_worker_that_lost_its_turn_changes_nothing(staff):
    batch = checked(staff)
    press_write(staff, batch)
    claimed = turns.claim_write(batch_id=batch.pk, by=batch.uploaded_by)
    left(ImportBatch.objects.get(pk=batch.pk), attempts=2)

    assert turns.fail_write(batch=claimed, message="muộn", by=batch.uploaded_by) is False
    batch.refresh_from_db()
    assert (batch.state, batch.message) == (State.RUNNING, "")


def test_account_without_right_writes_nothing(staff, cast):
    batch = checked(staff)
    press_write(staff, batch)
    person = cast["SNGV_STAFF"]
    person.role = "AUDITOR"
    with acting(by=person, verb="tests.edit", label="Đổi vai trò"):
        person.save()

    assert (run(batch).state, batch.message) == (State.CHECKED, turns.NO_RIGHT)
    assert not Task.objects.exists()


def test_what_changed_since_the_check_is_shown_at_its_cell(staff, program):
    batch = checked(staff)
    press_write(staff, batch)
    TaskFactory(program=program, code="NV-2026-2", completed_on=date(2026, 1, 5), due_on=date(2026, 2, 1))

    assert run(batch).state == State.REFUSED
    page = progress(staff, batch).content.decode()
    assert "Dữ liệu đã đổi từ lúc kiểm tra" in page
    assert "Ghi lại" not in page
    page = staff.get(reverse("programs:import_check", args=[batch.code])).content.decode()
    assert "nhiệm vụ đã kết thúc" in page
    assert Task.objects.count() == 1


def test_upload_on_its_way_leads_to_its_progress(staff):
    batch = checked(staff)
    assert progress(staff, batch).url == reverse("programs:import_check", args=[batch.code])

    press_write(staff, batch)

    for name in ("import_check", "import_result"):
        answer = staff.get(reverse(f"programs:{name}", args=[batch.code]), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("programs:import_progress", args=[batch.code])
    assert "Đang chờ ghi" in staff.get(reverse("programs:import_start")).content.decode()
