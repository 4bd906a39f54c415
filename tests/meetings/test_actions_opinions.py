"""Consulting: rounds, contributions in the portal, by letter and at a meeting, answers; all with history."""

from datetime import date

import pytest

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import SwappedDay
from meetings import actions
from meetings.consulting import board_of, counts_of
from meetings.models import ConsultationRound, Contribution, Opinion, RoundAgency
from meetings.rules.opinions import Reply
from programs.models import Draft
from tests.factories import AgencyFactory, MeetingFactory, RecordFactory
from tests.meetings.opinion_texts import (
    ASKED_ON,
    DUE_ON,
    TODAY,
    explain,
    make_draft,
    open_round,
    say,
    write_letter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return cast["SNGV_STAFF"]


@pytest.fixture
def draft(db):
    return make_draft()


@pytest.fixture
def opened(draft, cast):
    return open_round(draft, [cast.agencies["SYT"], cast.agencies["CAT"], cast.agencies["STC"]])


class SwappedDayFactory(RecordFactory):
    class Meta:
        model = SwappedDay


def test_a_round_freezes_its_version_and_counts_working_days(draft, cast, by):
    SwappedDayFactory(day=date(2025, 11, 8), is_working=True)
    opened = open_round(draft, [cast.agencies["SYT"], cast.agencies["SYT"]], by=by)
    draft.refresh_from_db()
    assert draft.is_frozen
    assert draft.frozen_reason == "Gửi lấy ý kiến đợt 1"
    assert (opened.number, opened.due_on, opened.asked.count()) == (1, date(2025, 11, 14), 1)
    assert opened.history.get().history_user == by
    second = open_round(draft, [cast.agencies["CAT"]], working_days=None, due_on=date(2025, 12, 1))
    assert (second.number, second.due_on, second.working_days) == (2, date(2025, 12, 1), None)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"asked_on": date(2025, 11, 4)}, "chưa đến", id="ngày gửi ở tương lai"),
        pytest.param({"working_days": 0}, "từ 1 đến 90", id="không ngày nào"),
        pytest.param({"working_days": None}, "hạn trả lời", id="thiếu hạn"),
        pytest.param({"working_days": None, "due_on": ASKED_ON}, "sau ngày gửi", id="hạn ngay ngày gửi"),
    ],
)
def test_a_round_that_cannot_begin(draft, cast, values, words):
    with pytest.raises(RuleError, match=words):
        open_round(draft, [cast.agencies["SYT"]], **values)
    assert not ConsultationRound.objects.exists()
    assert not Draft.objects.get().is_frozen


def test_a_round_asks_only_agencies_of_its_day(draft):
    gone = AgencyFactory(code="CU", valid_to=date(2025, 6, 30))
    with pytest.raises(RuleError):
        open_round(draft, [gone])
    assert not Draft.objects.get().is_frozen
    with pytest.raises(RuleError, match="ít nhất một cơ quan"):
        open_round(draft, [])


def test_a_later_deadline_needs_a_reason(opened, by, cast):
    asked = [row.agency for row in opened.asked.all()]
    with pytest.raises(RuleError, match="lý do"):
        actions.edit_round(
            round=opened, fields={"due_on": date(2025, 11, 21)}, agencies=asked, version=opened.version,
            today=TODAY, by=by,
        )  # fmt: skip
    opened.refresh_from_db()
    actions.edit_round(
        round=opened, fields={"due_on": date(2025, 11, 21)}, agencies=[*asked, cast.agencies["VPUB"]],
        version=opened.version, today=TODAY, by=by, reason="Các sở đề nghị gia hạn",
    )  # fmt: skip
    assert opened.asked.count() == 4
    assert opened.history.first().history_change_reason == "Các sở đề nghị gia hạn"


@pytest.mark.parametrize(
    ("due_on", "refused"),
    [
        pytest.param(date(2025, 11, 4), True, id="hôm qua"),
        pytest.param(TODAY, False, id="hôm nay"),
        pytest.param(date(2025, 12, 1), False, id="muộn hơn"),
    ],
)
def test_a_running_round_gets_no_deadline_that_is_over(opened, by, due_on, refused):
    change = {
        "round": opened, "fields": {"due_on": due_on}, "agencies": [row.agency for row in opened.asked.all()],
        "version": opened.version, "today": TODAY, "by": by, "reason": "Cần gấp",
    }  # fmt: skip
    if refused:
        with pytest.raises(RuleError, match="Hạn mới đã qua; nhập ngày từ 05/11/2025"):
            actions.edit_round(**change)
    else:
        actions.edit_round(**change)
    assert ConsultationRound.objects.get().due_on == (DUE_ON if refused else due_on)


def test_an_agency_that_answered_stays_in_the_round(opened, by, cast):
    say(opened, cast.agencies["SYT"], "Thêm ý")
    with pytest.raises(RuleError, match="không bỏ ra được"):
        actions.edit_round(
            round=opened, fields={}, agencies=[cast.agencies["CAT"]], version=opened.version,
            today=TODAY, by=by,
        )  # fmt: skip


def test_reminding_only_those_who_are_silent(opened, by, cast):
    say(opened, cast.agencies["SYT"])
    ids = [cast.agencies[code].pk for code in ("SYT", "CAT")]
    (row,) = actions.remind(round=opened, agencies=ids, today=TODAY, by=by)
    assert row.agency.code == "CAT"
    assert RoundAgency.objects.get(round=opened, agency__code="CAT").reminded_on == TODAY
    with pytest.raises(RuleError, match="chưa trả lời"):
        actions.remind(round=opened, agencies=ids[:1], today=TODAY, by=by)


def test_closing_waits_for_the_deadline_or_for_everybody(opened, by, cast):
    say(opened, cast.agencies["SYT"])
    with pytest.raises(RuleError, match="Còn 2 cơ quan"):
        actions.close_round(round=opened, version=opened.version, today=DUE_ON, by=by)
    actions.close_round(round=opened, version=opened.version, today=date(2025, 11, 18), by=by)
    lines = {line.agency.code: line.reply for line in board_of(opened, date(2025, 11, 18))}
    assert lines == {"SYT": Reply.ANSWERED, "CAT": Reply.SILENT, "STC": Reply.SILENT}
    with pytest.raises(RuleError, match="kết thúc"):
        say(opened, cast.agencies["CAT"], "Quá muộn")
    assert not Contribution.objects.filter(agency__code="CAT").exists()


def test_paper_and_portal_count_the_same(opened, cast):
    late = date(2025, 11, 19)
    say(opened, cast.agencies["SYT"], "Sửa", today=late)
    write_letter(opened, cast.agencies["CAT"], "Sửa", received_on=late)
    by_code = {line.agency.code: line for line in board_of(opened, late)}
    assert by_code["SYT"].reply is by_code["CAT"].reply is Reply.LATE
    counts = counts_of(by_code.values())
    assert (counts.asked, counts.answered, counts.late, counts.commented, counts.silent) == (3, 2, 2, 2, 1)
    assert counts.agreed == 0


def test_counts_of_agreement_and_comments(opened, cast):
    say(opened, cast.agencies["SYT"])
    say(opened, cast.agencies["CAT"], "Bổ sung", stance="CO_BAN_THONG_NHAT")
    write_letter(opened, cast.agencies["VPUB"], "Chưa hỏi mà góp ý")
    counts = counts_of(board_of(opened, TODAY))
    assert (counts.asked, counts.answered, counts.agreed, counts.commented) == (3, 2, 2, 1)
    assert (counts.waiting, counts.silent, counts.unasked, counts.opinions) == (1, 0, 1, 2)


def test_a_draft_answer_is_kept_and_handed_in_later(opened, cast, by):
    agency = cast.agencies["SYT"]
    kept = say(opened, agency, "Ý một", ("p2a", "Ý hai"), send=False)
    assert not kept.is_sent
    assert [o.code for o in kept.opinions.order_by("number")] == ["YK-01", "YK-02"]
    assert kept.opinions.get(number=2).place == "đoạn\xa01, mục\xa0I, Phần\xa0thứ\xa0hai"
    first = kept.opinions.get(number=1)
    actions.save_contribution(
        round=opened, agency=agency, stance="DE_NGHI_SUA", today=TODAY, by=by, send=True,
        opinions=[{"pk": first.pk, "text": "Ý một, rõ hơn"}, {"text": "Ý ba"}], expected=kept.version,
    )  # fmt: skip
    kept.refresh_from_db()
    assert (kept.is_sent, kept.received_on) == (True, TODAY)
    texts = list(kept.opinions.order_by("number").values_list("number", "text"))
    assert texts == [(1, "Ý một, rõ hơn"), (3, "Ý ba")]
    with pytest.raises(RuleError, match="đã gửi"):
        say(opened, agency, "Nữa")


def test_two_colleagues_of_one_agency(opened, cast):
    kept = say(opened, cast.agencies["SYT"], "Của tôi", send=False)
    with pytest.raises(VersionConflictError):
        say(opened, cast.agencies["SYT"], "Của đồng nghiệp", send=False)
    with pytest.raises(VersionConflictError):
        say(opened, cast.agencies["SYT"], "Cũ", send=False, expected=kept.version + 1)
    assert Opinion.objects.get().text == "Của tôi"


def test_only_asked_agencies_write_in_the_portal(opened, cast):
    with pytest.raises(RuleError, match="không thuộc diện"):
        say(opened, cast.agencies["VPUB"], "Thêm")


def test_a_passage_that_the_version_does_not_have(opened, cast):
    with pytest.raises(RuleError, match="không có đoạn"):
        say(opened, cast.agencies["SYT"], ("khongco", "Sửa"))
    assert not Contribution.objects.exists()


def test_taking_back(opened, cast, by):
    sent = say(opened, cast.agencies["SYT"], "Sửa")
    actions.take_back_contribution(contribution=sent, version=sent.version, by=by)
    assert Contribution.objects.get().received_on is None
    sent = say(opened, cast.agencies["SYT"], "Sửa lại", expected=Contribution.objects.get().version)
    explain(Opinion.objects.get(), by)
    with pytest.raises(RuleError, match="YK-02"):
        actions.take_back_contribution(contribution=sent, version=sent.version, by=by)


def test_discarding_a_draft_answer(opened, cast, by):
    kept = say(opened, cast.agencies["SYT"], "Nháp", send=False)
    actions.discard_contribution(contribution=kept, version=kept.version, by=by)
    assert not Contribution.objects.exists()
    assert Opinion.history.filter(history_type="-").count() == 1
    sent = say(opened, cast.agencies["SYT"], "Gửi")
    with pytest.raises(RuleError, match="rút lại"):
        actions.discard_contribution(contribution=sent, version=sent.version, by=by)


def test_numbers_are_never_given_twice(opened, cast, by):
    letter = write_letter(opened, cast.agencies["SYT"], "Một", "Hai")
    last = letter.opinions.get(number=2)
    actions.remove_opinion(opinion=last, version=last.version, by=by)
    added = actions.add_opinion(contribution=letter, text="Ba", section_key="p2b", by=by)
    assert (added.code, added.place) == ("YK-03", "đoạn\xa01, mục\xa0II.1, Phần\xa0thứ\xa0hai")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"letter_number": " "}, "letter_number", id="thiếu số"),
        pytest.param({"letter_on": None}, "letter_on", id="thiếu ngày văn bản"),
        pytest.param({"received_on": None, "today": TODAY}, "received_on", id="thiếu ngày nhận"),
        pytest.param(
            {"received_on": date(2025, 11, 1), "today": TODAY}, "received_on", id="nhận trước khi hỏi"
        ),
        pytest.param({"received_on": date(2025, 11, 9), "today": TODAY}, "received_on", id="nhận ngày mai"),
        pytest.param({"letter_on": date(2025, 11, 6)}, "letter_on", id="văn bản sau ngày nhận"),
        pytest.param({"stance": "CHUA_TRA_LOI"}, "stance", id="văn bản không thể là im lặng"),
    ],
)
def test_a_letter_that_cannot_be(opened, cast, values, field):
    with pytest.raises(RuleError) as refused:
        write_letter(opened, cast.agencies["SYT"], "Một", **values)
    assert refused.value.field == field
    assert not Contribution.objects.exists()


def test_one_answer_of_an_agency_in_a_round(opened, cast, by):
    say(opened, cast.agencies["SYT"], "Trên cổng")
    with pytest.raises(RuleError, match="đã góp ý"):
        write_letter(opened, cast.agencies["SYT"], "Trên giấy")
    kept = say(opened, cast.agencies["CAT"], "Nháp", send=False)
    with pytest.raises(RuleError, match="đang soạn"):
        write_letter(opened, cast.agencies["CAT"], "Trên giấy")
    actions.close_round(round=opened, version=opened.version, today=date(2025, 11, 18), by=by)
    letter = write_letter(opened, cast.agencies["CAT"], "Trên giấy", received_on=date(2025, 11, 20))
    assert not Contribution.objects.filter(pk=kept.pk).exists()
    assert letter.channel == "CONG_VAN"


def test_words_of_an_agency_are_its_own(opened, cast, by):
    sent = say(opened, cast.agencies["SYT"], "Của Sở Y tế")
    opinion = sent.opinions.get()
    with pytest.raises(RuleError, match="đã gửi trên cổng"):
        actions.edit_opinion(opinion=opinion, fields={"text": "Khác"}, version=opinion.version, by=by)
    with pytest.raises(RuleError, match="tự ghi"):
        actions.add_opinion(contribution=sent, text="Thêm", by=by)
    with pytest.raises(RuleError, match="tự sửa"):
        actions.edit_letter(contribution=sent, fields={}, version=sent.version, today=TODAY, by=by)
    with pytest.raises(RuleError, match="tự rút"):
        actions.remove_letter(contribution=sent, version=sent.version, by=by)


def test_a_letter_is_corrected_until_it_is_answered(opened, cast, by):
    letter = write_letter(opened, cast.agencies["SYT"], "Một")
    actions.edit_letter(
        contribution=letter,
        fields={"letter_number": "126/SYT-VP"},
        version=letter.version,
        today=TODAY,
        by=by,
    )
    opinion = letter.opinions.get()
    actions.edit_opinion(
        opinion=opinion, fields={"text": "Một, sửa", "section_key": "p3a"}, version=opinion.version, by=by
    )
    assert Opinion.objects.get().place == "đoạn\xa01, Phần\xa0thứ\xa0ba"
    explain(opinion, by)
    with pytest.raises(RuleError, match="YK-01"):
        actions.remove_opinion(opinion=opinion, version=opinion.version, by=by)
    with pytest.raises(RuleError, match="YK-01"):
        actions.remove_letter(contribution=letter, version=letter.version, by=by)


def test_what_is_said_at_a_meeting(draft, cast, by):
    meeting = MeetingFactory()
    first = actions.log_opinion(
        meeting=meeting, draft=draft, agency=cast.agencies["STC"], text="Nêu nguồn kinh phí",
        section_key="p2a", speaker="Phó Giám đốc", by=by,
    )  # fmt: skip
    assert first.contribution.get_stance_display() == "Không nêu quan điểm"
    second = actions.log_opinion(
        meeting=meeting,
        draft=draft,
        agency=cast.agencies["STC"],
        text="Thêm bảng",
        stance="DE_NGHI_SUA",
        by=by,
    )
    said = Contribution.objects.get()
    assert (first.contribution, second.contribution) == (said, said)
    assert (said.stance, said.speaker, said.channel) == ("DE_NGHI_SUA", "Phó Giám đốc", "HOI_NGHI")
    assert said.is_sent
    assert (first.code, second.code) == ("YK-01", "YK-02")
    with pytest.raises(RuleError, match="nội dung"):
        actions.log_opinion(meeting=meeting, draft=draft, agency=cast.agencies["STC"], text=" ", by=by)
