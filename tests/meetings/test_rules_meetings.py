"""When a meeting is, what its address is, what may happen to its minutes."""

from datetime import date, time

import pytest

from core.legal import blockers, cautions
from meetings import rules

DAY = date(2025, 11, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ("", None, None), id="bỏ trống"),
        pytest.param("chiều", ("CHIEU", None, None), id="chiều"),
        pytest.param("c", ("CHIEU", None, None), id="chữ đầu"),
        pytest.param("Sáng 8h", ("SANG", time(8), None), id="buổi và giờ"),
        pytest.param("14:00-16:30", ("CHIEU", time(14), time(16, 30)), id="từ giờ đến giờ"),
        pytest.param("14h đến 16h30", ("CHIEU", time(14), time(16, 30)), id="viết bằng h"),
        pytest.param("19:00", ("TOI", time(19), None), id="tối theo giờ"),
    ],
)
def test_time_of_day(text, expected):
    found = rules.time_of_day(text)
    assert (found.session, found.starts_at, found.ends_at) == expected


@pytest.mark.parametrize("text", ["trưa mai", "25:00", "14:75", "16:00-14:00", "14"])
def test_unreadable_time_of_day(text):
    with pytest.raises(ValueError, match=r"giờ|Giờ"):
        rules.time_of_day(text)


@pytest.mark.parametrize(
    ("purpose", "title", "taken", "slug"),
    [
        pytest.param("CHO_Y_KIEN", "Tên", [], "2025-11-28-du-thao", id="theo mục đích"),
        pytest.param("CHO_Y_KIEN", "Tên", ["2025-11-28-du-thao"], "2025-11-28-du-thao-2", id="đã có"),
        pytest.param(
            "CHO_Y_KIEN",
            "Tên",
            ["2025-11-28-du-thao", "2025-11-28-du-thao-2"],
            "2025-11-28-du-thao-3",
            id="đã có hai",
        ),
        pytest.param(
            "KHAC",
            "Gặp mặt hữu nghị Việt - Đức đầu năm",
            [],
            "2025-11-28-gap-mat-huu-nghi-viet",
            id="theo tên",
        ),
        pytest.param("KHAC", "???", [], "2025-11-28-cuoc-hop", id="tên không có chữ"),
    ],
)
def test_address(purpose, title, taken, slug):
    assert rules.slug_for(DAY, purpose, title, taken) == slug


@pytest.mark.parametrize(
    ("has_conclusions", "today", "status"),
    [
        pytest.param(False, date(2025, 11, 27), "DU_KIEN", id="chưa tới ngày"),
        pytest.param(False, DAY, "DA_HOP", id="đúng ngày"),
        pytest.param(True, DAY, "DA_CO_KET_LUAN", id="có kết luận"),
    ],
)
def test_status(has_conclusions, today, status):
    assert rules.status_for(DAY, has_conclusions=has_conclusions, today=today) == status


def _closing(**changes):
    values = {
        "status": "DA_CO_KET_LUAN", "marks": ["GIAO_VIEC", "KHONG_GIAO_VIEC"], "has_chair": True,
        "held_on": DAY, "today": DAY,
    }  # fmt: skip
    return rules.closing_problems(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"marks": ["GIAO_VIEC", "CHUA_DANH_DAU"]}, "câu 2", id="còn câu chưa đánh dấu"),
        pytest.param({"has_chair": False}, "người chủ trì", id="chưa ghi chủ trì"),
        pytest.param({"today": date(2025, 11, 27)}, "chưa diễn ra", id="chưa diễn ra"),
        pytest.param({"unsupported": 1}, "chưa có việc", id="câu giao việc không có việc"),
        pytest.param({"status": "DONG"}, "đã xác nhận", id="đã xác nhận rồi"),
    ],
)
def test_minutes_are_not_confirmed(changes, words):
    assert words in " ".join(map(str, blockers(_closing(**changes))))


def test_minutes_are_confirmed():
    assert _closing() == []
    assert not blockers(_closing(marks=[]))
    assert cautions(_closing(marks=[]))
    assert not blockers(_closing(has_secretary=False))
    assert "thư ký" in str(cautions(_closing(has_secretary=False))[0])


@pytest.mark.parametrize(
    ("status", "change", "reopen"),
    [
        ("DU_KIEN", True, False), ("DA_HOP", True, False), ("DA_CO_KET_LUAN", True, False),
        ("DONG", False, True), ("HUY", False, True),
    ],
)  # fmt: skip
def test_what_the_status_allows(status, change, reopen):
    assert (not rules.change_problems(status)) is change
    assert (not rules.reopening_problems(status)) is reopen


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        pytest.param(date(2025, 2, 28), False, id="ngày cuối của cơ quan"),
        pytest.param(date(2025, 3, 1), True, id="sau khi giải thể"),
        pytest.param(date(2019, 12, 31), True, id="trước khi có"),
        pytest.param(date(2020, 1, 1), False, id="ngày đầu của cơ quan"),
    ],
)
def test_an_agency_stands_only_in_its_own_days(day, refused):
    found = rules.agency_problems("Sở KHĐT", date(2020, 1, 1), date(2025, 2, 28), day)
    assert bool(found) is refused
