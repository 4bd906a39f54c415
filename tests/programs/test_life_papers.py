"""Which papers each of the sixteen states needs before it is entered, and each move rests on."""

from datetime import date

import pytest

from core.legal import RuleError
from programs import life
from programs.actions.life import Paper, paper_problems, proof_problems
from programs.models import Program, ProgramStep
from tests.programs.life_papers import ISSUED_ON, TODAY, issuing_paper, move, program_in

S = Program.Status
PAPER = Paper(number="12/UBND-NV", dated_on=ISSUED_ON)

# Of each state: what it needs to be entered (see domain 3.1, entry artefact), and the paper of others
# that must be written down to go on from it.
STATES = [
    pytest.param(S.ASSIGNED, "", "", id="1 giao xây dựng"),
    pytest.param(S.DRAFTING, "", "", id="2 đang dự thảo"),
    pytest.param(S.CONSULTING, "", "", id="3 lấy ý kiến: cổng giữ đợt và dự thảo"),
    pytest.param(S.CONF_SCHEDULED, "", "", id="4 đã lên lịch: giấy mời trên cổng"),
    pytest.param(S.CONF_HELD, "", "", id="5 đã họp: biên bản trên cổng"),
    pytest.param(S.CONCLUDED, "", "", id="6 có kết luận: thông báo trên cổng"),
    pytest.param(S.REVISING, "", "", id="7 tiếp thu: bảng tổng hợp trên cổng"),
    pytest.param(S.SHORTENING, "", "", id="8 rút gọn: so sánh trên cổng"),
    pytest.param(S.SUBMITTED, "", "Văn phòng UBND tỉnh", id="9 đã trình: Văn phòng kiểm tra"),
    pytest.param(S.RETURNED, "note", "", id="10 trả lại: văn bản hoặc ý kiến"),
    pytest.param(S.PARTY_REVIEW, "paper", "Ban Thường vụ Tỉnh ủy", id="11 xin ý kiến: tờ trình, kết luận"),
    pytest.param(S.ISSUED, "", "", id="12 đã ban hành: có quy tắc riêng"),
    pytest.param(S.ASSIGNED_TASKS, "", "", id="13 đã giao: phụ lục trên cổng"),
    pytest.param(S.IN_FORCE, "", "", id="14 đang thực hiện"),
    pytest.param(S.MIDTERM_REVIEWED, "paper", "", id="15 đã sơ kết: báo cáo sơ kết"),
    pytest.param(S.CLOSED, "paper", "", id="16 đã tổng kết: báo cáo tổng kết"),
    pytest.param(S.SUPERSEDED, "paper", "", id="thay thế: văn bản mới"),
    pytest.param(S.CANCELLED, "paper", "", id="hủy bỏ: văn bản bãi bỏ"),
]


@pytest.mark.parametrize(("code", "needs", "proof"), STATES)
def test_what_a_state_needs(code, needs, proof):
    state = life.STATES[code]
    fields = {one.field for one in paper_problems(state, Paper(), "", today=TODAY)}
    assert fields == {"": set(), "note": {"note"}, "paper": {"paper_number", "paper_on"}}[needs]
    assert paper_problems(state, PAPER, "", today=TODAY) == []
    for end in state.next:
        asked = life.proof_of(code, end)
        assert bool(asked) is (bool(proof) and end in state.onward)
        assert proof in asked or end not in state.onward


def test_the_table_names_every_state():
    assert {row.values[0] for row in STATES} == set(Program.Status)


@pytest.mark.parametrize(
    ("paper", "fields"),
    [
        pytest.param(Paper(), {"basis", "basis_on"}, id="chưa ghi gì"),
        pytest.param(Paper(basis="  ", basis_on=ISSUED_ON), {"basis"}, id="chỉ có ngày"),
        pytest.param(Paper(basis="45/VP-NV"), {"basis_on"}, id="chỉ có số"),
        pytest.param(Paper(basis="45/VP-NV", basis_on=date(2026, 6, 16)), {"basis_on"}, id="ngày mai"),
        pytest.param(Paper(basis="45/VP-NV", basis_on=TODAY), set(), id="đủ"),
    ],
)
def test_a_paper_of_others_has_number_and_day(paper, fields):
    assert {one.field for one in proof_problems("văn bản kết luận", paper, today=TODAY)} == fields
    assert proof_problems("", paper, today=TODAY) == []


def test_words_of_a_leader_send_a_program_back_without_a_paper():
    assert paper_problems(life.STATES[S.RETURNED], Paper(), "Làm rõ chỉ tiêu", today=TODAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "to", "words"),
    [
        pytest.param(
            S.SUBMITTED, S.PARTY_REVIEW, "Nhập số, ký hiệu văn bản kiểm tra hồ sơ", id="chưa kiểm tra"
        ),
        pytest.param(S.PARTY_REVIEW, S.ISSUED, "Nhập số, ký hiệu văn bản kết luận", id="chưa kết luận"),
        pytest.param(S.IN_FORCE, S.MIDTERM_REVIEWED, "Nhập số, ký hiệu báo cáo sơ kết", id="chưa có báo cáo"),
        pytest.param(S.CLOSED, S.SUPERSEDED, "Nhập số, ký hiệu văn bản thay thế", id="chưa có văn bản mới"),
        pytest.param(S.SUBMITTED, S.RETURNED, "ghi ý kiến chỉ đạo vào ghi chú", id="trả lại không lời"),
    ],
)
def test_without_its_paper_nothing_moves(start, to, words):
    program = program_in(start)
    with pytest.raises(RuleError, match=words):
        move(program, to, paper=Paper())
    assert Program.objects.get(pk=program.pk).status == start
    assert not ProgramStep.objects.exists()


@pytest.mark.django_db
def test_the_step_keeps_what_it_rests_on():
    program = program_in(S.PARTY_REVIEW)
    step = move(program, S.ISSUED, paper=issuing_paper(basis="210-KL/TU"))
    assert (step.basis_number, step.basis_on) == ("210-KL/TU", ISSUED_ON)
