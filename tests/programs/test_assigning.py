"""Issued assignments become tasks: previewed, changed, written at once, and amended later."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.models import Agency, User
from programs.actions.drafts import begin_version, edit_section
from programs.assigning import issued_draft, preview_of
from programs.models import Pillar, Program, Task, TaskStatus
from tests.factories import PillarFactory, TaskFactory
from tests.programs.draft_texts import fresh
from tests.programs.life_papers import TODAY, issuing_paper, move, program_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at", "cast")]
S = Program.Status
ROWS = (
    (1, "k1", "Kết quả giai đoạn trước."),
    (2, "k2", "Sở Y tế chủ trì việc ở phần hai không phải phân công."),
    (
        3,
        "a",
        "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập danh mục dự án, trước ngày 30/6/2027.",
    ),
    (3, "b", "Sở Ngoại vụ tổng hợp báo cáo hằng năm."),
    (3, "c", "UBND các xã, phường phân công cán bộ đầu mối."),
    (3, "d", "Việc này do Sở Y tế chủ trì."),
)


def issued(rows=ROWS):
    """Return an issued program."""
    program = program_in(S.SUBMITTED, rows=rows)
    move(program, S.ISSUED, paper=issuing_paper())
    return Program.objects.get(pk=program.pk)


def url(program):
    return reverse("programs:program_assign", args=[program.slug])


def shown(client, program):
    """Return the fields of the form as a browser would post them."""
    soup = BeautifulSoup(client.get(url(program)).content, "html5lib")
    fields = {}
    for control in soup.select("form.dn-form [name]"):
        if control.get("type") == "checkbox":
            if control.has_attr("checked"):
                fields[control["name"]] = "on"
        elif control.name == "select":
            chosen = control.select_one("option[selected]")
            fields[control["name"]] = chosen["value"] if chosen else ""
        else:
            fields[control["name"]] = control.get("value", control.text.strip())
    return fields


@pytest.fixture
def staff(cast, sign_in):
    return sign_in(cast["SNGV_STAFF"])


def test_each_assignment_of_part_three_becomes_a_task_with_its_paragraph(staff, cast):
    program = issued()
    fields = shown(staff, program)
    assert "take-c-1" not in fields
    answer = staff.post(url(program), fields, follow=True)
    assert "Đã thêm 2, đổi 0, dừng 0 nhiệm vụ theo bản 1." in answer.text
    first, second = Task.objects.filter(program=program).order_by("pk")
    assert (first.title, first.lead_agency, first.due_on.isoformat()) == (
        "Lập danh mục dự án", cast.agencies["SYT"], "2027-06-30",
    )  # fmt: skip
    assert [row.agency for row in first.co_agencies.all()] == [cast.agencies["STC"]]
    assert (first.source_draft, first.source_key, first.deliverable) == (
        issued_draft(program),
        "a",
        "Danh mục",
    )
    assert (second.due_kind, second.source_key) == ("HANG_NAM", "b")
    page = staff.get(first.get_absolute_url()).text
    assert reverse("programs:draft_section", args=[program.slug, 1, "a"]) in page


def test_bodies_that_no_register_knows_and_what_cannot_be_read_are_shown(staff, cast):
    program = issued((*ROWS, (3, "e", "Giao Sở Ngoại vụ, Báo Thanh Hóa mở chuyên trang hằng năm.")))
    page = staff.get(url(program)).text
    assert "phối hợp: Báo Thanh Hóa" in page
    soup = BeautifulSoup(page, "html5lib")
    [unread] = [one for one in soup.select("section") if "không đọc được thành nhiệm vụ" in one.text]
    assert [one.text for one in unread.select("li")] == ["Việc này do Sở Y tế chủ trì."]
    staff.post(url(program), shown(staff, program))
    assert Task.objects.get(source_key="e").note == "Cùng phối hợp: Báo Thanh Hóa."


def test_a_new_task_stands_under_the_pillar_that_was_chosen(staff, cast):
    party, people = (PillarFactory(code=code) for code in (Pillar.Code.PARTY, Pillar.Code.PEOPLE))
    rows = (*ROWS, (3, "e", "Giao Sở Ngoại vụ chủ trì công tác đối ngoại Nhân dân hằng năm."))
    program = issued(rows)
    fields = shown(staff, program)
    assert (fields["pillar-a-1"], fields["pillar-e-1"]) == ("", str(people.pk))
    staff.post(url(program), fields | {"pillar-a-1": str(party.pk)})
    placed = {task.source_key: task.pillar for task in Task.objects.filter(program=program)}
    assert placed == {"a": party, "b": None, "e": people}


def test_what_is_typed_wins_and_what_is_not_taken_is_left(staff, cast):
    program = issued()
    fields = shown(staff, program)
    del fields["take-a-1"]
    fields |= {
        "take-c-1": "on", "title-c-1": "Phân công cán bộ", "lead-c-1": str(cast.agencies["SNGV"].pk),
        "due-c-1": "quý II/2027",
    }  # fmt: skip
    staff.post(url(program), fields)
    rows = {task.source_key: task for task in Task.objects.filter(program=program)}
    assert set(rows) == {"b", "c"}
    assert (rows["c"].title, rows["c"].due_kind, str(rows["c"].due_on)) == (
        "Phân công cán bộ",
        "QUY",
        "2027-06-30",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"lead-a-1": ""}, "Chọn cơ quan chủ trì", id="thiếu chủ trì"),
        pytest.param({"title-a-1": ""}, "Nhập tên nhiệm vụ", id="thiếu tên"),
        pytest.param({"due-a-1": "khi nào xong"}, "chưa rõ", id="hạn không rõ"),
        pytest.param({"due-b-1": "31/12/2035"}, "nằm ngoài giai đoạn", id="hạn ngoài giai đoạn"),
    ],
)
def test_one_wrong_line_leaves_nothing_half_written(staff, changes, words):
    program = issued()
    fields = shown(staff, program) | {"title-b-1": "Tổng hợp, báo cáo"} | changes
    answer = staff.post(url(program), fields)
    assert words in answer.text
    assert "Tổng hợp, báo cáo" in answer.text
    assert not Task.objects.exists()


def test_nothing_is_given_out_before_the_program_is_issued(staff):
    program = program_in(S.SHORTENING, rows=ROWS)
    page = staff.get(url(program)).text
    assert "Chương trình chưa ban hành" in page
    answer = staff.post(url(program), shown(staff, program))
    assert "chưa ban hành nên chưa giao" in answer.text
    assert not Task.objects.exists()


def test_a_text_that_was_never_issued_gives_nothing_out(staff):
    program = program_in(S.IN_FORCE, rows=ROWS)
    answer = staff.post(url(program), shown(staff, program))
    assert "không phải bản được ban hành" in answer.text
    assert not Task.objects.exists()


def test_a_preview_that_is_out_of_date_is_shown_again_with_what_was_typed(staff):
    program = issued()
    fields = shown(staff, program) | {"title-a-1": "Lập danh mục ưu tiên"}
    staff.post(url(program), {name: value for name, value in fields.items() if "-b-1" not in name})
    answer = staff.post(url(program), fields)
    assert answer.status_code == 409
    assert "vừa đổi nên chưa ghi gì" in answer.text
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param("SNGV_LEADER", 200, id="giám đốc"),
        pytest.param("VPUB", 403, id="văn phòng UBND"),
        pytest.param("FOCAL", 403, id="đầu mối"),
    ],
)
def test_who_gives_tasks_out(role, status, cast, sign_in):
    assert sign_in(cast[role]).get(url(issued())).status_code == status


def amended(program, cast, **texts):
    """Issue a second version with other words; a text of "" takes the paragraph out."""
    system = User.objects.system()
    draft = issued_draft(program)
    new = begin_version(draft=draft, expected=draft.version, reason="CHINH_LY", note="", by=system)
    for key, text in texts.items():
        section = new.sections.get(key=key)
        edit_section(section=section, expected=section.version, text=text, by=system)
    for to in (S.ASSIGNED_TASKS, S.IN_FORCE, S.REVISING, S.SUBMITTED, S.ISSUED):
        program = Program.objects.get(pk=program.pk)
        more = {"paper": issuing_paper(number="45/QĐ-UBND")} if to == S.ISSUED else {}
        move(program, to, draft=fresh(new), **more)
    return Program.objects.get(pk=program.pk)


def test_an_amendment_shows_added_changed_and_dropped_tasks_and_stops_the_dropped(staff, cast):
    program = issued()
    staff.post(url(program), shown(staff, program))
    hand = TaskFactory(program=program, title="Việc ghi tay", due_on=TODAY, lead_agency=cast.agencies["SNGV"])
    program = amended(
        program, cast,
        a="Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập danh mục dự án, xong trước ngày 31/12/2027.",
        b="Công tác thông tin giữ như hiện nay.",
        c="Giao Công an tỉnh chủ trì rà soát quy chế phối hợp.",
    )  # fmt: skip
    found = preview_of(program, issued_draft(program), TODAY)
    assert {line.kind: line.change.differs for line in found.lines} == {"doi": ("due",), "them": (), "bo": ()}
    fields = shown(staff, program)
    refused = staff.post(url(program), fields)
    assert "Ghi lý do dừng" in refused.text
    answer = staff.post(url(program), fields | {"reason": "Bản sửa đổi không còn giao"}, follow=True)
    assert "Đã thêm 1, đổi 1, dừng 1 nhiệm vụ theo bản 2." in answer.text
    rows = {task.source_key: task for task in Task.objects.filter(program=program)}
    assert (str(rows["a"].due_on), rows["a"].source_draft.number) == ("2027-12-31", 2)
    assert (rows["b"].override_status, rows["b"].override_reason) == (
        TaskStatus.STOPPED, "Bản sửa đổi không còn giao",
    )  # fmt: skip
    assert rows["c"].lead_agency == Agency.objects.get(code="CAT")
    hand.refresh_from_db()
    assert not hand.override_status
