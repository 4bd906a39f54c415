"""The computed status of a task, both sides of each limit."""

from datetime import date

import pytest

from programs import rules
from programs.deadlines import DATED
from programs.models import DATED_KINDS, DueKind, TaskStatus
from programs.rules import TaskDates, task_status

TODAY = date(2026, 6, 15)
DUE = date(2026, 6, 30)


def dates(**kwargs):
    return TaskDates(**({"due_kind": "NGAY"} | kwargs))


@pytest.mark.parametrize(
    ("given", "code", "label"),
    [
        pytest.param({"due_on": date(2026, 12, 1)}, "CHUA_DEN_HAN", "Chưa bắt đầu", id="chưa bắt đầu"),
        pytest.param(
            {"due_on": date(2026, 12, 1), "started_on": date(2026, 6, 16)},
            "CHUA_DEN_HAN",
            "Chưa bắt đầu",
            id="mai mới bắt đầu",
        ),
        pytest.param(
            {"due_on": date(2026, 12, 1), "started_on": TODAY},
            "DANG_THUC_HIEN",
            "Đang thực hiện",
            id="bắt đầu hôm nay",
        ),
        pytest.param(
            {"due_on": date(2026, 12, 1), "progress": 1}, "DANG_THUC_HIEN", "Đang thực hiện", id="có tiến độ"
        ),
        pytest.param(
            {"due_on": date(2026, 7, 16), "progress": 5}, "DANG_THUC_HIEN", "Đang thực hiện", id="còn 31 ngày"
        ),
        pytest.param(
            {"due_on": date(2026, 7, 15), "progress": 5}, "DANG_THUC_HIEN", "Sắp đến hạn", id="còn 30 ngày"
        ),
        pytest.param(
            {"due_on": TODAY, "progress": 5}, "DANG_THUC_HIEN", "Đến hạn hôm nay", id="đúng ngày hạn"
        ),
        pytest.param(
            {"due_on": date(2026, 6, 14)}, "QUA_HAN_CHUA_HOAN_THANH", "Quá hạn 1 ngày", id="quá hạn một ngày"
        ),
        pytest.param(
            {"due_on": DUE, "completed_on": TODAY},
            "HOAN_THANH_DUNG_HAN",
            "Hoàn thành đúng hạn",
            id="xong trước hạn",
        ),
        pytest.param(
            {"due_on": TODAY, "completed_on": TODAY},
            "HOAN_THANH_DUNG_HAN",
            "Hoàn thành đúng hạn",
            id="xong đúng ngày hạn",
        ),
        pytest.param(
            {"due_on": date(2026, 6, 14), "completed_on": TODAY},
            "HOAN_THANH_QUA_HAN",
            "Hoàn thành quá hạn",
            id="xong sau hạn một ngày",
        ),
        pytest.param(
            {"due_on": date(2026, 6, 14), "completed_on": date(2026, 6, 16)},
            "QUA_HAN_CHUA_HOAN_THANH",
            "Quá hạn 1 ngày",
            id="ngày xong sau ngày xét",
        ),
        pytest.param(
            {"due_kind": "KHONG", "completed_on": TODAY},
            "HOAN_THANH_DUNG_HAN",
            "Hoàn thành đúng hạn",
            id="xong, không có hạn",
        ),
        pytest.param({"due_kind": "HANG_NAM"}, "THUONG_XUYEN", "Thường xuyên", id="hằng năm"),
        pytest.param(
            {"due_kind": "THUONG_XUYEN", "progress": 40}, "THUONG_XUYEN", "Thường xuyên", id="thường xuyên"
        ),
        pytest.param({"due_kind": "SOM"}, "CHUA_DEN_HAN", "Chưa bắt đầu", id="sớm, chưa có ngày"),
    ],
)
def test_status_comes_from_the_dates(given, code, label):
    found = task_status(dates(**given), "", TODAY)
    assert (found.code, found.label) == (code, label)
    assert found.reason.endswith(".")


def test_override_wins_and_says_why():
    found = task_status(
        dates(due_on=date(2026, 1, 1)), "DANG_THUC_HIEN", TODAY, override_reason="Chờ phía bạn trả lời"
    )
    assert (found.code, found.label) == ("DANG_THUC_HIEN", "Đang thực hiện")
    assert found.reason == "Ấn định: Chờ phía bạn trả lời."


def test_open_and_done():
    assert task_status(dates(completed_on=TODAY), "", TODAY).is_done
    assert not task_status(dates(), "KHONG_THUC_HIEN", TODAY).is_open
    assert task_status(dates(due_on=date(2026, 1, 1)), "", TODAY).is_open


def test_codes_are_those_of_the_models():
    assert set(rules._LABELS) == set(TaskStatus.values)
    assert set(DATED) == set(DATED_KINDS)
    assert {*DATED, "HANG_NAM", "THUONG_XUYEN", "SOM", "KHONG"} == set(DueKind.values)


def test_sums_weigh_each_task_alike():
    found = rules.summarise(
        [("HOAN_THANH_DUNG_HAN", 1, 40), ("DANG_THUC_HIEN", 2, 55), ("KHONG_THUC_HIEN", 1, 90),
         ("QUA_HAN_CHUA_HOAN_THANH", 1, 20), ("CHUA_DEN_HAN", 1, 0), ("THUONG_XUYEN", 1, 30)]
    )  # fmt: skip
    assert (found.done, found.running, found.late, found.not_started, found.stopped) == (1, 3, 1, 1, 1)
    # (100 + 55 + 20 + 0 + 30) / 6 = 34,17; the stopped task does not count.
    assert found.percent == 34
    assert found.total == 7
    assert found.words == "1 xong, 3 đang làm, 1 chậm, 1 chưa bắt đầu, 1 dừng"
    assert rules.summarise([]).percent is None


@pytest.mark.parametrize(
    ("total", "count", "mean"),
    [
        pytest.param(5, 2, 3, id="nửa làm tròn lên"),
        pytest.param(149, 100, 1, id="dưới nửa"),
        pytest.param(100, 1, 100, id="trọn"),
    ],
)
def test_mean_rounds_half_up(total, count, mean):
    assert rules.round_half_up(total, count) == mean


@pytest.mark.parametrize(
    ("numeral", "group", "task", "number"),
    [
        pytest.param("II", 1, 1, "II.1.1", id="đủ ba bậc"),
        pytest.param("III", None, 4, "chưa xếp", id="chưa vào nhóm"),
        pytest.param("", None, 1, "chưa xếp", id="chưa vào trụ cột"),
    ],
)
def test_outline_number(numeral, group, task, number):
    assert rules.outline_number(numeral, group, task) == number


@pytest.mark.parametrize(
    ("code", "percent", "counted"),
    [
        pytest.param("HOAN_THANH_QUA_HAN", 30, 100, id="xong là một trăm"),
        pytest.param("DANG_THUC_HIEN", 30, 30, id="đang làm"),
        pytest.param("KHONG_THUC_HIEN", 30, None, id="dừng thì không tính"),
    ],
)
def test_progress_that_counts(code, percent, counted):
    assert rules.progress_of(code, percent) == counted
