"""Answers to opinions: given, changed, withdrawn, several at once, and against what others did meanwhile."""

from datetime import date

import pytest

from core.history import RecordGoneError, VersionConflictError
from core.legal import RuleError
from meetings import actions
from meetings.consulting import open_opinions
from meetings.models import ConsultationRound, Contribution, Opinion, OpinionResponse
from programs.places import passages_cited, place_words
from tests.meetings.opinion_texts import TODAY, explain, next_version, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return cast["SNGV_STAFF"]


def test_an_answer_its_change_and_its_withdrawal(opened, draft, cast, by):
    say(opened, cast.agencies["SYT"], ("p2a", "Ghi 2,5 triệu"))
    opinion = Opinion.objects.get()
    assert [o.code for o in open_opinions(draft.program)] == ["YK-01"]
    new = next_version(draft, p2a="Mỗi năm vận động 2,5 triệu USD viện trợ.")
    answer = actions.answer_opinion(
        opinion=opinion, kind="TIEP_THU", draft=new, section_key="p2a", today=TODAY, by=by
    )
    assert not open_opinions(draft.program)
    with pytest.raises(VersionConflictError):
        explain(opinion, by)
    changed = actions.answer_opinion(
        opinion=opinion, kind="GIAI_TRINH", text="Giữ 2 triệu", today=TODAY, by=by, expected=answer.version
    )
    assert (changed.pk, changed.draft, changed.section_key) == (answer.pk, None, "")
    with pytest.raises(RuleError, match="lý do"):
        actions.withdraw_answer(response=changed, expected=changed.version, reason=" ", by=by)
    actions.withdraw_answer(response=changed, expected=changed.version, reason="Xem lại", by=by)
    assert open_opinions(draft.program).count() == 1
    acts = OpinionResponse.history.order_by("history_id").values_list("history_type", flat=True)
    assert list(acts) == ["+", "~", "-"]


def test_an_answer_at_a_paragraph_that_was_dropped(opened, draft, cast, by):
    from programs.actions.drafts import remove_section

    say(opened, cast.agencies["SYT"], ("p2a", "Bỏ đoạn này"), "Ý chung")
    new = next_version(draft)
    gone = new.sections.get(key="p2a")
    remove_section(section=gone, expected=gone.version, by=by)
    first, second = Opinion.objects.order_by("number")
    actions.answer_opinion(opinion=first, kind="TIEP_THU", draft=new, section_key="p2a", today=TODAY, by=by)
    with pytest.raises(RuleError, match="không có đoạn"):
        actions.answer_opinion(
            opinion=second, kind="TIEP_THU", draft=new, section_key="p2a", today=TODAY, by=by
        )


def test_nothing_unsent_is_open_or_answered(opened, draft, cast, by):
    say(opened, cast.agencies["SYT"], "Nháp", send=False)
    assert not open_opinions(draft.program)
    with pytest.raises(RuleError, match="chưa được gửi"):
        explain(Opinion.objects.get(), by)


def test_accepting_several_leaves_those_that_name_no_paragraph(opened, draft, cast, by):
    say(opened, cast.agencies["SYT"], ("p2a", "Một"), ("p2b", "Hai"), "Ý chung")
    new = next_version(draft)
    made, refused = actions.accept_opinions(
        opinions=Opinion.objects.order_by("number"), draft=new, today=TODAY, by=by
    )
    assert [answer.opinion.code for answer in made] == ["YK-01", "YK-02"]
    assert len(refused) == 1
    assert refused[0].startswith("YK-03 góp ý chung")
    assert [o.code for o in open_opinions(draft.program)] == ["YK-03"]
    with pytest.raises(RuleError, match="YK-03 góp ý chung"):
        actions.accept_opinions(opinions=Opinion.objects.all(), draft=new, today=TODAY, by=by)


def test_assigning_several(opened, cast, by):
    say(opened, cast.agencies["SYT"], "Một", "Hai")
    other = cast["SNGV_HEAD"]
    assert actions.assign_opinions(opinions=Opinion.objects.all(), drafter=other, by=by) == 2
    assert actions.assign_opinions(opinions=Opinion.objects.all(), drafter=other, by=by) == 0
    assert set(Opinion.objects.values_list("drafter", flat=True)) == {other.pk}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("2.2", ["p2b"], id="hai chấm hai"),
        pytest.param("mục II.1 phần II", ["h21"], id="mục II.1"),
        pytest.param("Phần III", ["p3"], id="Phần III"),
        pytest.param("đoạn II.22", [], id="không có đoạn"),
        pytest.param("phần 7", [], id="không có phần"),
    ],
)
def test_passages_by_number(draft, text, keys):
    assert [one.key for one in passages_cited(draft, text)] == keys


def test_place_of_the_whole(draft):
    assert place_words(draft, "") == "Toàn văn dự thảo"
    assert place_words(draft, "p2") == "Phần\xa0thứ\xa0hai"
    assert place_words(draft, "h21") == "mục\xa0II.1, Phần\xa0thứ\xa0hai"
    assert place_words(draft, "khong-co") == ""


def test_what_the_page_read_does_not_decide(draft, opened, by, cast):
    """Round, contribution and answer as a page read them, while somebody else changed them."""
    stale = ConsultationRound.objects.get(pk=opened.pk)
    said = say(opened, cast.agencies["SYT"], "Sửa mục tiêu")
    taken = Contribution.objects.get(pk=said.pk)
    opinion = Opinion.objects.select_related("contribution", "draft").get()
    next_version(draft)
    actions.close_round(round=opened, version=opened.version, today=date(2025, 11, 18), by=by)
    with pytest.raises(RuleError, match="đã kết thúc"):
        say(stale, cast.agencies["CAT"], "Gửi lúc đợt vừa kết thúc")
    taken.round = stale
    with pytest.raises(RuleError, match="đã kết thúc"):
        actions.take_back_contribution(contribution=taken, version=taken.version, by=by)
    explained = {"kind": "GIAI_TRINH", "text": "Giữ như dự thảo", "today": TODAY, "by": by}
    answer = actions.answer_opinion(opinion=opinion, **explained)
    shown = answer.version
    actions.withdraw_answer(response=answer, expected=shown, reason="Ghi nhầm", by=by)
    with pytest.raises(VersionConflictError):
        actions.answer_opinion(opinion=opinion, expected=shown, **explained)
    assert not OpinionResponse.objects.exists()


def test_an_opinion_taken_back_meanwhile_is_not_answered(opened, by, cast):
    said = say(opened, cast.agencies["SYT"], "Sửa mục tiêu", "Thêm ý")
    first, second = Opinion.objects.select_related("contribution", "draft").order_by("number")
    actions.take_back_contribution(contribution=said, version=said.version, by=by)
    explained = {"kind": "GIAI_TRINH", "text": "Giữ như dự thảo", "today": TODAY, "by": by}
    with pytest.raises(RuleError, match="chưa được gửi"):
        actions.answer_opinion(opinion=first, **explained)
    kept = [{"pk": first.pk, "text": first.text}]
    said.refresh_from_db()
    actions.save_contribution(
        round=opened, agency=cast.agencies["SYT"], stance="DE_NGHI_SUA", opinions=kept, today=TODAY, by=by,
        expected=said.version, send=True,
    )  # fmt: skip
    with pytest.raises(RecordGoneError):
        actions.answer_opinion(opinion=second, **explained)
