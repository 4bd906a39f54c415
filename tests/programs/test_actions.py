"""What each action writes and refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.history import VersionConflictError, acting
from core.legal import RuleError
from core.models import Certainty
from programs.actions import programs, registers, tasks
from programs.models import Activity, DueKind, Pillar, Program, Task
from tests.factories import (
    ActivityFactory,
    AgencyFactory,
    AssociationFactory,
    CountryFactory,
    PillarFactory,
    ProgramFactory,
    SolutionGroupFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


@pytest.fixture
def program():
    return ProgramFactory(period_start_year=2026)


@pytest.fixture
def staff(cast):
    return cast["SNGV_STAFF"]


def values(program, lead, **changes):
    return {
        "program": program,
        "title": "Ký thỏa thuận hợp tác",
        "lead_agency": lead,
        "due_kind": DueKind.DAY,
        "due_on": date(2026, 12, 15),
    } | changes


def test_add_task_numbers_codes_by_year_and_places_by_group(program, cast, staff):
    group = SolutionGroupFactory(program=program, ordinal=1)
    lead, partner = cast.agencies["SNGV"], cast.agencies["SYT"]
    first, found = tasks.add_task(
        values=values(program, lead, group=group, started_on=date(2026, 1, 5)),
        partners=[partner],
        today=TODAY,
        by=staff,
    )
    second, _ = tasks.add_task(values=values(program, lead, group=group), today=TODAY, by=staff)
    assert (first.code, second.code) == ("NV-2026-001", "NV-2026-002")
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert first.pillar == group.pillar
    assert first.outline == "III.1.1"
    assert [row.agency for row in first.co_agencies.all()] == [partner]
    assert found == []
    assert first.history.first().action_label == "Thêm nhiệm vụ"
    assert first.history.first().history_user == staff


def test_undated_kind_loses_the_day(program, cast, staff):
    changes = {"due_kind": DueKind.YEARLY}
    task, _ = tasks.add_task(values=values(program, cast.agencies["SNGV"], **changes), today=TODAY, by=staff)
    assert task.due_on is None


def test_add_task_refuses_lead_among_partners_and_writes_nothing(program, cast, staff):
    lead = cast.agencies["SNGV"]
    with pytest.raises(RuleError, match="vừa chủ trì vừa phối hợp"):
        tasks.add_task(values=values(program, lead), partners=[lead], today=TODAY, by=staff)
    assert not Task.objects.exists()


def test_group_of_another_program_is_refused(program, cast, staff):
    group = SolutionGroupFactory(program=ProgramFactory(period_start_year=2021))
    with pytest.raises(RuleError, match="chương trình khác"):
        tasks.add_task(values=values(program, cast.agencies["SNGV"], group=group), today=TODAY, by=staff)


def test_unknown_column_is_a_fault_of_the_caller(program, cast, staff):
    with pytest.raises(TypeError, match="completed_on"):
        tasks.add_task(
            values=values(program, cast.agencies["SNGV"], completed_on=TODAY), today=TODAY, by=staff
        )


def test_edit_task_keeps_the_old_deadline_in_history(program, cast, staff):
    task = TaskFactory(program=program, due_on=date(2026, 9, 30))
    saved, _ = tasks.edit_task(
        task=task, expected=1, values={"due_on": date(2026, 12, 31)}, partners=[cast.agencies["SYT"]],
        today=TODAY, by=staff, reason="Phía bạn lùi lịch",
    )  # fmt: skip
    assert saved.version == 2
    newest, oldest = saved.history.all()
    assert (oldest.due_on, newest.due_on) == (date(2026, 9, 30), date(2026, 12, 31))
    assert newest.history_change_reason == "Phía bạn lùi lịch"
    tasks.edit_task(task=saved, expected=2, values={"note": "x"}, partners=None, today=TODAY, by=staff)
    assert saved.co_agencies.count() == 1
    tasks.edit_task(task=saved, expected=3, values={}, partners=[], today=TODAY, by=staff)
    assert saved.co_agencies.count() == 0


def test_edit_task_refuses_a_stale_version(program, staff):
    task = TaskFactory(program=program, due_on=date(2026, 9, 30))
    with pytest.raises(VersionConflictError):
        tasks.edit_task(task=task, expected=7, values={"title": "Khác"}, partners=None, today=TODAY, by=staff)
    assert Task.objects.get().version == 1


def test_complete_reopen_and_stop(program, staff):
    task = TaskFactory(
        program=program, due_on=date(2026, 6, 1), override_status="DANG_THUC_HIEN", override_reason="Chờ"
    )
    with pytest.raises(RuleError, match="minh chứng"):
        tasks.complete_task(task=task, expected=1, on=TODAY, evidence=" ", today=TODAY, by=staff)
    with pytest.raises(RuleError, match="chưa tới"):
        tasks.complete_task(task=task, expected=1, on=date(2026, 6, 16), evidence="BC", today=TODAY, by=staff)
    done = tasks.complete_task(
        task=task, expected=1, on=TODAY, evidence="Báo cáo số 12/BC", today=TODAY, by=staff
    )
    assert done.status_on(TODAY).code == "HOAN_THANH_QUA_HAN"
    assert (done.progress_percent, done.override_status) == (100, "")
    assert "Hoàn thành 15/06/2026: Báo cáo số 12/BC" in done.note
    with pytest.raises(RuleError, match="mở lại trước"):
        tasks.stop_task(task=done, expected=2, reason="Thôi", by=staff)
    with pytest.raises(RuleError, match="Ghi lý do mở lại"):
        tasks.reopen_task(task=done, expected=2, reason="", by=staff)
    again = tasks.reopen_task(task=done, expected=2, reason="Ghi nhầm", by=staff)
    assert again.completed_on is None
    with pytest.raises(RuleError, match="đang mở"):
        tasks.reopen_task(task=again, expected=3, reason="Nữa", by=staff)
    with pytest.raises(RuleError, match="Ghi lý do dừng"):
        tasks.stop_task(task=again, expected=3, reason=" ", by=staff)
    stopped = tasks.stop_task(task=again, expected=3, reason="Không còn phù hợp", by=staff)
    assert stopped.status_on(TODAY).code == "KHONG_THUC_HIEN"
    with pytest.raises(RuleError, match="đã dừng"):
        tasks.report_progress(
            task=stopped, expected=4, percent=10, note="", started_on=None, today=TODAY, by=staff
        )


def test_override_needs_a_state_and_a_reason(program, staff):
    task = TaskFactory(program=program, due_on=date(2026, 6, 1))
    for status, reason, words in (
        ("KHONG_THUC_HIEN", "Lý do", "Chọn trạng thái"),
        ("xong", "Lý do", "Chọn trạng thái"),
        ("DANG_THUC_HIEN", "", "Ghi lý do"),
    ):
        with pytest.raises(RuleError, match=words):
            tasks.set_override(task=task, expected=1, status=status, reason=reason, by=staff)
    ruled = tasks.set_override(
        task=task, expected=1, status="DANG_THUC_HIEN", reason="Được gia hạn", by=staff
    )
    assert not Task.objects.overdue(TODAY).exists()
    assert ruled.history.first().history_change_reason == "Được gia hạn"


def test_report_progress_checks_the_days(program, staff):
    task = TaskFactory(program=program, due_on=date(2026, 9, 30))
    saved = tasks.report_progress(
        task=task,
        expected=1,
        percent=40,
        note="Đúng lịch",
        started_on=date(2026, 2, 1),
        today=TODAY,
        by=staff,
    )
    assert saved.status_on(TODAY).code == "DANG_THUC_HIEN"
    with pytest.raises(RuleError, match="từ ngày bắt đầu 01/10/2026"):
        tasks.report_progress(
            task=saved, expected=2, percent=40, note="", started_on=date(2026, 10, 1), today=TODAY, by=staff
        )
    with pytest.raises(ValidationError, match="0 đến 100"):
        tasks.report_progress(
            task=saved, expected=2, percent=101, note="", started_on=None, today=TODAY, by=staff
        )


def test_groups_are_numbered_under_their_pillar(program, staff):
    pillar = PillarFactory(code=Pillar.Code.PARTY)
    first = programs.add_group(program=program, pillar=pillar, title="Một", by=staff)
    second = programs.add_group(program=program, pillar=pillar, title="Hai", by=staff)
    assert (first.ordinal, second.ordinal) == (1, 2)
    with pytest.raises(RuleError, match="đã có nhóm giải pháp số 1"):
        programs.edit_group(group=second, expected=1, title="Hai", ordinal=1, by=staff)
    assert programs.edit_group(group=second, expected=1, title="Ba", ordinal=3, by=staff).version == 2


def test_issued_program_keeps_its_document(program, staff):
    program.status = Program.Status.ISSUED
    with acting(by=staff, verb="tests", label="Ban hành"):
        program.save()
    issued = {"issued_number": "01/CTr-UBND", "issued_on": date(2026, 1, 20), "issued_by": "UBND tỉnh"}
    with pytest.raises(RuleError, match="nhập số văn bản ban hành"):
        programs.edit_program(program=program, expected=1, values={"summary": "A"}, today=TODAY, by=staff)
    program.refresh_from_db()
    saved = programs.edit_program(program=program, expected=1, values=issued, today=TODAY, by=staff)
    assert saved.issued_number == "01/CTr-UBND"


def test_the_form_of_a_program_does_not_move_its_state(program, staff):
    before = program.status
    values = {"status": Program.Status.SUBMITTED, "signer": "Chủ tịch"}
    saved = programs.edit_program(program=program, expected=1, values=values, today=TODAY, by=staff)
    assert (saved.status, saved.signer) == (before, "Chủ tịch")


def test_activity_gets_its_code_and_never_states_wrong_years(cast, staff):
    country = CountryFactory(code="CZ", name="Cộng hòa Séc", established_on=date(1950, 2, 2))
    content = {
        "kind": Activity.Kind.ANNIVERSARY, "title": "Kỷ niệm 70 năm thiết lập quan hệ ngoại giao",
        "held_on": date(2025, 2, 4), "country": country, "agency": cast.agencies["LHHN"],
    }  # fmt: skip
    with pytest.raises(RuleError, match="là 75 năm"):
        registers.add_activity(values=content, today=TODAY, by=staff)
    right = content | {"title": "Kỷ niệm 75 năm thiết lập quan hệ ngoại giao"}
    activity, found = registers.add_activity(values=right, today=TODAY, by=staff)
    assert (activity.code, activity.anniversary_years, found) == ("HD-2025-001", 75, [])


def test_uncertain_day_of_relations_only_cautions(cast, staff):
    country = CountryFactory(
        code="AL", name="Albania", established_on=date(1950, 2, 11), certainty=Certainty.UNCERTAIN
    )
    activity = ActivityFactory(agency=cast.agencies["LHHN"])
    changes = {"title": "Kỷ niệm 70 năm thiết lập quan hệ", "country": country}
    saved, [caution] = registers.edit_activity(
        activity=activity, expected=1, values=changes, today=TODAY, by=staff
    )
    assert "75 năm" in caution.message
    assert saved.version == 2


def test_activity_of_a_dissolved_agency_is_refused(staff):
    gone = AgencyFactory(code="HUYEN", name="UBND huyện Thử", valid_to=date(2025, 6, 30))
    content = {"kind": "GIAO_LUU", "title": "Giao lưu", "held_on": date(2025, 7, 1), "agency": gone}
    with pytest.raises(RuleError, match="chỉ hoạt động đến 30/06/2025"):
        registers.add_activity(values=content, today=TODAY, by=staff)
    registers.add_activity(values=content | {"held_on": date(2025, 6, 30)}, today=TODAY, by=staff)


def test_association_refuses_a_backward_term(cast):
    association = AssociationFactory(is_name_known=False)
    with pytest.raises(RuleError, match="Năm cuối nhiệm kỳ"):
        registers.edit_association(
            association=association,
            expected=1,
            values={"term_start": 2025, "term_end": 2020},
            by=cast["LH_STAFF"],
        )
    association.refresh_from_db()
    saved = registers.edit_association(
        association=association,
        expected=1,
        values={"name": "Hội Việt - Séc", "is_name_known": True},
        by=cast["LH_STAFF"],
    )
    assert saved.history.first().action_label == "Sửa hội thành viên"
