"""What meetings and opinions say before a program moves on."""

from datetime import date

import pytest

from core.history import acting
from core.legal import RuleError
from core.models import User
from meetings.models import Conclusion, ConsultationRound, Contribution, Meeting, Opinion, OpinionResponse
from programs import life
from programs.guards import hindrances
from programs.models import Program, ProgramStep
from tests.factories import AgencyFactory, ConclusionFactory, MeetingFactory
from tests.programs.life_papers import TODAY, move, program_in

pytestmark = pytest.mark.django_db
S = Program.Status


@pytest.fixture
def system(db):
    return User.objects.system()


@pytest.fixture
def acts(system):
    """An open act for records that the tests write straight."""
    with acting(by=system, verb="tests.guards", label="Chuẩn bị"):
        yield


def found(name, program):
    return [
        str(one.finding)
        for one in hindrances([name], program, program.drafts.last(), TODAY)
        if one.is_blocker
    ]


def ask(program, **values):
    row = ConsultationRound(
        program=program, draft=program.drafts.get(), number=1, title="Đợt 1", asked_on=date(2026, 6, 1),
        due_on=date(2026, 6, 12), **values,
    )  # fmt: skip
    row.save()
    return row


def say(program, number, *, sent=True, meeting=None):
    contribution = Contribution(
        program=program, draft=program.drafts.get(), meeting=meeting or MeetingFactory(program=program),
        agency=AgencyFactory(), sent_at="2026-06-10T08:00+07:00" if sent else None,
    )  # fmt: skip
    contribution.save()
    opinion = Opinion(
        program=program, contribution=contribution, number=number, draft=program.drafts.get(), text="Bổ sung."
    )
    opinion.save()
    return opinion


def answer(opinion, by):
    OpinionResponse(
        opinion=opinion, kind=OpinionResponse.Kind.EXPLAINED, text="Đã nêu.", decided_by=by, decided_on=TODAY
    ).save()


@pytest.mark.parametrize(
    ("closed_on", "words"),
    [
        pytest.param(None, ["Chưa kết thúc lấy ý kiến đợt 1 (hạn 12/06/2026)"], id="đợt còn mở"),
        pytest.param(date(2026, 6, 13), [], id="đợt đã kết thúc"),
    ],
)
def test_an_open_round_holds_the_program(acts, closed_on, words):
    program = program_in(S.CONSULTING)
    ask(program, closed_on=closed_on)
    texts = found(life.ROUND_CLOSED, program)
    assert [text.startswith(start) for text, start in zip(texts, words, strict=True)] == [True] * len(words)


@pytest.mark.parametrize(
    ("status", "is_blocker"),
    [
        pytest.param(S.CONSULTING, True, id="đang lấy ý kiến mà chưa có đợt"),
        pytest.param(S.REVISING, False, id="chỉ họp, không lấy ý kiến bằng văn bản"),
    ],
)
def test_a_program_without_round(acts, status, is_blocker):
    [one] = hindrances([life.ROUND_CLOSED], program_in(status), None, TODAY)
    assert one.is_blocker is is_blocker


def test_ten_opinions_one_open_stops_the_submission_and_names_it(acts, system):
    program = program_in(S.SHORTENING)
    opinions = [say(program, number) for number in range(1, 11)]
    for opinion in [*opinions[:6], *opinions[7:]]:
        answer(opinion, system)
    with pytest.raises(RuleError, match="Còn 1 ý kiến chưa tiếp thu, giải trình: YK-07"):
        move(program, S.SUBMITTED)
    assert not ProgramStep.objects.exists()
    answer(opinions[6], system)
    assert move(program, S.SUBMITTED).to_status == S.SUBMITTED


def test_an_opinion_that_nobody_handed_in_does_not_count(acts):
    program = program_in(S.REVISING)
    say(program, 1, sent=False)
    assert found(life.OPINION_UNANSWERED, program) == []


@pytest.mark.parametrize(
    ("status", "stops"),
    [
        pytest.param(Meeting.Status.HELD, True, id="đã họp"),
        pytest.param(Meeting.Status.CONCLUDED, True, id="có kết luận"),
        pytest.param(Meeting.Status.CLOSED, False, id="biên bản đã xác nhận"),
    ],
)
def test_the_minutes_of_the_conference_are_confirmed_first(acts, status, stops):
    program = program_in(S.CONF_HELD)
    MeetingFactory(program=program, purpose=Meeting.Purpose.OPINION, status=status)
    assert bool(found(life.MINUTES_SIGNED, program)) is stops


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        pytest.param([], ["chưa ghi câu kết luận"], id="chưa có kết luận"),
        pytest.param([Conclusion.Mark.TASK, Conclusion.Mark.OPEN], ["Còn 1 câu"], id="một câu chưa đánh dấu"),
        pytest.param([Conclusion.Mark.TASK, Conclusion.Mark.NONE], [], id="đã đánh dấu hết"),
    ],
)
def test_each_sentence_of_the_conclusion_becomes_something(acts, marks, words):
    program = program_in(S.CONCLUDED)
    meeting = MeetingFactory(program=program, purpose=Meeting.Purpose.OPINION)
    for mark in marks:
        ConclusionFactory(meeting=meeting, mark=mark)
    texts = found(life.ACTION_ITEMS_CREATED, program)
    assert len(texts) == len(words)
    assert all(part in text for text, part in zip(texts, words, strict=True))


def test_a_cancelled_conference_counts_for_nothing(acts):
    program = program_in(S.CONF_HELD)
    MeetingFactory(program=program, purpose=Meeting.Purpose.OPINION, status=Meeting.Status.CANCELLED)
    assert "Chưa ghi hội nghị" in found(life.MINUTES_SIGNED, program)[0]
