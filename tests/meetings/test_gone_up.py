"""What went up to the People's Committee: nothing of its opinions changes, and nothing else is issued."""

from datetime import date

import pytest

from core.legal import RuleError
from meetings import actions
from meetings.models import Opinion, OpinionResponse
from programs.actions.drafts import begin_version, edit_section
from programs.actions.keypoints import add_key_point
from programs.guards import text_for
from programs.models import KeyPoint, Program
from tests.factories import AgencyFactory, MeetingFactory
from tests.meetings.opinion_texts import open_round, say
from tests.programs.draft_texts import fresh
from tests.programs.life_papers import TODAY, issuing_paper, move, program_in, put_into

pytestmark = pytest.mark.django_db
S = Program.Status
GONE_UP = [S.SUBMITTED, S.PARTY_REVIEW, S.ISSUED, S.ASSIGNED_TASKS, S.IN_FORCE, S.CLOSED, S.SUPERSEDED]


@pytest.fixture
def by(cast):
    return cast["SNGV_STAFF"]


@pytest.fixture
def submitted(cast, by):
    """A program with an answered opinion of a closed round, submitted with its second version."""
    program = program_in(S.CONSULTING)
    first = program.drafts.get()
    asked = [cast.agencies["SYT"]]
    opened = open_round(first, asked, asked_on=date(2026, 6, 1), today=date(2026, 6, 1))
    say(opened, asked[0], ("k2", "Nêu rõ số tỉnh"), today=date(2026, 6, 5))
    actions.close_round(round=opened, version=opened.version, today=TODAY, by=by)
    put_into(program, S.REVISING)
    second = begin_version(
        draft=fresh(first), expected=fresh(first).version, reason="TIEP_THU", note="", by=by
    )
    actions.answer_opinion(
        opinion=Opinion.objects.get(), kind="TIEP_THU", draft=second, section_key="k2", today=TODAY, by=by
    )
    program = Program.objects.get()
    move(program, S.SUBMITTED)
    return Program.objects.get()


def doings(program, by):
    """Return what nobody may do about opinions any more, by name."""
    draft, opinion = program.drafts.get(number=2), Opinion.objects.select_related("contribution__round").get()
    response, agency = OpinionResponse.objects.get(), AgencyFactory()
    letter = {
        "stance": "DE_NGHI_SUA", "letter_number": "12/STP", "letter_on": TODAY, "received_on": TODAY,
        "opinions": [{"text": "Thêm nguồn lực"}], "today": TODAY, "by": by,
    }  # fmt: skip
    return {
        "bỏ trả lời": lambda: actions.withdraw_answer(
            response=response, expected=response.version, reason="Xem lại", by=by
        ),
        "đổi trả lời": lambda: actions.answer_opinion(
            opinion=opinion, kind="GIAI_TRINH", text="Giữ", expected=response.version, today=TODAY, by=by
        ),
        "mở đợt": lambda: open_round(draft, [agency], asked_on=TODAY, today=TODAY),
        "ghi văn bản": lambda: actions.record_letter(
            round=opinion.contribution.round, agency=agency, **letter
        ),
        "ghi tại hội nghị": lambda: actions.log_opinion(
            meeting=MeetingFactory(program=program), draft=draft, agency=agency, text="Thêm ý", by=by
        ),
    }


DOINGS = ["bỏ trả lời", "đổi trả lời", "mở đợt", "ghi văn bản", "ghi tại hội nghị"]


@pytest.mark.parametrize("status", GONE_UP)
def test_opinions_and_answers_stay_as_they_were_submitted(submitted, by, status):
    program = put_into(submitted, status)
    before = (Opinion.objects.count(), OpinionResponse.objects.get().kind)
    for do in doings(program, by).values():
        with pytest.raises(RuleError, match=f"đang ở “{S(status).label}”"):
            do()
    assert (Opinion.objects.count(), OpinionResponse.objects.get().kind) == before


@pytest.mark.parametrize("status", [S.RETURNED, S.REVISING])
@pytest.mark.parametrize("name", DOINGS)
def test_what_came_back_or_is_amended_is_consulted_again(submitted, by, status, name):
    doings(put_into(submitted, status), by)[name]()


@pytest.mark.parametrize("status", [S.SUBMITTED, S.PARTY_REVIEW])
def test_nothing_is_issued_over_an_open_opinion(submitted, by, status):
    put_into(submitted, S.REVISING)
    response = OpinionResponse.objects.get()
    actions.withdraw_answer(response=response, expected=response.version, reason="Xem lại", by=by)
    program = put_into(submitted, status)
    with pytest.raises(RuleError, match="Còn 1 ý kiến chưa tiếp thu"):
        move(program, S.ISSUED, paper=issuing_paper(dated_on=TODAY))
    if status == S.SUBMITTED:
        with pytest.raises(RuleError, match="Còn 1 ý kiến chưa tiếp thu"):
            move(program, S.PARTY_REVIEW)


def test_nothing_is_issued_while_a_round_runs(submitted):
    program = put_into(submitted, S.REVISING)
    open_round(program.drafts.get(number=2), [AgencyFactory()], asked_on=TODAY, today=TODAY)
    program = put_into(program, S.SUBMITTED)
    with pytest.raises(RuleError, match="Chưa kết thúc lấy ý kiến đợt 2"):
        move(program, S.ISSUED, paper=issuing_paper(dated_on=TODAY))


def _later(program, by):
    draft = program.drafts.get(number=2)
    return begin_version(draft=draft, expected=draft.version, reason="CHINH_LY", note="", by=by)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "phần hai chưa có nội dung", id="phần hai trống"),
        pytest.param("Hợp tác với tỉnh bạn.", "làm rơi 1 ý chính", id="rơi ý chính"),
        pytest.param(
            "Mở rộng quan hệ với các địa phương nước ngoài. Báo cáo trước ngày 31/02/2027.",
            "lỗi chặn trình",
            id="chưa qua soát lỗi",
        ),
    ],
)
def test_a_later_version_is_judged_before_it_is_issued(submitted, by, text, words):
    sent = submitted.drafts.get(number=2)
    add_key_point(
        draft=sent, section=sent.sections.get(key="k2"), kind=KeyPoint.Kind.TASK,
        text="Mở rộng quan hệ với các địa phương nước ngoài", by=by,
    )  # fmt: skip
    later = _later(submitted, by)
    section = later.sections.get(key="k2")
    edit_section(section=section, expected=section.version, text=text, by=by)
    with pytest.raises(RuleError, match=words):
        move(submitted, S.ISSUED, paper=issuing_paper(dated_on=TODAY), draft=later)
    assert not fresh(later).is_frozen


def test_the_submitted_version_is_issued_unless_a_later_one_is_named(submitted, by):
    later = _later(submitted, by)
    assert text_for(submitted, S.ISSUED).number == 2
    step = move(submitted, S.ISSUED, paper=issuing_paper(dated_on=TODAY))
    assert step.draft.number == 2
    assert not fresh(later).is_frozen


def test_a_later_version_that_passes_may_be_issued(submitted, by):
    step = move(submitted, S.ISSUED, paper=issuing_paper(dated_on=TODAY), draft=_later(submitted, by))
    assert (step.draft.number, fresh(step.draft).is_frozen) == (3, True)


def test_a_version_before_the_submitted_one_is_not_issued(submitted):
    with pytest.raises(RuleError, match="Đã trình Bản 2; ban hành bản đó"):
        move(submitted, S.ISSUED, paper=issuing_paper(dated_on=TODAY), draft=submitted.drafts.get(number=1))


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2026, 6, 14)])
def test_nothing_is_issued_before_it_was_submitted(submitted, day):
    with pytest.raises(RuleError, match="Ngày ban hành trước ngày trình 15/06/2026"):
        move(submitted, S.ISSUED, paper=issuing_paper(dated_on=day))
