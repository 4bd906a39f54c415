"""Moving a program: what each move writes, what stops it, and that nothing is half-written."""

from datetime import date

import pytest

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import Attachment
from programs.actions.drafts import edit_section, set_budget
from programs.actions.keypoints import add_key_point
from programs.models import KeyPoint, Program, ProgramStep, Task
from tests.factories import AgencyFactory, TaskFactory
from tests.programs.draft_texts import fresh
from tests.programs.life_papers import ISSUED_ON, TEXTS, TODAY, issuing_paper, move, program_in, signed_copy

pytestmark = pytest.mark.django_db
S = Program.Status


def test_a_move_writes_the_state_the_step_and_the_frozen_version(cast):
    program = program_in(S.DRAFTING)
    step = move(program, S.CONSULTING, by=cast["SNGV_STAFF"], note="Gửi 8 cơ quan")
    program.refresh_from_db()
    draft = fresh(step.draft)
    assert (program.status, program.version) == (S.CONSULTING, 2)
    assert (step.from_status, step.to_status, step.happened_on) == (S.DRAFTING, S.CONSULTING, TODAY)
    assert (draft.is_frozen, draft.frozen_reason) == (True, "Lấy ý kiến bằng văn bản")
    assert program.history.first().action_label == "Chuyển trạng thái chương trình"
    assert step.history.get().history_user == cast["SNGV_STAFF"]


def test_a_state_that_sends_nothing_leaves_the_version_open():
    program = program_in(S.RETURNED)
    assert not fresh(move(program, S.REVISING).draft).is_frozen


@pytest.mark.parametrize(
    ("status", "to", "values", "words"),
    [
        pytest.param(S.ASSIGNED, S.SUBMITTED, {}, "không chuyển sang “Đã trình” được", id="nhảy cóc"),
        pytest.param(S.CLOSED, S.IN_FORCE, {}, "không chuyển", id="mở lại chương trình đã tổng kết"),
        pytest.param(
            S.RETURNED, S.REVISING, {"on": date(2026, 6, 16)}, "Ngày chuyển chưa tới", id="ngày mai"
        ),
        pytest.param(S.DRAFTING, S.CONSULTING, {"rows": ()}, "nhận dự thảo từ Word", id="chưa có dự thảo"),
        pytest.param(
            S.DRAFTING, S.CONSULTING, {"rows": TEXTS[:2]}, "phần ba chưa có nội dung", id="phần ba trống"
        ),
        pytest.param(S.ISSUED, S.ASSIGNED_TASKS, {}, "chưa có nhiệm vụ nào", id="chưa có nhiệm vụ"),
        pytest.param(S.CONF_HELD, S.CONCLUDED, {}, "Chưa ghi hội nghị", id="chưa ghi hội nghị"),
    ],
)
def test_a_refused_move_writes_nothing(status, to, values, words):
    rows = values.pop("rows", TEXTS)
    program = program_in(status, rows=rows)
    with pytest.raises(RuleError, match=words):
        move(program, to, **values)
    stored = Program.objects.get(pk=program.pk)
    assert (stored.status, stored.version) == (status, 1)
    assert not ProgramStep.objects.exists()
    assert not any(draft.is_frozen for draft in stored.drafts.all())


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        pytest.param({"number": ""}, "nhập số, ký hiệu", id="thiếu số"),
        pytest.param({"dated_on": None}, "nhập ngày ban hành", id="thiếu ngày"),
        pytest.param({"dated_on": date(2026, 7, 1)}, "Ngày ban hành chưa tới", id="ngày chưa tới"),
        pytest.param({"signer": " "}, "nhập người ký", id="thiếu người ký"),
        pytest.param({"issued_by": ""}, "nhập cơ quan ban hành", id="thiếu cơ quan"),
        pytest.param({"upload": None}, "đính kèm bản đã ký", id="thiếu bản ký"),
    ],
)
def test_issuing_needs_its_whole_document(missing, words):
    program = program_in(S.SUBMITTED)
    with pytest.raises(RuleError, match=words):
        move(program, S.ISSUED, paper=issuing_paper(**missing))
    assert not Attachment.objects.exists()


def test_issuing_keeps_number_signer_and_signed_copy():
    program = program_in(S.SUBMITTED)
    step = move(program, S.ISSUED, paper=issuing_paper())
    program.refresh_from_db()
    assert (program.issued_number, program.issued_on, program.signer) == (
        "01/CTr-UBND",
        ISSUED_ON,
        "Nguyễn Văn A",
    )
    assert program.signed_copy == step.attachment
    assert fresh(step.draft).is_frozen


def test_an_amendment_keeps_the_first_number_on_the_program_and_its_own_on_the_step():
    program = program_in(S.SUBMITTED)
    move(program, S.ISSUED, paper=issuing_paper())
    TaskFactory(program=program, due_on=date(2027, 1, 1))
    for to in (S.ASSIGNED_TASKS, S.IN_FORCE, S.REVISING, S.SUBMITTED):
        program.refresh_from_db()
        move(program, to)
    program.refresh_from_db()
    step = move(program, S.ISSUED, paper=issuing_paper(number="45/QĐ-UBND", dated_on=TODAY))
    program.refresh_from_db()
    assert (program.issued_number, step.paper_number) == ("01/CTr-UBND", "45/QĐ-UBND")


def test_a_move_is_not_dated_before_the_one_before():
    program = program_in(S.RETURNED)
    move(program, S.REVISING)
    program.refresh_from_db()
    with pytest.raises(RuleError, match="Bước trước ghi ngày 15/06/2026"):
        move(program, S.SHORTENING, on=date(2026, 6, 14))


def test_the_second_of_two_movers_is_told():
    program = program_in(S.RETURNED)
    other = Program.objects.get(pk=program.pk)
    move(program, S.REVISING, paper=issuing_paper())
    with pytest.raises(VersionConflictError):
        move(other, S.REVISING)
    assert ProgramStep.objects.count() == 1


def test_guards_judge_the_text_as_it_is_when_the_program_moves(cast):
    program = program_in(S.SHORTENING, rows=TEXTS)
    seen = fresh(program.drafts.get())
    set_budget(draft=fresh(seen), expected=seen.version, words=3, by=cast["SNGV_HEAD"])
    with pytest.raises(RuleError, match="mức giao 3"):
        move(program, S.SUBMITTED, by=cast["SNGV_LEADER"], draft=seen)


def test_too_long_a_text_is_not_submitted(cast):
    program = program_in(S.SHORTENING)
    draft = program.drafts.get()
    set_budget(draft=draft, expected=1, words=10, by=cast["SNGV_HEAD"])
    with pytest.raises(RuleError, match="cần rút thêm"):
        move(program, S.SUBMITTED)


def test_a_lost_key_point_stops_the_submission_and_is_named(cast):
    program = program_in(S.SHORTENING)
    draft = program.drafts.get()
    section = draft.sections.get(key="k3")
    add_key_point(
        draft=draft, section=section, kind=KeyPoint.Kind.AGENCY, text="Sở Tài chính", by=cast["SNGV_STAFF"]
    )
    edit_section(
        section=section, expected=section.version, text="Các cơ quan thực hiện.", by=cast["SNGV_STAFF"]
    )
    with pytest.raises(RuleError, match="làm rơi 1 ý chính"):
        move(program, S.SUBMITTED)


@pytest.mark.parametrize("status", [S.ISSUED, S.ASSIGNED_TASKS])
def test_a_lead_that_is_gone_stops_the_assignment(status):
    program = program_in(status)
    gone = AgencyFactory(name="Sở Kế hoạch và Đầu tư", valid_to=date(2025, 2, 28))
    task = TaskFactory(program=program, lead_agency=gone, due_on=date(2027, 1, 1))
    to = S.ASSIGNED_TASKS if status == S.ISSUED else S.IN_FORCE
    with pytest.raises(RuleError, match=task.code):
        move(program, to)
    assert Task.objects.filter(program=program).count() == 1


def test_a_text_of_another_program_moves_nothing():
    program, other = program_in(S.SUBMITTED), program_in(S.SUBMITTED, slug="2031-2035")
    with pytest.raises(RuleError, match="thuộc chương trình khác"):
        move(program, S.ISSUED, paper=issuing_paper(), draft=other.drafts.get())


def test_a_paper_of_a_move_is_kept_with_the_step():
    program = program_in(S.SUBMITTED)
    step = move(program, S.RETURNED, paper=issuing_paper(number="12/UBND-NV", upload=signed_copy()))
    assert (step.paper_number, step.attachment.name) == ("12/UBND-NV", "ban-ky.pdf")
    program.refresh_from_db()
    assert program.signed_copy is None
