"""A moved deadline of a task is told to its lead agency, with its reason and link."""

from datetime import date

import pytest

from core.models import Notice
from programs.actions.tasks import complete_task, edit_task
from programs.models import DueKind, Program, Task
from tests.factories import ProgramFactory, TaskFactory
from tests.programs.life_papers import TODAY
from tests.programs.test_assigning import amended, issued, shown, url

pytestmark = pytest.mark.django_db
DUE = date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _clock(time_machine_at):
    return time_machine_at


@pytest.fixture
def task(cast):
    assert cast["FOCAL"].is_active
    program = ProgramFactory(period_start_year=2026, period_end_year=2030)
    return TaskFactory(
        program=program, lead_agency=cast.agencies["SYT"], title="Tập huấn", due_kind="NGAY", due_on=DUE
    )


def change(task, cast, values, **more):
    task, _ = edit_task(
        task=task,
        expected=task.version,
        values=values,
        partners=None,
        today=TODAY,
        by=cast["SNGV_STAFF"],
        **more,
    )
    return task


def moved():
    return list(Notice.objects.filter(kind=Notice.Kind.RESCHEDULED).order_by("pk"))


def test_the_lead_agency_is_told_from_when_to_when_and_why(task, cast):
    change(task, cast, {"due_on": date(2026, 12, 31)}, reason="Phía bạn lùi lịch")
    [notice] = moved()
    assert (notice.user, notice.subject) == (cast["FOCAL"], "Hạn mới 31/12/2026: Tập huấn")
    assert notice.why.endswith("hạn trước là 30/09/2026")
    assert (notice.todo, notice.url) == ("Lý do đổi hạn: Phía bạn lùi lịch", task.get_absolute_url())


@pytest.mark.parametrize(
    ("values", "count"),
    [
        pytest.param({"note": "x"}, 0, id="không đổi hạn"),
        pytest.param({"due_on": DUE}, 0, id="cùng hạn"),
        pytest.param({"due_on": date(2026, 10, 1)}, 1, id="lùi một ngày"),
        pytest.param({"due_on": date(2026, 8, 1)}, 1, id="sớm lên"),
        pytest.param({"due_kind": DueKind.YEARLY}, 1, id="thành hằng năm"),
    ],
)
def test_only_a_new_deadline_is_told(task, cast, values, count):
    change(task, cast, values, reason="Vì")
    assert len(moved()) == count


def test_each_move_is_told_once(task, cast):
    task = change(task, cast, {"due_on": date(2026, 12, 31)}, reason="Một")
    change(task, cast, {"due_on": DUE}, reason="Hai")
    assert [notice.todo for notice in moved()] == ["Lý do đổi hạn: Một", "Lý do đổi hạn: Hai"]


def test_a_new_lead_agency_learns_the_task_and_not_a_move(task, cast):
    change(task, cast, {"due_on": date(2026, 12, 31), "lead_agency": cast.agencies["STC"]}, reason="Vì")
    assert moved() == []


def test_a_finished_task_tells_nothing(task, cast):
    task = complete_task(
        task=task, expected=1, on=TODAY, evidence="Báo cáo 12/BC-SYT", today=TODAY, by=cast["FOCAL"]
    )
    change(task, cast, {"due_on": date(2026, 12, 31)}, reason="Vì")
    assert moved() == []


def test_an_amendment_tells_by_which_paper_the_deadline_moved(cast, sign_in):
    assert cast["FOCAL"].is_active
    staff = sign_in(cast["SNGV_STAFF"])
    program = issued()
    staff.post(url(program), shown(staff, program))
    program = amended(
        program, cast,
        a="Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập danh mục dự án, xong trước ngày 31/12/2027.",
    )  # fmt: skip
    staff.post(url(program), shown(staff, program))
    task = Task.objects.get(source_key="a")
    assert (Program.objects.get(pk=program.pk).status, task.due_on) == ("ISSUED", date(2027, 12, 31))
    [notice] = moved()
    assert notice.user == cast["FOCAL"]
    assert notice.todo.startswith("Lý do đổi hạn: Theo văn bản sửa đổi 45/QĐ-UBND ngày ")
