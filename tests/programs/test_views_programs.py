"""Pages of the programs: cards, tree, side panel, editing."""

from datetime import date

import pytest
from django.urls import reverse

from programs.models import Pillar, Program, SolutionGroup
from tests.factories import PillarFactory, ProgramFactory, SolutionGroupFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine_at):
    return time_machine_at


@pytest.fixture
def program():
    return ProgramFactory(period_start_year=2026, summary="Phần thứ nhất.\nPhần thứ hai.\nPhần thứ ba.")


@pytest.fixture
def group(program):
    for code in Pillar.Code.values:
        PillarFactory(code=code)
    pillar = Pillar.objects.get(code=Pillar.Code.GOVERNMENT)
    return SolutionGroupFactory(program=program, pillar=pillar, ordinal=1, title="Mở rộng hợp tác")


def add(group, **changes):
    values = {"program": group.program, "pillar": group.pillar, "group": group, "due_on": date(2026, 12, 31)}
    return TaskFactory(**(values | changes))


def url(name, *args):
    return reverse(f"programs:{name}", args=args)


def rows_of(answer):
    return [
        (row["kind"], row["task"].code if row["kind"] == "task" else row["title"])
        for row in answer.context["rows"]
    ]


def test_cards_count_each_pillar(group, cast, sign_in):
    add(group, completed_on=date(2026, 5, 1), progress_percent=100)
    add(group, progress_percent=50)
    add(group, due_on=date(2026, 6, 1), progress_percent=20)
    answer = sign_in(cast["UBND_LEADER"]).get(url("program_detail", "2026-2030"))
    card = answer.context["cards"][1]
    assert (card["progress"].done, card["progress"].running, card["progress"].late) == (1, 1, 1)
    # The mean of 100, 50 and 20.
    assert card["percent"] == "57%"
    assert "57%" in answer.text
    assert "1 xong · 1 đang làm" in answer.text
    assert "Phần thứ ba." in answer.text


def test_tree_stands_in_outline_order(group, cast, sign_in):
    add(group, code="HAI", ordinal=2)
    add(group, code="MOT", ordinal=1)
    TaskFactory(program=group.program, code="CHUA", due_on=date(2026, 9, 1))
    TaskFactory(program=group.program, pillar=group.pillar, code="LE", due_on=date(2026, 9, 1))
    answer = sign_in(cast["SNGV_STAFF"]).get(url("program_detail", "2026-2030"))
    assert rows_of(answer) == [
        ("pillar", "Đối ngoại Đảng"),
        ("pillar", "Ngoại giao chính quyền"),
        ("task", "LE"),
        ("group", "Mở rộng hợp tác"),
        ("task", "MOT"),
        ("task", "HAI"),
        ("pillar", "Đối ngoại Nhân dân"),
        ("pillar", "Chưa xếp vào trụ cột"),
        ("task", "CHUA"),
    ]
    assert [row["number"] for row in answer.context["rows"] if row["kind"] == "task"] == [
        "–",
        "II.1.1",
        "II.1.2",
        "–",
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param("tru=CHINH_QUYEN", ["MOT", "HAI"], id="một trụ cột"),
        pytest.param("coquan=SYT", ["HAI"], id="một cơ quan"),
        pytest.param("tt=QUA_HAN_CHUA_HOAN_THANH", ["MOT"], id="quá hạn"),
        pytest.param("q=quoc te", ["HAI"], id="tìm không dấu"),
        pytest.param("nam=2026", ["MOT", "HAI"], id="năm đang chạy"),
        pytest.param("nam=2027", ["MOT", "BA"], id="năm sau, có việc chuyển sang"),
        pytest.param("nam=2019", ["MOT", "HAI", "BA"], id="năm ngoài giai đoạn"),
        pytest.param("gon=t99999999999999999999,x1,n", ["MOT", "HAI", "BA"], id="nhánh lạ"),
        pytest.param("page=99999999999999999999", ["MOT", "HAI", "BA"], id="trang quá xa"),
    ],
)
def test_tree_filters(query, codes, group, cast, sign_in):
    add(group, code="MOT", ordinal=1, due_on=date(2026, 6, 1), lead_agency=cast.agencies["SNGV"])
    add(
        group, code="HAI", ordinal=2, title="Hội nghị quốc tế", lead_agency=cast.agencies["SYT"],
        completed_on=date(2026, 6, 2),
    )  # fmt: skip
    people = Pillar.objects.get(code=Pillar.Code.PEOPLE)
    other = SolutionGroupFactory(program=group.program, pillar=people, ordinal=1)
    add(other, code="BA", due_on=date(2027, 12, 31), lead_agency=cast.agencies["SNGV"])
    answer = sign_in(cast["SNGV_STAFF"]).get(f"{url('program_detail', '2026-2030')}?{query}")
    assert answer.status_code == 200
    assert [code for kind, code in rows_of(answer) if kind == "task"] == codes


def test_folded_branch_shows_its_head_alone(group, cast, sign_in):
    add(group, code="MOT")
    client, page = sign_in(cast["SNGV_STAFF"]), url("program_detail", "2026-2030")
    folded = rows_of(client.get(f"{page}?gon=t{group.pillar_id}"))
    assert ("pillar", "Ngoại giao chính quyền") in folded
    assert not [kind for kind, _ in folded if kind in ("group", "task")]
    folded = rows_of(client.get(f"{page}?gon=n{group.pk}"))
    assert ("group", "Mở rộng hợp tác") in folded
    assert ("task", "MOT") not in folded


def test_panel_shows_the_task_and_keeps_strangers_out(group, cast, sign_in):
    task = add(group, code="NV-2026-001", title="Rà soát thỏa thuận", lead_agency=cast.agencies["SYT"])
    page = f"{url('program_detail', '2026-2030')}?nv={task.code}"
    headers = {"HX-Request": "true", "HX-Target": "ngan"}
    own = sign_in(cast["FOCAL"]).get(page, headers=headers)
    assert own.text.strip().startswith('<div id="ngan"')
    assert "Rà soát thỏa thuận" in own.text
    assert "Báo cáo tiến độ" in own.text
    other = sign_in(cast.other_focal).get(page)
    assert "Rà soát thỏa thuận" not in other.text
    assert other.context["progress"].total == 0


def test_closed_program_is_judged_on_its_last_day(cast, sign_in):
    old = ProgramFactory(period_start_year=2021, status=Program.Status.CLOSED)
    TaskFactory(program=old, due_on=date(2025, 12, 1))
    answer = sign_in(cast["SNGV_STAFF"]).get(url("program_detail", "2021-2025"))
    assert "tính đến 31/12/2025" in answer.text
    assert "Quá hạn 30 ngày" in answer.text


def test_list_shows_every_program(group, cast, sign_in):
    ProgramFactory(period_start_year=2021)
    text = sign_in(cast["FOCAL"]).get(url("program_list")).text
    assert "Giai đoạn 2026-2030" in text
    assert "Giai đoạn 2021-2025" in text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param("SNGV_STAFF", 200, id="chuyên viên Sở Ngoại vụ"),
        pytest.param("UBND_LEADER", 403, id="lãnh đạo chỉ duyệt"),
        pytest.param("LH_STAFF", 403, id="Liên hiệp chỉ đọc"),
        pytest.param("FOCAL", 403, id="đầu mối chỉ đọc"),
    ],
)
def test_who_edits_the_program(role, status, group, cast, sign_in):
    client = sign_in(cast[role])
    assert client.get(url("program_edit", "2026-2030")).status_code == status
    assert client.get(url("group_add", "2026-2030")).status_code == status
    assert client.get(url("group_edit", group.pk)).status_code == status


def test_groups_are_added_and_changed(group, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    data = {"pillar": group.pillar_id, "ordinal": "", "title": "Ngoại giao kinh tế"}
    assert client.post(url("group_add", "2026-2030"), data).status_code == 302
    added = SolutionGroup.objects.get(title="Ngoại giao kinh tế")
    assert added.ordinal == 2
    refused = client.post(url("group_edit", added.pk), {"ordinal": "1", "title": "Khác", "version": "1"})
    assert "đã có nhóm giải pháp số 1" in refused.text
    assert (
        client.post(
            url("group_edit", added.pk), {"ordinal": "3", "title": "Khác", "version": "1"}
        ).status_code
        == 302
    )
    stale = client.post(url("group_edit", added.pk), {"ordinal": "4", "title": "Nữa", "version": "1"})
    assert stale.status_code == 409


def test_program_keeps_who_drafts_it_and_its_document(program, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    data = {
        "title": program.title, "version": "1", "drafting_agency": cast.agencies["SNGV"].pk,
        "draft_due_on": "20/01/2026", "issued_number": "01/CTr-UBND", "status": "SUBMITTED",
    }  # fmt: skip
    saved = client.post(url("program_edit", "2026-2030"), data, follow=True)
    assert "01/CTr-UBND" in saved.text
    before = program.status
    program.refresh_from_db()
    assert (program.status, program.drafting_agency) == (before, cast.agencies["SNGV"])


@pytest.mark.parametrize("name", ["nhom", "khong-co", "nhiem-vu-cu"])
def test_unknown_program_is_not_there(name, program, cast, sign_in):
    assert sign_in(cast["SNGV_STAFF"]).get(url("program_detail", name)).status_code == 404


def test_tree_asks_the_database_as_often_for_many_rows(
    group, cast, sign_in, django_assert_num_queries, count_queries
):
    client, page = sign_in(cast["SNGV_STAFF"]), url("program_detail", "2026-2030")
    add(group, lead_agency=cast.agencies["SNGV"])
    one = count_queries(client, page)
    for _ in range(29):
        add(group, lead_agency=cast.agencies["SYT"])
    with django_assert_num_queries(one):
        client.get(page)


NEW = {"start": "2031", "end": "2035", "title": "Chương trình đối ngoại 2031-2035", "status": "DRAFTING"}


def test_a_program_is_added_with_its_period_and_groups(group, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    assert url("program_add") in client.get(url("program_list")).text
    answer = client.post(url("program_add"), NEW, follow=True)
    program = Program.objects.get(slug="2031-2035")
    assert answer.redirect_chain[0][0] == program.get_absolute_url()
    assert program.period == (2031, 2035)
    assert program.history.get().action_label == "Thêm chương trình"
    assert [card["pillar"] for card in answer.context["cards"]] == list(Pillar.objects.order_by("ordinal"))
    typed = {"pillar": group.pillar.pk, "title": "Mở rộng hợp tác địa phương"}
    assert client.post(url("group_add", "2031-2035"), typed).status_code == 302
    assert program.groups.get().ordinal == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        pytest.param(
            {"start": "2026", "end": "2030"}, "end", "Giai đoạn 2026-2030 đã có", id="trùng giai đoạn"
        ),
        pytest.param({"end": "2030"}, "end", "phải từ 2031 trở đi", id="năm cuối trước năm đầu"),
        pytest.param({"start": ""}, "start", "Nhập từ năm", id="thiếu năm đầu"),
        pytest.param({"title": ""}, "title", "Nhập tên chương trình", id="thiếu tên"),
        pytest.param({"status": "SUBMITTED"}, "status", "", id="không bắt đầu giữa chừng"),
    ],
)
def test_a_wrong_new_program_is_refused_at_the_field(program, cast, sign_in, changes, field, words):
    answer = sign_in(cast["SNGV_STAFF"]).post(url("program_add"), NEW | changes)
    assert words.casefold() in str(answer.context["form"].errors[field]).casefold()
    assert Program.objects.count() == 1


@pytest.mark.parametrize("role", ["LH_STAFF", "FOCAL", "AUDITOR", "UBND_LEADER"])
def test_readers_add_no_program(program, cast, sign_in, role):
    client = sign_in(cast[role])
    assert client.post(url("program_add"), NEW).status_code == 403
    assert url("program_add") not in client.get(url("program_list")).text
