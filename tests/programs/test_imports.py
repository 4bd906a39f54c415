"""The import of tasks: program, deadline, status, group, and the pages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.history import acting
from core.imports.batches import record_check, write_batch
from core.imports.outcome import judge_file
from core.imports.templates import example_book
from core.models import ImportBatch, User
from core.spreadsheets.template import TASKS
from core.spreadsheets.writer import write_xlsx
from programs.imports import TaskResource
from programs.models import Task
from tests.core.spreadsheets.corpus import content
from tests.factories import PillarFactory, ProgramFactory, SolutionGroupFactory, TaskFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 12)


@pytest.fixture
def program(cast):
    """The program of 2026-2030, with the cast's agencies."""
    return ProgramFactory(period_start_year=2026)


def resource(by=None, program=None):
    return TaskResource(by=by or User.objects.system(), today=TODAY, program=program)


def table(**columns):
    """Return a workbook with one row over a row that may be written."""
    row = {
        "code": "NV-2026-900",
        "name": "Tổ chức đoàn công tác",
        "lead": "Sở Y tế",
        "deadline": date(2026, 6, 30),
    } | columns
    return write_xlsx(TASKS.columns, [[row.get(column.key) for column in TASKS.columns]], TASKS.name)


def judged(data, **options):
    return judge_file(resource(**options), data, "b.xlsx")


def commit(data, **options):
    outcome = judged(data, **options)
    assert outcome.refusals == []
    by = User.objects.system()
    batch = record_check(
        resource=resource(**options), outcome=outcome, data=data, filename="b.xlsx", options={}, by=by
    )
    return write_batch(batch=batch, resource=resource(**options), by=by)[1]


def test_new_task_is_written_with_group_and_partners(program):
    group = SolutionGroupFactory(program=program, title="Đoàn ra, đoàn vào")

    commit(table(partners="Công an tỉnh; STC", group="đoàn ra,  đoàn vào", status="Chưa thực hiện"))

    task = Task.objects.get()
    assert (task.program, task.group, task.pillar) == (program, group, group.pillar)
    assert task.co_agencies.count() == 2
    assert task.override_status == ""


def test_deadline_kind_stays_unless_the_day_moves(program):
    task = TaskFactory(
        program=program, code="NV-2026-900", due_kind="QUY", due_on=date(2026, 6, 30), note="cũ"
    )
    commit(table(lead=task.lead_agency.name, name="Tên mới"))
    task.refresh_from_db()
    assert (task.title, task.due_kind, task.note) == ("Tên mới", "QUY", "cũ")

    commit(table(lead=task.lead_agency.name, deadline=date(2026, 7, 15)))
    task.refresh_from_db()
    assert (task.due_kind, task.due_on) == ("NGAY", date(2026, 7, 15))


def test_status_is_never_written_but_told(program):
    outcome = commit(table(status="Hoàn thành"))

    assert Task.objects.get().completed_on is None
    assert outcome.warnings == [
        "hàng 2: trạng thái 'Hoàn thành' không được nhập; cổng tính theo ngày: Chưa bắt đầu"
    ]


def test_lead_named_as_partner_is_left_out_with_a_remark(program):
    outcome = commit(table(partners="Sở Y tế; Công an tỉnh"))

    assert [row.agency.name for row in Task.objects.get().co_agencies.all()] == ["Công an tỉnh"]
    assert outcome.warnings == ["hàng 2: Sở Y tế đã chủ trì nên không ghi thêm ở cột phối hợp"]


@pytest.mark.parametrize(
    ("columns", "column", "words"),
    [
        pytest.param({"lead": "Sở Y tế; Công an tỉnh"}, "Cơ quan chủ trì", "chỉ ghi một", id="hai chủ trì"),
        pytest.param({"deadline": date(2031, 1, 1)}, "Hạn hoàn thành", "2031", id="ngoài mọi chương trình"),
        pytest.param({"deadline": None}, "Hạn hoàn thành", "bắt buộc nhập", id="thiếu hạn"),
        pytest.param({"status": "Treo"}, "Trạng thái", "không có trong danh mục", id="trạng thái lạ"),
        pytest.param({"group": "Nhóm khác"}, "Nhóm giải pháp", "không có trong danh mục", id="nhóm lạ"),
        pytest.param({"pillar": "Trụ cột thứ tư"}, "Trụ cột", "không có trong danh mục", id="trụ cột lạ"),
    ],
)  # fmt: skip
def test_row_is_refused_at_its_cell(program, columns, column, words):
    PillarFactory()

    found = judged(table(**columns)).refusals

    assert [(one.row, one.column) for one in found] == [(2, column)]
    assert words in found[0].message


def test_code_of_another_program_is_refused(program):
    TaskFactory(program=ProgramFactory(period_start_year=2021), code="NV-2026-900")

    found = judged(table(), program=program).refusals

    assert [one.column for one in found] == ["Mã nhiệm vụ"]


def test_focal_point_changes_no_stored_task(program, cast):
    TaskFactory(program=program, code="NV-2026-900", lead_agency=cast.agencies["SYT"])

    found = judged(table(), by=cast["FOCAL"]).refusals

    assert [(one.row, one.column) for one in found] == [(2, "Cơ quan chủ trì")]


@pytest.mark.parametrize("role", ["FOCAL", "HOI_EDITOR"])
def test_who_only_reports_on_tasks_adds_none_from_a_file(program, cast, sign_in, role):
    data = table(lead=cast[role].agency.name)
    found = judged(data, by=cast[role]).refusals

    assert [one.row for one in found] == [2]
    assert "không thêm nhiệm vụ mới" in found[0].message

    client = sign_in(cast[role])
    upload = SimpleUploadedFile("nhiem-vu.xlsx", data)
    assert client.get(reverse("programs:import_start")).status_code == 403
    assert client.post(reverse("programs:import_start"), {"file": upload}).status_code == 403
    assert client.get(reverse("programs:import_template")).status_code == 403
    assert not ImportBatch.objects.exists()


def test_upload_is_not_written_once_the_right_is_gone(program, cast, sign_in):
    user, data = cast["SNGV_STAFF"], table()
    outcome = judged(data, by=user)
    batch = record_check(
        resource=resource(by=user), outcome=outcome, data=data, filename="b.xlsx", options={}, by=user
    )
    client = sign_in(user)
    user.role, user.agency = "FOCAL", cast.agencies["SYT"]
    with acting(by=User.objects.system(), verb="tests.role", label="Đổi vai trò"):
        user.save()

    assert client.post(reverse("programs:import_write", args=[batch.code])).status_code == 403
    assert not Task.objects.exists()


def test_example_is_taken(program):
    PillarFactory()

    assert judged(example_book(resource())).counts["added"] == 2


def test_import_pages(program, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    page = client.get(reverse("programs:import_start")).content.decode()
    assert "Theo năm của hạn hoàn thành" in page
    data = table()

    client.post(
        reverse("programs:import_start"),
        {"file": SimpleUploadedFile("nv.xlsx", data), "program": program.slug},
    )
    batch = ImportBatch.objects.get()
    assert batch.options["program"] == program.slug
    assert "Ghi 1 dòng" in client.get(reverse("programs:import_check", args=[batch.code])).content.decode()
    client.post(reverse("programs:import_write", args=[batch.code]))

    page = client.get(reverse("programs:import_result", args=[batch.code])).content.decode()
    assert Task.objects.get().get_absolute_url() in page


def test_import_check_of_a_long_refusal_stays_small(program, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    data = content("j07_3000_errors_capped.xlsx")

    client.post(reverse("programs:import_start"), {"file": SimpleUploadedFile("nv.xlsx", data)})

    batch = ImportBatch.objects.get()
    page = client.get(reverse("programs:import_check", args=[batch.code])).content
    assert "3.000 lỗi, hiển thị 100 lỗi đầu".encode() in page
    assert len(page) < 300_000
    assert len(batch.refusals) == 100
