"""The sentences of numbers: each picks its words from its figures."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import User
from reports.documents.blocks import BulletList, FigureRef, as_runs
from reports.figures import FIGURES, FigureValue, Scope
from reports.figures.measures import Count, Share, Sum
from reports.figures.words import said_words
from reports.kinds.year_end_numbers import BODY_CODES, COMPARED, Numbers
from reports.kinds.year_end_sentences import SENTENCES
from reports.windows import Kind, window

DAY = date(2025, 12, 31)
UNITS = {"USD": Sum(None), "%": Share(Count(None), Count(None))}


def numbers_of(values=(), before=(), left_out=()):
    """Return numbers of a report: those given, all others zero, shares of nothing without a number."""
    scope = Scope(window(Kind.YEAR, 2025), DAY, User())

    def value(code, given):
        unit = FIGURES[code].unit
        number = dict(given).get(code, None if unit == "%" else Decimal(0) if unit == "USD" else 0)
        text, exact = UNITS.get(unit, Count(None)).words(number, unit)
        missing = dict(left_out).get(code, 0)
        return FigureValue(
            code, code, number, unit, text, exact, scope.window, DAY, int(bool(number)), missing, "", "", ""
        )

    return Numbers(
        scope=scope,
        reader=User(),
        year=2025,
        today=DAY,
        values={code: value(code, values) for code in BODY_CODES},
        quarters={},
        relations={},
        jubilees=(),
        before={code: value(code, before) for code in COMPARED},
    )


def said(code, *given, **more):
    """Return the words of one sentence with plain spaces."""
    runs = []
    for block in SENTENCES[code].blocks(numbers_of(*given, **more)):
        items = block.items if isinstance(block, BulletList) else [block.runs]
        runs += [run.text for item in items for run in as_runs(item)]
    return "".join(runs).replace("\u00a0", " ")


CASES = [
    ("meetings", {}, {}, "Cuộc họp, hội nghị trong kỳ: không phát sinh."),
    (
        "meetings",
        {},
        {"meetings.held": 4},
        "Cuộc họp, hội nghị trong kỳ: không phát sinh (cùng kỳ năm trước 4 cuộc).",
    ),
    ("meetings", {"meetings.held": 3}, {}, "Trong kỳ, toàn tỉnh tổ chức 3 cuộc họp, hội nghị."),
    (
        "meetings",
        {"meetings.held": 9, "meetings.conferences": 2},
        {"meetings.held": 8},
        (
            "Trong kỳ, toàn tỉnh tổ chức 9 cuộc họp, hội nghị, trong đó có 2 hội nghị. Số cuộc họp, hội nghị "
            "tăng 12,5% so với cùng kỳ."
        ),
    ),
    (
        "meetings",
        {"meetings.held": 7},
        {"meetings.held": 8},
        "Trong kỳ, toàn tỉnh tổ chức 7 cuộc họp, hội nghị. Số cuộc họp, hội nghị giảm 12,5% so với cùng kỳ.",
    ),
    (
        "meetings",
        {"meetings.held": 8},
        {"meetings.held": 8},
        "Trong kỳ, toàn tỉnh tổ chức 8 cuộc họp, hội nghị. Số cuộc họp, hội nghị bằng cùng kỳ.",
    ),
    (
        "meetings",
        {"meetings.held": 2, "meetings.conferences": 2},
        {},
        "Trong kỳ, toàn tỉnh tổ chức 2 hội nghị.",
    ),
    (
        "activities",
        {
            "activities.total": 6,
            "activities.exchanges": 1,
            "activities.gatherings": 2,
            "activities.anniversaries": 3,
        },
        {},
        (
            "Trong kỳ, toàn tỉnh có 6 hoạt động đối ngoại, gồm 1 hoạt động giao lưu, 2 cuộc gặp mặt hữu nghị "
            "và 3 hoạt động kỷ niệm."
        ),
    ),
    ("followups", {}, {}, "Việc được giao sau hội nghị trong kỳ: không phát sinh."),
    (
        "followups",
        {"followups.assigned": 5, "followups.done_share": Decimal(0)},
        {},
        "Các kết luận hội nghị giao 5 việc; chưa xong việc nào, không có việc quá hạn.",
    ),
    (
        "followups",
        {
            "followups.assigned": 4,
            "followups.done": 3,
            "followups.done_share": Decimal(75),
            "followups.overdue": 1,
            "followups.undated": 1,
        },
        {},
        (
            "Các kết luận hội nghị giao 4 việc; đã xong 3 việc (75%), quá hạn 1 việc, còn 1 việc chưa "
            "xác định thời hạn."
        ),
    ),
    ("activities", {}, {}, "Hoạt động đối ngoại trong kỳ: không phát sinh."),
    ("aid", {}, {}, "Khoản viện trợ tiếp nhận mới: không phát sinh."),
    (
        "aid",
        {"aid.disbursed_usd": Decimal(5000)},
        {"aid.items_received": 2},
        (
            "Khoản viện trợ tiếp nhận mới: không phát sinh (cùng kỳ năm trước 2 khoản)."
            "Giải ngân trong kỳ của các khoản đã có 5.000 USD."
        ),
    ),
    (
        "aid",
        {"aid.items_received": 1, "aid.projects": 1, "aid.donors": 1},
        {},
        (
            "Toàn tỉnh tiếp nhận mới 1 khoản viện trợ không hoàn lại (1 dự án) của 1 nhà tài trợ; tổng "
            "vốn cam kết chưa ghi nhận. Giải ngân trong kỳ không phát sinh."
        ),
    ),
    (
        "aid",
        {
            "aid.items_received": 11,
            "aid.projects": 11,
            "aid.donors": 3,
            "aid.committed_usd": Decimal(1900400),
            "aid.disbursed_share": Decimal(0),
        },
        {"aid.items_received": 8, "aid.committed_usd": Decimal(3800800)},
        (
            "Toàn tỉnh tiếp nhận mới 11 khoản viện trợ không hoàn lại (11 dự án) của 3 nhà tài trợ; tổng "
            "vốn cam kết khoảng 1,9 triệu USD. Giải ngân trong kỳ không phát sinh; các khoản tiếp nhận mới "
            "chưa giải ngân. Số khoản tiếp nhận mới tăng 37,5%; vốn cam kết giảm 50% so với cùng kỳ."
        ),
    ),
    (
        "sectors",
        {"aid.sector_items.y_te": 2, "aid.sector_usd.giao_duc": Decimal(10)},
        {},
        (
            "Vốn cam kết của các khoản tiếp nhận mới chia theo lĩnh vực:Giáo dục: 10 USD;"
            "Y tế: chưa ghi nhận vốn (2 khoản)."
        ),
    ),
    ("emergency", {}, {}, "Viện trợ khẩn cấp: không phát sinh."),
    ("overseas", {}, {}, "Hoạt động công tác kiều bào trong kỳ: không phát sinh."),
    ("overseas", {"activities.overseas": 2}, {}, "Trong kỳ, toàn tỉnh có 2 hoạt động công tác kiều bào."),
    (
        "associations",
        {},
        {},
        "Liên hiệp chưa có hội hữu nghị thành viên; hoạt động đào tạo, bồi dưỡng trong kỳ: không phát sinh.",
    ),
    ("tasks", {}, {}, "Nhiệm vụ của Chương trình trong kỳ: không phát sinh."),
    (
        "tasks",
        {"tasks.total": 6, "tasks.done_share": Decimal(0)},
        {},
        "Trong kỳ có 6 nhiệm vụ của Chương trình; chưa hoàn thành nhiệm vụ nào, không có nhiệm vụ quá hạn.",
    ),
    ("awards", {}, {"awards.given": 3}, "Khen thưởng trong kỳ: không phát sinh (cùng kỳ năm trước 3 lượt)."),
]


@pytest.mark.parametrize(
    ("code", "values", "before", "words"), CASES, ids=[f"{at} {case[0]}" for at, case in enumerate(CASES)]
)
def test_a_sentence_picks_its_words_from_its_figures(code, values, before, words):
    assert said(code, values, before) == words


def test_amounts_without_a_rate_are_not_nothing():
    values, missing = {"aid.items_received": 1, "aid.projects": 1, "aid.donors": 1}, {"aid.committed_usd": 2}
    words = said("aid", values, left_out=missing)
    assert "tổng vốn cam kết chưa tính được (chưa tính 2 khoản cam kết chưa có tỷ giá)" in words


@pytest.mark.parametrize("code", sorted(SENTENCES.keys() - {"quarters"}))
def test_no_sentence_says_nought(code):
    blocks = SENTENCES[code].blocks(numbers_of({"aid.items_received": 1, "aid.donors": 1, "tasks.total": 1}))
    items = [item for block in blocks for item in getattr(block, "items", None) or [block.runs]]
    refs = [run.text for item in items for run in as_runs(item) if isinstance(run, FigureRef)]
    assert [text for text in refs if text.startswith(("0", "–"))] == []


@pytest.mark.parametrize(
    ("value", "left_out", "words"),
    [
        (3, 0, "x"),
        (0, 0, "không phát sinh"),
        (0, 2, "chưa tính được"),
        (None, 0, "chưa tính được"),
        (-1, 0, "x"),
    ],
)
def test_nothing_unknown_and_something(value, left_out, words):
    assert said_words(value, "x", left_out=left_out) == words
