"""What is refused about tasks, programs, activities and associations."""

from dataclasses import dataclass
from datetime import date

import pytest

from core.legal import Blocker, Caution
from programs import rules
from programs.rules import TaskDates

TODAY = date(2026, 6, 15)
PERIOD = (2026, 2030)


@dataclass
class Body:
    pk: int
    name: str
    valid_from: date | None = None
    valid_to: date | None = None


HEALTH, POLICE = Body(1, "Sở Y tế"), Body(2, "Công an tỉnh")
DISTRICT = Body(3, "UBND huyện Thử", valid_to=date(2025, 6, 30))
NEW = Body(4, "Sở Mới", valid_from=date(2026, 3, 1))


def problems(lead=HEALTH, partners=(), override="", reason="", **days):
    found = rules.task_problems(
        lead=lead,
        partners=partners,
        dates=TaskDates(**({"due_kind": "NGAY", "due_on": date(2026, 12, 15)} | days)),
        override=override,
        override_reason=reason,
        period=PERIOD,
        today=TODAY,
    )
    assert all(isinstance(each, Blocker) for each in found)
    return [(each.field, each.message) for each in found]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        pytest.param(
            {"partners": [POLICE, HEALTH]}, "partners", "vừa chủ trì vừa phối hợp", id="trùng chủ trì"
        ),
        pytest.param({"due_on": None}, "due_text", "Nhập hạn hoàn thành", id="loại có ngày mà thiếu ngày"),
        pytest.param({"due_on": date(2025, 12, 31)}, "due_text", "ngoài giai đoạn 2026-2030", id="trước kỳ"),
        pytest.param({"due_on": date(2031, 1, 1)}, "due_text", "ngoài giai đoạn 2026-2030", id="sau kỳ"),
        pytest.param(
            {"started_on": date(2026, 12, 16)},
            "due_text",
            "từ ngày bắt đầu 16/12/2026",
            id="hạn trước bắt đầu",
        ),
        pytest.param({"override": "DANG_THUC_HIEN"}, "reason", "Ghi lý do", id="ấn định thiếu lý do"),
        pytest.param({"completed_on": date(2026, 6, 16)}, "on", "đến 15/06/2026", id="xong ngày mai"),
        pytest.param(
            {"completed_on": date(2026, 5, 1), "started_on": date(2026, 5, 2)},
            "on",
            "02/05/2026",
            id="xong trước bắt đầu",
        ),
        pytest.param(
            {"lead": DISTRICT}, "lead_agency", "chỉ hoạt động đến 30/06/2025", id="cơ quan đã giải thể"
        ),
        pytest.param({"partners": [DISTRICT]}, "partners", "chỉ hoạt động đến", id="phối hợp đã giải thể"),
        pytest.param(
            {"lead": NEW, "due_on": date(2026, 2, 28)},
            "lead_agency",
            "có từ 01/03/2026",
            id="cơ quan chưa có",
        ),
    ],
)
def test_task_is_refused_in_words(given, field, words):
    [(where, message)] = problems(**given)
    assert where == field
    assert words in message


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"partners": [POLICE]}, id="một chủ trì, một phối hợp"),
        pytest.param({"due_on": date(2026, 1, 1)}, id="ngày đầu kỳ"),
        pytest.param({"due_on": date(2030, 12, 31)}, id="ngày cuối kỳ"),
        pytest.param({"due_kind": "THUONG_XUYEN", "due_on": None}, id="thường xuyên không ngày"),
        pytest.param({"started_on": date(2026, 12, 15)}, id="bắt đầu đúng ngày hạn"),
        pytest.param({"override": "DANG_THUC_HIEN", "reason": "Chờ"}, id="ấn định có lý do"),
        pytest.param({"completed_on": TODAY}, id="xong hôm nay"),
        pytest.param({"lead": NEW, "due_on": date(2026, 3, 1)}, id="cơ quan có từ đúng ngày"),
    ],
)
def test_task_is_accepted(given):
    assert problems(**given) == []


def test_dissolved_agency_keeps_what_ended_before():
    day = date(2025, 6, 30)
    assert rules.agency_problems(DISTRICT, day, field="lead_agency") == []
    assert rules.agency_problems(DISTRICT, date(2025, 7, 1), field="lead_agency") != []


@pytest.mark.parametrize(
    ("names", "words"),
    [
        pytest.param([], "Chọn cơ quan chủ trì", id="không có"),
        pytest.param(["SYT", "CAT"], "chỉ có một cơ quan chủ trì; chuyển cơ quan còn lại", id="hai cơ quan"),
    ],
)
def test_one_lead_exactly(names, words):
    [found] = rules.lead_problems(names)
    assert words in found.message
    assert rules.lead_problems(["SYT"]) == []


CZECH = date(1950, 2, 2)


@pytest.mark.parametrize(
    ("title", "is_anniversary", "held_on", "years"),
    [
        pytest.param("Kỷ niệm quan hệ ngoại giao Việt Nam - Séc", True, date(2025, 2, 4), 75, id="Séc 2025"),
        pytest.param("Gặp mặt nhân quan hệ ngoại giao", False, date(2026, 2, 4), 76, id="gặp mặt, năm lẻ"),
        pytest.param("Gặp mặt hữu nghị", True, date(2025, 2, 4), 75, id="kỷ niệm năm tròn"),
        pytest.param("Gặp mặt dịp Quốc khánh", True, date(2024, 2, 4), None, id="kỷ niệm khác, năm lẻ"),
        pytest.param("Giao lưu văn hóa", False, date(2025, 2, 4), None, id="giao lưu"),
        pytest.param("Quan hệ ngoại giao", True, date(1950, 12, 1), None, id="chính năm thiết lập"),
    ],
)
def test_years_of_relations_are_computed(title, is_anniversary, held_on, years):
    assert (
        rules.marked_years(title, is_anniversary=is_anniversary, established_on=CZECH, held_on=held_on)
        == years
    )


@pytest.mark.parametrize(
    ("title", "is_verified", "kind"),
    [
        pytest.param("Kỷ niệm 75 năm Ngày thiết lập quan hệ ngoại giao", True, None, id="đúng 75"),
        pytest.param("Kỷ niệm 70 năm Ngày thiết lập quan hệ ngoại giao", True, Blocker, id="70 là sai"),
        pytest.param("Kỷ niệm 70 năm quan hệ ngoại giao", True, Blocker, id="70, viết gọn"),
        pytest.param("Kỷ niệm 70 năm thiết lập quan hệ", False, Caution, id="ngày chưa chắc chắn"),
        pytest.param("Gặp mặt 70 năm Hội hữu nghị", True, None, id="năm của việc khác"),
    ],
)
def test_stated_years_are_checked(title, is_verified, kind):
    found = rules.anniversary_problems(
        title, country="Cộng hòa Séc", established_on=CZECH, held_on=date(2025, 2, 4), is_verified=is_verified
    )
    assert [type(each) for each in found] == ([kind] if kind else [])
    assert all("là 75 năm" in each.message for each in found)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        pytest.param(
            {"status": "ISSUED"}, ["issued_number", "issued_on", "issued_by"], id="ban hành mà thiếu văn bản"
        ),
        pytest.param({"status": "CONCLUDED"}, [], id="chưa ban hành"),
        pytest.param({"issued_on": date(2026, 6, 16)}, ["issued_on"], id="ngày ban hành chưa tới"),
        pytest.param(
            {"status": "ISSUED", "number": "01/CTr-UBND", "issued_on": TODAY, "issued_by": "UBND tỉnh"},
            [],
            id="đủ văn bản",
        ),
    ],
)
def test_issued_program_names_its_document(given, fields):
    values = {"status": "DRAFTING", "number": "", "issued_on": None, "issued_by": ""} | given
    status = values.pop("status")
    assert [each.field for each in rules.program_problems(status, today=TODAY, **values)] == fields


def test_days_of_an_activity():
    assert rules.activity_problems(TODAY, TODAY, today=TODAY) == []
    [backwards] = rules.activity_problems(TODAY, date(2026, 6, 14), today=TODAY)
    assert isinstance(backwards, Blocker)
    [ahead] = rules.activity_problems(date(2026, 6, 16), None, today=TODAY)
    assert isinstance(ahead, Caution)


def test_years_of_an_association():
    assert rules.association_problems(term=(2025, 2030), membership=(2005, None)) == []
    found = rules.association_problems(term=(2025, 2024), membership=(2005, 2004))
    assert [each.field for each in found] == ["term_end", "left_year"]
