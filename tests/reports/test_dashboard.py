"""The dashboard: which year, which numbers, for whom, at what cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Certainty, Role
from meetings.models import Conclusion, Meeting
from reports.dashboard import Dashboard
from reports.figures import compute, scope_of_year
from reports.scopes import years_with_records
from tests import factories as make
from tests.reports.figure_data import TODAY, change, mixed_records

NOON = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOON, tick=False)


def page_of(client, **query):
    response = client.get(reverse("reports:dashboard"), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def words(element):
    return " ".join(element.get_text(" ").split())


def tile(page, label):
    return next(one for one in page.select(".dn-kpi .tile") if words(one).startswith(label))


def test_opens_on_the_latest_year_with_records(cast, sign_in):
    make.AidItemFactory(approved_on=date(2024, 5, 1))
    page = page_of(sign_in(cast["UBND_LEADER"]))
    assert words(page.h1) == "Tổng quan đối ngoại năm 2024"
    assert [words(link) for link in page.select(".dn-head .dn-seg a")] == ["2024"]


def test_a_date_ahead_does_not_open_its_year(cast):
    make.ActivityFactory(held_on=date(2025, 5, 1))
    make.MeetingFactory(held_on=date(2026, 9, 1), status=Meeting.Status.PLANNED)
    assert years_with_records(cast["UBND_LEADER"], TODAY) == [2025]


def test_a_closed_year_is_judged_as_of_its_last_day(cast, sign_in):
    mixed_records(cast)
    head = words(page_of(sign_in(cast["UBND_LEADER"]), nam="2025").select_one(".dn-head"))
    assert "Số liệu đến 12:00 ngày 10/03/2026" in head
    assert "Năm 2025 đã kết thúc: tính hết ngày 31/12/2025" in head


def test_a_running_year_is_judged_as_of_today_and_compared_to_the_same_day(cast, sign_in):
    make.AidItemFactory(approved_on=date(2025, 3, 10))
    make.AidItemFactory(approved_on=date(2025, 3, 11))
    page = page_of(sign_in(cast["UBND_LEADER"]), nam="2026")
    assert "tính đến ngày 10/03/2026, cùng kỳ là đến ngày 10/03/2025" in words(page.select_one(".dn-head"))
    assert "Cùng kỳ 2025: 1 khoản" in words(tile(page, "Viện trợ tiếp nhận mới"))


def test_a_running_year_without_aid_offers_the_year_before(cast, sign_in):
    make.AidItemFactory(approved_on=date(2025, 3, 10))
    make.MeetingFactory(held_on=date(2026, 1, 15))
    client = sign_in(cast["UBND_LEADER"])
    head = page_of(client).select_one(".dn-head")
    assert "Tổng quan đối ngoại năm 2026" in words(head)
    assert "Năm 2026 chưa tiếp nhận khoản viện trợ nào. Xem năm 2025" in words(head)
    offered = next(link for link in head.select("a") if words(link) == "Xem năm 2025")
    assert words(page_of(client, nam=offered["href"].removeprefix("?nam=")).h1).endswith("năm 2025")
    make.AidItemFactory(approved_on=date(2026, 2, 1))
    assert "chưa tiếp nhận" not in words(page_of(client).select_one(".dn-head"))
    assert "chưa tiếp nhận" not in words(page_of(client, nam="2025").select_one(".dn-head"))


@pytest.mark.parametrize("role", ["HOI_EDITOR"])
def test_who_reads_no_aid_is_offered_no_other_year(cast, sign_in, role):
    make.MeetingFactory(held_on=date(2025, 1, 15), organiser=cast[role].agency)
    make.MeetingFactory(held_on=date(2026, 1, 15), organiser=cast[role].agency)
    assert "chưa tiếp nhận" not in words(page_of(sign_in(cast[role])))


def test_tiles_show_the_figures_and_open_their_records(cast, sign_in):
    mixed_records(cast)
    leader = cast["UBND_LEADER"]
    scope = scope_of_year(leader, 2025, today=TODAY)
    page = page_of(sign_in(leader), nam="2025")
    new = tile(page, "Viện trợ tiếp nhận mới")
    assert words(new.select_one(".v")).startswith(f"{compute('aid.items_received', scope).value} khoản")
    assert "3 cứu trợ khẩn cấp" in words(new)
    assert "chưa tính 12 dòng tiền chưa có tỷ giá" in words(new)
    links = {link["href"] for link in new.select("a")}
    assert f"{reverse('reports:figure', args=['aid.items_received'])}?nam=2025" in links
    assert f"{reverse('reports:figure', args=['aid.emergency_items'])}?nam=2025" in links
    assert "3 / 12" in words(tile(page, "Nhiệm vụ năm 2025")).replace("  ", " ")


def test_every_number_opens_a_page(cast, sign_in):
    mixed_records(cast)
    client = sign_in(cast["UBND_LEADER"])
    page = page_of(client, nam="2025")
    own = reverse("reports:figure_list")
    links = {link["href"] for link in page.select("main a") if link["href"].startswith(own)}
    assert len(links) > 40
    assert {client.get(link).status_code for link in links} == {200}


def test_attention_names_overdue_work_first(cast, sign_in):
    mixed_records(cast)
    make.ConclusionFactory(mark=Conclusion.Mark.OPEN)
    page = page_of(sign_in(cast["UBND_LEADER"]), nam="2025")
    titles = [words(item.b) for item in page.select(".dn-attn a")]
    assert [title for title in titles if "chậm giải ngân" not in title] == [
        "3 việc sau hội nghị đã quá hạn",
        "3 nhiệm vụ đã quá hạn",
        "12 khoản viện trợ chưa có tỷ giá",
        "4 câu kết luận chưa đánh dấu",
    ]
    assert "chậm nhất 16 ngày" in words(page.select_one(".dn-attn"))
    assert "3 việc sau hội nghị đã quá hạn Của năm 2025." in words(page.select_one(".dn-attn"))


def test_attention_of_a_running_year_tells_what_earlier_years_left(cast, sign_in):
    old = make.TaskFactory(title="Việc của năm 2025", due_on=date(2025, 2, 1))
    make.FollowUpFactory(text="Việc họp năm trước", due_on=date(2025, 12, 1))
    slow = make.AidItemFactory(approved_on=date(2024, 5, 1))
    make.CommitmentFactory(item=slow)
    change(slow, status="IMPLEMENTING", started_on=date(2024, 6, 1), ended_on=date(2027, 6, 1))
    client = sign_in(cast["UBND_LEADER"])
    lines = {words(line.b): line["href"] for line in page_of(client, nam="2026").select(".dn-attn a")}
    assert [*lines] == [
        "1 việc sau hội nghị đã quá hạn",
        "1 nhiệm vụ đã quá hạn",
        "1 khoản chậm giải ngân",
    ]
    for title, url in lines.items():
        opened = BeautifulSoup(client.get(url).content, "html5lib")
        assert len(opened.select(".dn-t tbody tr")) == int(title.split()[0]), title
    strip = words(page_of(client, nam="2026").select_one(".dn-attn"))
    assert f"chậm nhất {(TODAY - old.due_on).days} ngày" in strip
    assert "1 nhiệm vụ đã quá hạn Mọi năm, năm 2026 có 0." in strip


def test_a_task_ruled_overdue_without_a_day_is_told_without_days(cast, sign_in):
    task = make.TaskFactory(due_on=date(2026, 12, 1))
    change(
        task,
        due_kind="KHONG",
        due_on=None,
        override_status="QUA_HAN_CHUA_HOAN_THANH",
        override_reason="Ấn định",
    )
    strip = words(page_of(sign_in(cast["UBND_LEADER"]), nam="2026").select_one(".dn-attn"))
    assert "1 nhiệm vụ đã quá hạn" in strip
    assert "ngày" not in strip


def test_no_attention_without_anything_to_push(cast, sign_in):
    assert page_of(sign_in(cast["UBND_LEADER"])).select_one(".dn-attn") is None


def test_pillars_name_the_task_that_is_longest_overdue(cast, sign_in):
    mixed_records(cast)
    make.TaskFactory(
        title="Việc trễ nhất", due_on=date(2025, 11, 1), pillar=make.PillarFactory(code="CHINH_QUYEN")
    )
    page = page_of(sign_in(cast["UBND_LEADER"]), nam="2025")
    rows = [words(row) for row in page.select(".dn-pill-row") if row.select_one(".pil")]
    assert "Việc trễ nhất – chậm 60 ngày" in rows[1]
    assert "chậm" not in rows[0]


def test_sectors_keep_emergency_grants_apart(cast, sign_in):
    mixed_records(cast)
    card = words(page_of(sign_in(cast["UBND_LEADER"]), nam="2025").select_one(".sec-rows").parent)
    assert "Lĩnh vực khác, chưa xếp" in card
    assert "cứu trợ khẩn cấp (không cộng ở trên): 3 khoản , 300.000 USD" in card


def test_quarters_add_up_to_what_the_year_counts_of_earlier_years(cast):
    item = make.AidItemFactory(approved_on=date(2025, 5, 1))
    said = {"entry": "DIEU_CHINH", "effective_on": date(2025, 5, 1), "reason": "nhầm"}
    make.CommitmentFactory(item=item, amount_minor=1_500_000, booked_on=date(2026, 2, 3), **said)
    late = make.AidItemFactory(approved_on=date(2025, 9, 1), booked_on=date(2026, 1, 5))
    make.CommitmentFactory(item=late, amount_minor=300_000)
    leader = cast["UBND_LEADER"]
    board = Dashboard(scope_of_year(leader, 2026, today=TODAY), today=TODAY, years=[2026])
    assert board.values["aid.committed_usd"].amount == 18_000
    assert [row["values"][0] for row in board.quarters] == [18, None, None, None]


def test_quarters_are_the_figures_of_each_quarter(cast):
    mixed_records(cast)
    leader = cast["UBND_LEADER"]
    board = Dashboard(scope_of_year(leader, 2025, today=TODAY), today=TODAY, years=[2025])
    for n, row in enumerate(board.quarters, start=1):
        scope = scope_of_year(leader, 2025, today=TODAY, quarter=n)
        figures = [compute(code, scope).value / 1000 for code in ("aid.committed_usd", "aid.disbursed_usd")]
        assert row["values"] == figures


@pytest.mark.parametrize("basis", ["CALENDAR", "ND09"])
def test_parts_of_the_board_are_the_figures_of_the_parts(cast, basis):
    mixed_records(cast)
    scope = scope_of_year(cast["ADMIN"], 2025, today=TODAY, basis=basis)
    board = Dashboard(scope, today=TODAY, years=[2025])
    for code in (
        "aid.items_received",
        "aid.projects",
        "aid.committed_usd",
        "tasks.done",
        "followups.overdue",
    ):
        assert board.values[code].value == compute(code, scope).value, code
    shown = {row["label"]: (row["items"].text, row["usd"].text) for row in board.sectors}
    health = [compute(f"aid.{base}.y_te", scope) for base in ("sector_items", "sector_usd")]
    assert shown["Y tế"] == (health[0].text, health[1].exact.partition(",")[0].removesuffix("\u00a0USD"))


def test_follow_ups_by_agency_count_those_that_it_leads(cast, sign_in):
    mixed_records(cast)
    page = page_of(sign_in(cast["UBND_LEADER"]), nam="2025")
    table = next(table for table in page.select("table") if "cơ quan chủ trì" in words(table.caption))
    assert words(table.tbody.tr) in {
        "Sở Y tế 4 1 1", "Công an tỉnh 4 1 1", "Liên hiệp các tổ chức hữu nghị tỉnh 4 1 1",
    }  # fmt: skip


def test_the_overdue_agency_is_shown_and_the_others_are_counted(cast, sign_in):
    meeting = make.MeetingFactory(held_on=date(2025, 6, 1))
    agencies = [make.AgencyFactory() for _ in range(7)]
    for agency in agencies:
        make.FollowUpFactory.create_batch(2, meeting=meeting, lead_agency=agency, due_on=date(2026, 6, 1))
    make.FollowUpFactory(meeting=meeting, lead_agency=agencies[-1], due_on=date(2025, 7, 1))
    page = page_of(sign_in(cast["UBND_LEADER"]), nam="2025")
    table = next(table for table in page.select("table") if "cơ quan chủ trì" in words(table.caption))
    assert words(table.tbody.tr) == f"{agencies[-1].label} 3 0 1"
    more = table.find_next("p").a
    assert words(more) == "Còn 2 cơ quan: xem mọi việc được giao"
    assert more["href"] == f"{reverse('reports:figure', args=['followups.assigned'])}?nam=2025"


@pytest.mark.parametrize(
    ("late", "expected"),
    [pytest.param(False, "2 chưa xong", id="không việc quá hạn"),
     pytest.param(True, "2 chưa quá hạn · 1 quá hạn", id="có việc quá hạn")],
)  # fmt: skip
def test_work_not_begun_is_not_called_begun(cast, sign_in, late, expected):
    meeting = make.MeetingFactory(held_on=date(2026, 1, 15))
    make.FollowUpFactory.create_batch(2, meeting=meeting, due_kind="KHONG", due_on=None)
    if late:
        make.FollowUpFactory(meeting=meeting, due_on=date(2026, 2, 1))
    shown = words(tile(page_of(sign_in(cast["UBND_LEADER"]), nam="2026"), "Việc sau hội nghị"))
    assert expected in shown
    assert "đang làm" not in shown


def test_round_anniversaries_come_first_with_days_left_and_certainty(cast, sign_in):
    make.CountryFactory(code="US", name="Nước gần", established_on=date(1995, 4, 1))
    make.CountryFactory(
        code="DK", name="Nước tròn", established_on=date(1971, 11, 25), certainty=Certainty.UNCERTAIN
    )
    page = page_of(sign_in(cast["UBND_LEADER"]))
    table = next(table for table in page.select("table") if "kỷ niệm" in words(table.caption))
    rows = [words(row) for row in table.select("tbody tr")]
    assert rows[0] == "Nước tròn chưa chắc chắn 55 năm 25/11/2026 260 ngày"
    assert rows[1].startswith("Nước gần đã kiểm chứng 31 năm 01/04/2026 22 ngày")


def test_coming_dates_hold_meetings_and_deadlines_of_a_year(cast, sign_in):
    make.MeetingFactory(title="Họp tới", held_on=TODAY + timedelta(days=3), status=Meeting.Status.PLANNED)
    make.FollowUpFactory(text="Việc tới", due_on=TODAY + timedelta(days=5))
    make.TaskFactory(title="Nhiệm vụ xa", due_on=TODAY + timedelta(days=700))
    listed = [words(row) for row in page_of(sign_in(cast["UBND_LEADER"])).select(".tl li")]
    assert [row.split(" ngày ")[1].split(" Việc sau")[0] for row in listed] == ["Họp tới", "Việc tới"]


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [
        pytest.param(Role.SNGV_STAFF, True, id="chuyên viên có việc của tôi"),
        pytest.param(Role.FOCAL, True, id="đầu mối có việc của tôi"),
        pytest.param(Role.UBND_LEADER, False, id="lãnh đạo không có"),
        pytest.param(Role.AUDITOR, False, id="kiểm tra không có"),
    ],
)
def test_own_work_is_for_the_desk(cast, sign_in, role, is_shown):
    make.FollowUpFactory(text="Việc cần làm", lead_agency=cast[role].agency, due_on=TODAY - timedelta(days=4))
    page = page_of(sign_in(cast[role]))
    own = page.select_one(".own-work")
    assert (own is not None) is is_shown
    if own is not None:
        assert "quá hạn 4 ngày Việc cần làm" in words(own)


def test_focal_point_sees_its_agency_and_is_told_so(cast, sign_in):
    mixed_records(cast)
    page = page_of(sign_in(cast["FOCAL"]), nam="2025")
    assert "Số liệu của cơ quan tôi: Sở Y tế" in words(page.select_one(".dn-head"))
    assert words(tile(page, "Viện trợ tiếp nhận mới").select_one(".v")).startswith("5 khoản")


def test_association_sees_no_aid(cast, sign_in):
    mixed_records(cast)
    page = page_of(sign_in(cast["HOI_EDITOR"]), nam="2025")
    assert [words(one.select_one(".l")) for one in page.select(".tile")] == [
        "Nhiệm vụ năm 2025", "Việc sau hội nghị năm 2025",
    ]  # fmt: skip
    assert page.select_one(".sec-rows") is None


@pytest.mark.parametrize("query", ["nam=abc", "nam=1200", "nam=2025&ky=LA", "nam=99999999999"])
def test_an_unreadable_address_is_not_found(cast, sign_in, query):
    assert sign_in(cast["UBND_LEADER"]).get(f"/?{query}").status_code == 404


@pytest.mark.parametrize("role", [Role.UBND_LEADER, Role.FOCAL, Role.SNGV_STAFF])
def test_queries_do_not_grow_with_the_records(cast, sign_in, role):
    client = sign_in(cast[role])
    counts = []
    for _ in range(2):
        mixed_records(cast)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(client, nam="2025")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_an_amount_without_a_rate_is_not_in_the_total_but_told(cast, sign_in):
    item = make.AidItemFactory()
    row = make.CommitmentFactory(item=item)
    change(row, currency="VND", usd_minor=None)
    page = page_of(sign_in(cast["UBND_LEADER"]), nam="2025")
    assert "chưa tính 1 dòng tiền chưa có tỷ giá" in words(tile(page, "Viện trợ tiếp nhận mới"))
