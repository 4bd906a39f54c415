"""The lists: what they find, in which order, for whom, and at what price in queries."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AttendanceFactory,
    AwardFactory,
    ConclusionFactory,
    FollowUpFactory,
    MeetingFactory,
    PersonFactory,
)

NOW = "2026-01-12 09:00+07:00"


def _titles(page):
    return [row.record.title for row in page.context["page"].table.rows]


def _codes(page):
    return [row.record.code for row in page.context["page"].table.rows]


def test_meeting_list_filters(cast, sign_in):
    first = MeetingFactory(title="Hội nghị cho ý kiến", purpose="CHO_Y_KIEN", organiser=cast.agencies["UBND"])
    second = MeetingFactory(title="Gặp mặt hữu nghị", kind="GAP_MAT", held_on=date(2024, 5, 1), status="DONG")
    AttendanceFactory(meeting=second, agency=cast.agencies["SYT"])
    client = sign_in(cast["TU_VIEWER"])
    for query, expected in (
        ("", [first.title, second.title]),
        ("q=cho+y+kien", [first.title]),
        ("nam=2024", [second.title]),
        ("loai=GAP_MAT", [second.title]),
        ("muc=CHO_Y_KIEN", [first.title]),
        ("tt=DONG", [second.title]),
        (f"coquan={cast.agencies['UBND'].pk}", [first.title]),
        (f"coquan={cast.agencies['SYT'].pk}", [second.title]),
        ("q=khong+co+gi", []),
    ):
        assert _titles(client.get(f"/hoi-nghi/?{query}")) == expected, query


def test_meeting_list_shows_an_agency_what_it_attends(cast, sign_in):
    invited = MeetingFactory(title="Được mời")
    MeetingFactory(title="Không được mời")
    AttendanceFactory(meeting=invited, agency=cast.agencies["SYT"])
    assert _titles(sign_in(cast["FOCAL"]).get("/hoi-nghi/")) == ["Được mời"]


@time_machine.travel(NOW, tick=False)
def test_followup_list_puts_the_overdue_first_and_filters(cast, sign_in):
    meeting = MeetingFactory()
    base = {"meeting": meeting}
    FollowUpFactory(code="XONG", completed_on=date(2025, 12, 1), result="Đã nộp", **base)
    FollowUpFactory(code="CHUA", due_kind="NGAY_SAU_HOP", due_on=None, **base)
    FollowUpFactory(code="LAM", due_on=date(2026, 2, 1), started_on=date(2025, 12, 1), **base)
    FollowUpFactory(code="MOI", due_on=date(2026, 3, 1), **base)
    FollowUpFactory(code="TRE", due_on=date(2025, 12, 31), lead_agency=cast.agencies["SYT"], **base)
    FollowUpFactory(code="DUNG", cancelled_on=date(2025, 12, 2), cancel_reason="Trùng", **base)
    client = sign_in(cast["SNGV_STAFF"])
    page = client.get("/hoi-nghi/viec/")
    assert _codes(page)[:4] == ["TRE", "LAM", "MOI", "CHUA"]
    assert page.context["page"].totals == "6 việc, 1 việc quá hạn"
    for state, code in (
        ("qua-han", "TRE"), ("dang-lam", "LAM"), ("chua-bat-dau", "MOI"), ("chua-xac-dinh", "CHUA"),
        ("xong", "XONG"), ("dung", "DUNG"),
    ):  # fmt: skip
        assert _codes(client.get(f"/hoi-nghi/viec/?tt={state}")) == [code], state
    assert _codes(client.get(f"/hoi-nghi/viec/?coquan={cast.agencies['SYT'].pk}")) == ["TRE"]
    assert _codes(client.get("/hoi-nghi/viec/?nam=2024")) == []


@time_machine.travel(NOW, tick=False)
def test_followup_mine_and_the_buttons(cast, sign_in):
    FollowUpFactory(code="CUA-TOI", lead_agency=cast.agencies["SYT"])
    FollowUpFactory(code="CUA-NGUOI")
    page = sign_in(cast["FOCAL"]).get("/hoi-nghi/viec/cua-toi/")
    assert _codes(page) == ["CUA-TOI"]
    assert "/hoi-nghi/viec/CUA-TOI/bat-dau/" in page.content.decode()
    reader = sign_in(cast["AUDITOR"]).get("/hoi-nghi/viec/").content.decode()
    assert "CUA-NGUOI" in reader
    assert "/bat-dau/" not in reader


def test_award_list(cast, sign_in):
    AwardFactory(target_name="Hội Việt - Đức")
    AwardFactory(awarded_on=date(2024, 1, 5), form="KY_NIEM_CHUONG")
    client = sign_in(cast["TU_VIEWER"])
    assert client.get("/hoi-nghi/khen-thuong/").context["page"].count == 2
    assert client.get("/hoi-nghi/khen-thuong/?q=viet+duc").context["page"].count == 1
    assert client.get("/hoi-nghi/khen-thuong/?nam=2024").context["page"].count == 1
    assert client.get("/hoi-nghi/khen-thuong/?hinh_thuc=GIAY_KHEN").context["page"].count == 1


@time_machine.travel(NOW, tick=False)
def test_exports_hold_what_is_shown(cast, sign_in):
    meeting = MeetingFactory(title="Hội nghị tổng kết")
    AttendanceFactory(meeting=meeting, role="CHU_TRI", title_then="Chủ tịch")
    FollowUpFactory(meeting=meeting, code="VS-2025-777", due_on=date(2025, 12, 31))
    AwardFactory(target_name="Hội Việt - Đức")
    client = sign_in(cast["SNGV_STAFF"])
    for url, words in (
        ("/hoi-nghi/?xuat=xlsx", {"Hội nghị tổng kết", "Chủ tịch", "Đã họp"}),
        ("/hoi-nghi/viec/?xuat=xlsx", {"VS-2025-777", "Quá hạn 12 ngày"}),
        ("/hoi-nghi/khen-thuong/?xuat=xlsx", {"Hội Việt - Đức", "Giấy khen"}),
    ):
        sheet = openpyxl.load_workbook(BytesIO(client.get(url).content)).worksheets[0]
        cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
        assert words <= cells, url


def _queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def _fill(cast, count):
    meeting = MeetingFactory(slug=f"2025-11-28-so-{count}", organiser=cast.agencies["LHHN"])
    for at in range(count):
        AttendanceFactory(meeting=meeting, role="CHU_TRI" if at == 0 else "DAI_BIEU")
        sentence = ConclusionFactory(meeting=meeting, ordinal=at)
        FollowUpFactory(meeting=meeting, conclusion=sentence)
        AwardFactory(meeting=meeting)
        AttendanceFactory(role="CHU_TRI")
    return meeting


@pytest.mark.parametrize("url", ["/hoi-nghi/", "/hoi-nghi/viec/", "/hoi-nghi/khen-thuong/"])
def test_lists_cost_the_same_for_1_and_30_rows(cast, sign_in, url):
    client = sign_in(cast["SNGV_STAFF"])
    _fill(cast, 1)
    client.get(url)
    few = _queries(client, url)
    _fill(cast, 30)
    assert _queries(client, url) == few


def test_a_meeting_costs_the_same_with_1_and_30_of_everything(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    small, large = _fill(cast, 1), _fill(cast, 30)
    client.get(small.get_absolute_url())
    assert _queries(client, small.get_absolute_url()) == _queries(client, large.get_absolute_url())


def test_the_form_that_logs_costs_the_same_for_1_and_30_meetings(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    client.get("/hoi-nghi/them/")
    few = _queries(client, "/hoi-nghi/them/")
    _fill(cast, 30)
    assert _queries(client, "/hoi-nghi/them/") == few


@time_machine.travel(NOW, tick=False)
def test_the_chair_is_named_with_the_title_of_that_day(cast, sign_in):
    meeting = MeetingFactory(slug="2025-12-01-giao-ban")
    chair = PersonFactory(full_name="Nguyễn Văn Thử")
    AttendanceFactory(meeting=meeting, role="CHU_TRI", person=chair, title_then="Phó Chủ tịch")
    client = sign_in(cast["SNGV_STAFF"])
    for url in ("/hoi-nghi/", "/hoi-nghi/2025-12-01-giao-ban/"):
        assert "Nguyễn Văn Thử, Phó Chủ tịch" in client.get(url).content.decode(), url


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("sort", "codes"), [("due_on", ["SOM", "SAU", "KHONG"]), ("-due_on", ["SAU", "SOM", "KHONG"])]
)
def test_undated_follow_ups_stand_last_when_sorted_by_deadline(cast, sign_in, sort, codes):
    FollowUpFactory(code="KHONG", due_kind="KHONG", due_on=None)
    FollowUpFactory(code="SOM", due_on=date(2025, 12, 1))
    FollowUpFactory(code="SAU", due_on=date(2026, 2, 1))
    page = sign_in(cast["SNGV_STAFF"]).get(f"/hoi-nghi/viec/?sort={sort}")
    assert [row.record.code for row in page.context["page"].table.rows] == codes
    assert "<kbd>N</kbd> thêm" not in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_export_of_follow_ups_names_the_meeting_and_its_day(cast, sign_in):
    meeting = MeetingFactory(title="Hội nghị tổng kết", held_on=date(2025, 11, 28))
    FollowUpFactory(meeting=meeting)
    data = sign_in(cast["SNGV_STAFF"]).get("/hoi-nghi/viec/?xuat=xlsx").content
    head, row = openpyxl.load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert found["Cuộc họp"] == "Hội nghị tổng kết"
    assert f"{found['Ngày họp']:%d/%m/%Y}" == "28/11/2025"


@time_machine.travel(NOW, tick=False)
def test_after_the_last_mark_the_focus_waits_at_the_confirmation(cast, sign_in):
    meeting = MeetingFactory(slug="2025-12-01-giao-ban")
    sentence = ConclusionFactory(meeting=meeting, mark="CHUA_DANH_DAU")
    client = sign_in(cast["SNGV_STAFF"])
    page = "/hoi-nghi/2025-12-01-giao-ban/?buoc=ket-luan"
    assert "data-confirm-minutes" not in client.get(page).content.decode()
    mark = reverse("meetings:conclusion_mark_none", args=[meeting.slug, sentence.pk])
    client.post(mark, {"version": sentence.version})
    assert "data-confirm-minutes" in client.get(page).content.decode()


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(("query", "year"), [("?nam=2025", "2025"), ("", "2026"), ("?nam=xx", "2026")])
def test_the_top_bar_names_the_year_of_the_page(cast, sign_in, query, year):
    page = sign_in(cast["SNGV_STAFF"]).get(f"/hoi-nghi/{query}").content.decode()
    bar = page.split('class="dn-year"')[1].split("</span>")[0]
    assert bar.endswith(f"Năm {year}")
