"""The rules of consulting: deadlines in working days, how an agency stands, what an answer must hold."""

from datetime import date

import pytest

from meetings.rules import opinions as rules
from meetings.rules.opinions import Reply


@pytest.mark.parametrize(
    ("asked_on", "days", "swapped", "due_on", "skipped", "worked"),
    [
        pytest.param(date(2025, 11, 3), 10, {}, date(2025, 11, 17), [], [], id="hai tuần thường"),
        pytest.param(
            date(2026, 2, 10), 5, {}, date(2026, 2, 24),
            [date(2026, 2, day) for day in range(16, 21)], [], id="qua Tết Bính Ngọ",
        ),
        pytest.param(
            date(2026, 4, 23), 3, {}, date(2026, 4, 29), [date(2026, 4, 27)], [],
            id="nghỉ bù Giỗ Tổ",
        ),
        pytest.param(
            date(2025, 4, 23), 2, {date(2025, 4, 26): True, date(2025, 5, 2): False}, date(2025, 4, 25),
            [], [], id="hết hạn trước ngày làm bù",
        ),
        pytest.param(
            date(2025, 4, 23), 6, {date(2025, 4, 26): True, date(2025, 5, 2): False}, date(2025, 5, 5),
            [date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2)], [date(2025, 4, 26)],
            id="làm bù thứ Bảy, nghỉ hoán đổi thứ Sáu",
        ),
    ],
)  # fmt: skip
def test_deadline(asked_on, days, swapped, due_on, skipped, worked):
    found = rules.deadline(asked_on, days, swapped)
    assert found.due_on == due_on
    assert [one.day for one in found.skipped] == skipped
    assert [one.day for one in found.worked] == worked


def test_deadline_names_the_holidays_it_skips():
    found = rules.deadline(date(2026, 2, 13), 1)
    assert str(found.skipped[1]) == "17/02/2026 (Tết Nguyên Đán)"
    swapped = rules.deadline(date(2025, 11, 27), 1, {date(2025, 11, 28): False})
    assert str(swapped.skipped[-1]) == "28/11/2025 (nghỉ hoán đổi)"


DUE = date(2025, 11, 17)


@pytest.mark.parametrize(
    ("asked", "received_on", "is_closed", "today", "reply"),
    [
        pytest.param(True, None, False, date(2025, 11, 10), Reply.ASKED, id="còn hạn"),
        pytest.param(True, None, False, DUE, Reply.ASKED, id="đúng ngày hết hạn vẫn còn hạn"),
        pytest.param(True, None, False, date(2025, 11, 18), Reply.SILENT, id="hết hạn: chưa trả lời"),
        pytest.param(True, None, True, date(2025, 11, 10), Reply.SILENT, id="đã kết thúc: chưa trả lời"),
        pytest.param(True, DUE, False, DUE, Reply.ANSWERED, id="trả lời đúng ngày cuối"),
        pytest.param(True, date(2025, 11, 18), False, date(2025, 11, 20), Reply.LATE, id="muộn một ngày"),
        pytest.param(True, date(2025, 11, 19), True, date(2025, 11, 20), Reply.LATE, id="muộn, đã kết thúc"),
        pytest.param(False, None, False, DUE, Reply.NOT_ASKED, id="không hỏi"),
        pytest.param(False, DUE, False, DUE, Reply.NOT_ASKED, id="không hỏi mà có văn bản"),
    ],
)
def test_reply(asked, received_on, is_closed, today, reply):
    found = rules.reply_of(asked=asked, due_on=DUE, received_on=received_on, is_closed=is_closed, today=today)
    assert found is reply


def test_silence_is_never_agreement():
    assert rules.NO_REPLY not in rules.AGREEING
    assert rules.NO_OPINION not in rules.AGREEING


@pytest.mark.parametrize(
    ("stance", "opinions", "field"),
    [
        pytest.param("NHAT_TRI", 0, None, id="nhất trí không ý kiến"),
        pytest.param("CO_BAN_THONG_NHAT", 3, None, id="cơ bản thống nhất kèm ý kiến"),
        pytest.param("DE_NGHI_SUA", 1, None, id="đề nghị sửa một chỗ"),
        pytest.param("DE_NGHI_SUA", 0, "stance", id="đề nghị sửa mà không nêu"),
        pytest.param("KHONG_NHAT_TRI", 0, "stance", id="không nhất trí mà không nêu"),
        pytest.param("KHONG_CO_Y_KIEN", 1, "stance", id="không có ý kiến mà có ý kiến"),
        pytest.param("CHUA_TRA_LOI", 0, "stance", id="không ai tự ghi chưa trả lời"),
        pytest.param("KHONG_NEU", 0, "stance", id="không nêu quan điểm, không ý kiến"),
        pytest.param("KHONG_NEU", 2, None, id="không nêu quan điểm nhưng có ý kiến"),
    ],
)
def test_stance_and_requests(stance, opinions, field):
    found = rules.contribution_problems(stance=stance, opinions=opinions)
    assert [problem.field for problem in found] == ([field] if field else [])


def answer(**values):
    fields = {
        "kind": "TIEP_THU",
        "text": "",
        "section_key": "abc",
        "draft_number": 2,
        "is_known_place": True,
        "opinion_draft": 1,
        "opinion_draft_frozen": True,
        "is_sent": True,
    }
    return rules.answer_problems(**fields | values)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({}, None, id="tiếp thu nêu đoạn"),
        pytest.param({"section_key": ""}, "section_key", id="tiếp thu không nêu đoạn"),
        pytest.param({"is_known_place": False}, "section_key", id="đoạn không có trong bản"),
        pytest.param({"draft_number": 1}, "section_key", id="thể hiện ở chính bản đã gửi"),
        pytest.param(
            {"draft_number": 1, "opinion_draft_frozen": False}, None, id="bản đang soạn thì sửa tại chỗ"
        ),
        pytest.param({"opinion_draft": 3}, "section_key", id="thể hiện ở bản cũ hơn"),
        pytest.param({"kind": "MOT_PHAN"}, "text", id="một phần không nêu phần nào"),
        pytest.param({"kind": "MOT_PHAN", "text": "Bổ sung ý đầu"}, None, id="một phần đủ"),
        pytest.param(
            {"kind": "GIAI_TRINH", "section_key": "", "text": "Đã có ở mục 2"}, None, id="giải trình"
        ),
        pytest.param({"kind": "GIAI_TRINH", "section_key": ""}, "text", id="giải trình không lý do"),
        pytest.param({"kind": "BO_QUA"}, "kind", id="không có cách xử lý khác"),
        pytest.param({"is_sent": False}, None, id="ý kiến chưa gửi"),
    ],
)
def test_answer(values, field):
    found = answer(**values)
    assert bool(found) == (field is not None or values.get("is_sent") is False)
    assert not found or found[0].field == field


@pytest.mark.parametrize(
    ("values", "blocked"),
    [
        pytest.param({"waiting": []}, False, id="đủ trả lời trước hạn"),
        pytest.param({"waiting": ["Sở Y tế"]}, True, id="còn người chưa trả lời, còn hạn"),
        pytest.param({"waiting": ["Sở Y tế"], "today": date(2025, 11, 18)}, False, id="đã quá hạn"),
        pytest.param({"waiting": [], "is_closed": True}, True, id="đã kết thúc"),
    ],
)
def test_closing(values, blocked):
    fields = {"is_closed": False, "due_on": DUE, "today": DUE}
    assert bool(rules.closing_problems(**fields | values)) is blocked


@pytest.mark.parametrize(
    ("channel", "is_sent", "by_own", "is_answered", "blocked"),
    [
        pytest.param("CONG", False, True, False, False, id="cơ quan sửa bản nháp"),
        pytest.param("CONG", True, True, False, True, id="đã gửi thì phải rút lại"),
        pytest.param("CONG", False, False, False, True, id="nháp của cơ quan khác"),
        pytest.param("CONG_VAN", True, False, False, False, id="văn thư sửa văn bản"),
        pytest.param("CONG_VAN", True, False, True, True, id="đã có trả lời"),
    ],
)
def test_whose_words_they_are(channel, is_sent, by_own, is_answered, blocked):
    found = rules.wording_problems(
        code="YK-01", is_sent=is_sent, channel=channel, by_own_agency=by_own, is_answered=is_answered
    )
    assert bool(found) is blocked


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        pytest.param(date(2025, 11, 5), "phải trả lời ngay hôm nay", id="ngay hôm nay"),
        pytest.param(date(2025, 11, 9), "còn 2 ngày làm việc", id="tới chủ nhật"),
        pytest.param(date(2025, 11, 11), "còn 4 ngày làm việc", id="bốn ngày"),
        pytest.param(date(2025, 11, 12), "", id="một tuần làm việc"),
    ],
)
def test_a_short_deadline_is_looked_at_twice(due_on, words):
    found = [str(one) for one in rules.short_deadline(due_on=due_on, today=date(2025, 11, 5))]
    assert len(found) == bool(words)
    assert all(words in text for text in found)
