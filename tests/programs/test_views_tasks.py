"""Pages of tasks: who sees and writes what, forms, lists, export."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from core.history import acting
from core.models import User
from programs.models import DueKind, Task, TaskAgency
from tests.factories import ProgramFactory, SolutionGroupFactory, TaskFactory

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _clock(time_machine_at):
    return time_machine_at


@pytest.fixture
def program():
    return ProgramFactory(period_start_year=2026)


@pytest.fixture
def task(program, cast):
    return TaskFactory(
        program=program, code="NV-2026-001", title="Kiểm tra y tế cửa khẩu", lead_agency=cast.agencies["SYT"],
        due_on=date(2026, 6, 1),
    )  # fmt: skip


def url(name, *args):
    return reverse(f"programs:{name}", args=args)


def form(task=None, **changes):
    data = {
        "title": "Mở rộng hợp tác", "position": "2026-2030", "lead_agency": "", "partners": "",
        "due_kind": "QUY", "due_text": "IV/2026", "started_on": "", "deliverable": "Kế hoạch",
        "progress_percent": "", "note": "",
    } | ({"version": task.version, "ordinal": "1", "reason": ""} if task else {})  # fmt: skip
    return data | changes


@pytest.mark.parametrize(
    ("role", "page", "edit", "report"),
    [
        pytest.param("SNGV_STAFF", 200, 200, 302, id="chuyên viên Sở Ngoại vụ"),
        pytest.param("FOCAL", 200, 403, 302, id="đầu mối chủ trì"),
        pytest.param("OTHER_FOCAL", 404, 404, 404, id="đầu mối cơ quan khác"),
        pytest.param("HOI_EDITOR", 404, 404, 404, id="hội khác"),
        pytest.param("LH_STAFF", 200, 403, 403, id="Liên hiệp, không chủ trì"),
        pytest.param("VPUB", 200, 403, 403, id="Văn phòng, không chủ trì"),
        pytest.param("AUDITOR", 200, 403, 403, id="kiểm tra chỉ đọc"),
        pytest.param("TU_VIEWER", 200, 403, 403, id="Tỉnh ủy chỉ đọc"),
    ],
)
def test_who_reads_edits_and_reports(role, page, edit, report, task, cast, sign_in):
    client = sign_in(cast[role])
    assert client.get(url("task_detail", task.code)).status_code == page
    assert client.get(url("task_edit", task.code)).status_code == edit
    data = {"percent": "40", "note": "Đang làm", "started_on": "", "version": "1"}
    assert client.post(url("task_progress", task.code), data).status_code == report
    assert Task.objects.get().progress_percent == (40 if report == 302 else 0)


def test_co_ordinating_agency_reads_and_does_not_write(program, cast, sign_in):
    task = TaskFactory(program=program, lead_agency=cast.agencies["SNGV"], due_on=date(2026, 9, 1))
    with acting(by=User.objects.system(), verb="t", label="Tạo"):
        TaskAgency.objects.create(task=task, agency=cast.agencies["SYT"])
    client = sign_in(cast["FOCAL"])
    page = client.get(url("task_detail", task.code))
    assert page.status_code == 200
    assert "Lưu tiến độ" not in page.text
    data = {"percent": "40", "note": "", "started_on": "", "version": "1"}
    assert client.post(url("task_progress", task.code), data).status_code == 403


def test_focal_point_adds_no_task(cast, sign_in):
    assert sign_in(cast["FOCAL"]).get(url("task_add")).status_code == 403


def test_page_says_the_status_and_why(task, cast, sign_in):
    text = sign_in(cast["FOCAL"]).get(url("task_detail", task.code)).text
    assert "Quá hạn 14 ngày" in text
    assert "Hạn 01/06/2026 đã qua 14 ngày mà chưa ghi hoàn thành." in text
    assert "Lưu tiến độ" in text
    assert "Ấn định" not in text


def test_add_places_the_task_in_its_group(program, cast, sign_in):
    group = SolutionGroupFactory(program=program, ordinal=2)
    data = form(
        position=f"2026-2030/NHAN_DAN/{group.pk}",
        lead_agency=cast.agencies["SNGV"].pk,
        partners="syt\nCông an tỉnh",
    )
    answer = sign_in(cast["SNGV_STAFF"]).post(url("task_add"), data)
    task = Task.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == task.get_absolute_url()
    assert (task.due_on, task.outline) == (date(2026, 12, 31), "III.2.1")
    assert sorted(row.agency.code for row in task.co_agencies.all()) == ["CAT", "SYT"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"title": ""}, "Nhập tên nhiệm vụ.", id="thiếu tên"),
        pytest.param({"partners": "Sở Y tế tỉnh"}, "Gần giống: Sở Y tế", id="tên gần đúng"),
        pytest.param({"partners": "Sở Không Có"}, "Chưa có cơ quan", id="tên lạ"),
        pytest.param({"partners": "SNGV"}, "vừa chủ trì vừa phối hợp", id="chủ trì trong phối hợp"),
        pytest.param({"due_text": "31/2026"}, "quý từ I đến IV", id="quý sai"),
        pytest.param({"due_text": ""}, "Nhập hạn hoàn thành", id="thiếu hạn"),
        pytest.param({"due_text": "I/2031"}, "ngoài giai đoạn 2026-2030", id="hạn ngoài giai đoạn"),
        pytest.param({"due_kind": "HANG_NAM"}, "không có ngày; bỏ trống ô này", id="hằng năm mà có ngày"),
        pytest.param({"position": "2016-2020"}, "Chọn vị trí trong chương trình", id="chương trình lạ"),
        pytest.param({"progress_percent": "101"}, "không quá 100", id="tiến độ quá trăm"),
        pytest.param({"lead_agency": ""}, "Chọn cơ quan chủ trì", id="thiếu chủ trì"),
        pytest.param({"note": "TUYỆT MẬT"}, "mật", id="dấu mật"),
    ],
)
def test_wrong_form_keeps_what_was_typed(changes, words, program, cast, sign_in):
    data = form(lead_agency=cast.agencies["SNGV"].pk) | changes
    answer = sign_in(cast["SNGV_STAFF"]).post(url("task_add"), data)
    assert answer.status_code == 200
    assert words in answer.text
    assert "chỗ cần sửa trước khi lưu" in answer.text
    assert not Task.objects.exists()


def test_second_lead_agency_is_refused_in_words(program, cast, sign_in):
    data = form(lead_agency=[cast.agencies["SNGV"].pk, cast.agencies["SYT"].pk])
    answer = sign_in(cast["SNGV_STAFF"]).post(url("task_add"), data)
    assert "Mỗi nhiệm vụ chỉ có một cơ quan chủ trì; chuyển cơ quan còn lại sang phối hợp" in answer.text


def test_union_writes_only_what_it_leads(program, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    refused = client.post(url("task_add"), form(lead_agency=cast.agencies["SYT"].pk))
    assert "chỉ ghi được nhiệm vụ do cơ quan mình chủ trì" in refused.text
    assert client.post(url("task_add"), form(lead_agency=cast.agencies["LHHN"].pk)).status_code == 302


def test_new_deadline_needs_a_reason_and_shows_the_old_one(task, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    data = form(
        task, title=task.title, lead_agency=cast.agencies["SYT"].pk, due_kind="NGAY", due_text="01/09/2026"
    )
    refused = client.post(url("task_edit", task.code), data)
    assert "Ghi lý do đổi hạn; hạn cũ là 01/06/2026." in refused.text
    saved = client.post(url("task_edit", task.code), data | {"reason": "Chờ kinh phí"}, follow=True)
    assert "Hạn trước đây" in saved.text
    assert "Chờ kinh phí" in saved.text
    assert Task.objects.get().due_on == date(2026, 9, 1)


def test_stale_form_shows_both_texts(task, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    data = form(
        task,
        title="Tên thứ nhất",
        lead_agency=cast.agencies["SYT"].pk,
        due_kind="NGAY",
        due_text="01/06/2026",
    )
    assert client.post(url("task_edit", task.code), data).status_code == 302
    late = client.post(url("task_edit", task.code), data | {"title": "Tên thứ hai"})
    assert late.status_code == 409
    assert "Tên thứ nhất" in late.text
    assert "Tên thứ hai" in late.text


@pytest.mark.parametrize(
    ("name", "data", "words", "code"),
    [
        pytest.param(
            "task_complete",
            {"on": "10/06/2026", "evidence": "BC 12"},
            "Đã ghi hoàn thành",
            "HOAN_THANH_QUA_HAN",
            id="hoàn thành",
        ),
        pytest.param(
            "task_override",
            {"status": "DANG_THUC_HIEN", "reason": "Gia hạn"},
            "Đã ấn định",
            "DANG_THUC_HIEN",
            id="ấn định",
        ),
        pytest.param("task_stop", {"reason": "Bỏ"}, "Đã dừng", "KHONG_THUC_HIEN", id="dừng"),
    ],
)
def test_acts_on_a_task(name, data, words, code, task, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    assert client.get(url(name, task.code)).status_code == 405
    answer = client.post(url(name, task.code), data | {"version": "1"}, follow=True)
    assert words in answer.text
    assert Task.objects.get().status_on(date(2026, 6, 15)).code == code
    again = client.post(url("task_reopen", task.code), {"reason": "Ghi nhầm", "version": "2"}, follow=True)
    assert "Đã mở lại" in again.text
    assert Task.objects.get().status_on(date(2026, 6, 15)).code == "QUA_HAN_CHUA_HOAN_THANH"


def test_refused_act_comes_back_with_its_sentence(task, cast, sign_in):
    data = {"on": "16/06/2026", "evidence": "BC số 12", "version": "1"}
    answer = sign_in(cast["SNGV_STAFF"]).post(url("task_complete", task.code), data)
    assert answer.status_code == 200
    assert "Ngày hoàn thành chưa tới; nhập ngày đến 15/06/2026." in answer.text
    assert "BC số 12" in answer.text


def test_focal_point_lists_its_own_tasks(program, task, cast, sign_in):
    TaskFactory(program=program, title="Việc của công an", lead_agency=cast.agencies["CAT"])
    client = sign_in(cast["FOCAL"])
    for name in ("task_list", "my_tasks"):
        text = client.get(url(name)).text
        assert task.title in text
        assert "Việc của công an" not in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("tt=QUA_HAN_CHUA_HOAN_THANH", {"A"}, id="quá hạn"),
        pytest.param("han=30", {"B"}, id="đến hạn ba mươi ngày"),
        pytest.param("q=thoa thuan", {"B"}, id="tìm không dấu"),
        pytest.param("coquan=SYT", {"A"}, id="cơ quan chủ trì"),
        pytest.param("tru=CHUA_XEP", {"A", "B", "C"}, id="chưa xếp trụ cột"),
        pytest.param("ct=2026-2030", {"A", "B", "C"}, id="chương trình"),
        pytest.param("tt=khong-co", {"A", "B", "C"}, id="giá trị lạ không lọc gì"),
    ],
)
def test_filters(query, shown, program, cast, sign_in):
    for code, title, due_on, lead in (
        ("A", "Việc đầu", date(2026, 6, 1), "SYT"),
        ("B", "Ký thỏa thuận", date(2026, 7, 1), "SNGV"),
        ("C", "Việc xa", date(2026, 12, 1), "SNGV"),
    ):
        TaskFactory(program=program, code=code, title=title, due_on=due_on, lead_agency=cast.agencies[lead])
    answer = sign_in(cast["SNGV_STAFF"]).get(f"{url('task_list')}?{query}")
    assert {row.record.code for row in answer.context["page"].table.rows} == shown


def test_export_has_the_columns_of_the_official_template(task, cast, sign_in):
    answer = sign_in(cast["SNGV_STAFF"]).get(f"{url('task_list')}?xuat=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    header = next(row for row in rows if row and row[0] == "Mã nhiệm vụ")
    assert header[:8] == (
        "Mã nhiệm vụ", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Ngày bắt đầu",
        "Hạn hoàn thành", "Trạng thái", "Ghi chú",
    )  # fmt: skip
    first = rows[rows.index(header) + 1]
    assert first[:3] == ("NV-2026-001", "Kiểm tra y tế cửa khẩu", "Sở Y tế")
    assert first[5].date() == date(2026, 6, 1)
    assert first[6] == "Quá hạn"


@pytest.mark.parametrize("name", ["task_list", "my_tasks"])
def test_list_asks_the_database_as_often_for_many_rows(
    name, program, cast, sign_in, django_assert_num_queries, count_queries
):
    client = sign_in(cast["SNGV_STAFF"])
    TaskFactory(program=program, lead_agency=cast.agencies["SNGV"])
    one = count_queries(client, url(name))
    for _ in range(29):
        TaskFactory(program=program, lead_agency=cast.agencies["SNGV"], due_kind=DueKind.DAY)
    with django_assert_num_queries(one):
        client.get(url(name))


def test_part_is_the_same_element_of_the_page(task, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    part = client.get(url("task_list"), headers={"HX-Request": "true", "HX-Target": "ket-qua"}).text
    assert part.strip().startswith('<div id="ket-qua">')
    assert "<html" not in part
