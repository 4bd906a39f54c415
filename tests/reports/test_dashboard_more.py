"""The later part of the dashboard and the page of the morning: what moved, who is silent, one sheet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.models import ItemPlace
from core.history import acting
from core.models import Role, User
from meetings.models import ConsultationRound, RoundAgency
from reports.models import Report
from tests import factories as make
from tests.meetings.opinion_texts import make_draft
from tests.reports.figure_data import TODAY, change, mixed_records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 5, 0, tzinfo=UTC), tick=False)


def words(element):
    return " ".join(element.get_text(" ").split())


def more_of(client, **query):
    answer = client.get(reverse("reports:dashboard_more"), {"nam": "2026", **query})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


def card(page, heading):
    return next(one for one in page.select(".dn-card") if heading in words(one.h2))


def test_a_number_that_moved_names_the_records_that_moved_it(cast, sign_in):
    make.AidItemFactory(approved_on=date(2026, 1, 20))
    new = make.AidItemFactory(name="Khoản mới phê duyệt", approved_on=TODAY - timedelta(days=3))
    make.CommitmentFactory(item=new, amount_minor=2_500_000)
    late = make.FollowUpFactory(
        meeting=make.MeetingFactory(held_on=date(2026, 1, 5)), due_on=TODAY - timedelta(days=2)
    )
    client = sign_in(cast["UBND_LEADER"])
    moved = card(more_of(client), "Số nào đã đổi")
    moves = [line for line in moved.select(".moves > li") if line.select_one(".x")]
    lines = {words(line.select_one(".n")): line for line in moves}
    received = lines["Chương trình, dự án, phi dự án tiếp nhận mới"]
    assert "1 khoản → 2 khoản (+1 khoản)" in words(received)
    assert [link["href"] for link in received.select(".x a")] == [new.get_absolute_url()]
    assert "(+25.000 USD)" in words(lines["Giá trị cam kết của khoản tiếp nhận mới"])
    assert late.text in words(lines["Việc sau hội nghị quá hạn"])
    opened = BeautifulSoup(client.get(received.select_one(".n a")["href"]).content, "html5lib")
    assert "2 khoản" in words(opened.h1)


def test_an_older_move_shows_in_thirty_days_and_an_edit_of_a_record_is_told(cast, sign_in):
    item = make.AidItemFactory(name="Khoản được sửa", approved_on=TODAY - timedelta(days=20))
    change(item, name="Khoản được sửa tên")
    client = sign_in(cast["UBND_LEADER"])
    week = card(more_of(client), "Số nào đã đổi")
    assert "Không số chính nào đổi trong 7 ngày qua" in words(week)
    assert "Khoản được sửa tên" in words(week)
    month = card(more_of(client, ngay="30"), "Số nào đã đổi")
    assert "0 khoản → 1 khoản" in words(month)


def test_who_has_not_answered(cast, sign_in):
    draft = make_draft()
    with acting(by=User.objects.system(), verb="tests.round", label="Tạo dữ liệu thử"):
        opened = ConsultationRound(
            program=draft.program, draft=draft, number=1, title="Đợt 1", asked_on=date(2026, 2, 1),
            due_on=TODAY - timedelta(days=4),
        )  # fmt: skip
        opened.save()
        RoundAgency(round=opened, agency=cast.agencies["STC"]).save()
    make.FollowUpFactory(lead_agency=cast.agencies["SYT"], due_on=TODAY - timedelta(days=9))
    silent = words(card(more_of(sign_in(cast["UBND_LEADER"])), "Ai chưa trả lời"))
    assert "1 cơ quan chưa trả lời, quá hạn 4 ngày Sở Tài chính" in silent
    assert "1 việc của 1 cơ quan Sở Y tế (1)" in silent
    own = words(card(more_of(sign_in(cast["FOCAL"])), "Ai chưa trả lời"))
    assert "Sở Tài chính" not in own


def test_the_draft_card_says_what_its_numbers_say_on_the_days_of_vietnam(cast, sign_in):
    first = make_draft()
    change(first, frozen_at=datetime(2026, 3, 8, 22, 29, tzinfo=UTC))
    client = sign_in(cast["UBND_LEADER"])
    shown = words(card(more_of(client), "Dự thảo 2026-2030"))
    assert "09/03/2026" in shown
    assert "ngắn lại" not in shown
    second = make_draft(first.program)
    section = second.sections.exclude(text="").first()
    change(section, words=section.words + 5)
    longer = card(more_of(client), "Dự thảo 2026-2030: dài thêm")
    assert "Dài thêm 5 từ so với bản 1" in words(longer)


def test_countries_and_communes_open_exactly_their_items(cast, sign_in):
    lao, phap = make.CountryFactory(code="LA", name="Lào"), make.CountryFactory(code="FR", name="Pháp")
    commune = make.LocalityFactory()
    for country in (lao, lao, phap):
        item = make.AidItemFactory(donor=make.PartnerFactory(country=country), approved_on=date(2026, 2, 1))
    with acting(by=User.objects.system(), verb="tests.place", label="Tạo dữ liệu thử"):
        ItemPlace(item=item, locality=commune).save()
    client = sign_in(cast["UBND_LEADER"])
    page = more_of(client)
    for heading, first, count in (("quốc gia", "Lào", 2), ("xã, phường", commune.full_name, 1)):
        row = card(page, f"theo {heading}").select_one(".places li")
        assert words(row) == f"{first} {count} khoản"
        opened = BeautifulSoup(client.get(row.a["href"]).content, "html5lib")
        assert len(opened.select("tbody tr[data-href]")) == count


@pytest.mark.parametrize("role", [Role.UBND_LEADER, Role.FOCAL, Role.HOI_EDITOR])
def test_later_part_and_morning_page_do_not_grow_with_the_records(cast, sign_in, role):
    client = sign_in(cast[role])
    counts = []
    for _ in range(2):
        mixed_records(cast)
        with CaptureQueriesContext(connection) as queries:
            more_of(client, nam="2025")
            assert client.get(reverse("reports:morning_page"), {"nam": "2025"}).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2 <= 90


def test_what_does_not_fit_on_the_sheet_is_counted(cast, sign_in):
    make.TaskFactory.create_batch(30, due_on=date(2026, 2, 1))
    answer = sign_in(cast["UBND_LEADER"]).get(reverse("reports:morning_page"))
    page = BeautifulSoup(answer.content, "html5lib")
    assert "và 22 nhiệm vụ nữa (trên cổng: Tổng quan, Cần xem trước)" in words(page.select_one(".sheet"))


def test_the_morning_names_tomorrows_anniversary_and_asks_issued_reports_what_moved(cast, sign_in):
    make.CountryFactory(code="NO", name="Na Uy", established_on=date(1971, 3, 11))
    make.CountryFactory(code="XX", name="Nước khác", established_on=date(1972, 3, 11))
    client = sign_in(cast["UBND_LEADER"])
    make.AidItemFactory(approved_on=date(2026, 1, 20))
    with acting(by=User.objects.system(), verb="tests.report", label="Tạo dữ liệu thử"):
        issued = Report(
            year=2025, code="tong-ket", title="Báo cáo năm", status="ISSUED", issuer=cast.agencies["LHHN"]
        )
        issued.save()
    sheet = BeautifulSoup(client.get(reverse("reports:morning_page")).content, "html5lib").select_one(
        ".sheet"
    )
    told = words(sheet)
    assert "11/03/2026 55 năm quan hệ ngoại giao với Na Uy còn 1 ngày" in told
    assert "Nước khác" not in told
    assert "Không số chính nào của năm 2026 đổi." in told
    assert "Báo cáo năm số nay khác lúc chốt:" in told
    assert sheet.select_one("[hx-get]")["hx-get"].endswith("/khac-di/?dem=1")


@pytest.mark.parametrize(
    "query",
    [
        "quy=2",
        "thang=3",
        "loai=SAU_THANG_DAU",
        "loai=SAU_THANG_CUOI",
        "loai=CHIN_THANG",
        "tru=DANG",
        "ky=ND09",
    ],
)
def test_parts_of_the_year_lead_back_to_themselves(cast, sign_in, query):
    mixed_records(cast)
    client = sign_in(cast["UBND_LEADER"])
    page = BeautifulSoup(client.get(f"/?nam=2025&{query}").content, "html5lib")
    number = page.select_one(".dn-kpi .tile .v a")["href"]
    assert query in number
    back = BeautifulSoup(client.get(number).content, "html5lib").select_one(".dn-crumb a")["href"]
    assert back.startswith("/?")
    assert query in back


def test_the_board_of_one_agency(cast, sign_in):
    mixed_records(cast)
    page = BeautifulSoup(sign_in(cast["UBND_LEADER"]).get("/?nam=2025&cq=SYT").content, "html5lib")
    assert "Của Sở Y tế" in words(page.select_one(".dn-head"))
    table = next(one for one in page.select("table") if "cơ quan chủ trì" in words(one.caption))
    assert [words(row.th) for row in table.select("tbody tr")] == ["Sở Y tế"]


def test_a_month_is_chosen_and_numbers_of_the_same_period_open_both_sides(cast, sign_in):
    mixed_records(cast)
    client = sign_in(cast["UBND_LEADER"])
    page = BeautifulSoup(client.get("/?nam=2025&thang=3").content, "html5lib")
    assert words(page.select_one("#pick-thang option[selected]")) == "Tháng 3"
    assert not page.select("form input[type=hidden][name=thang]")
    assert "thang=3" in page.select_one(".dn-kpi .tile .v a")["href"]
    before = page.select_one(".dn-kpi .tile .cmp-y a")["href"]
    opened = BeautifulSoup(client.get(before).content, "html5lib")
    assert [words(one)[:7] for one in opened.select("#ban-ghi h2")] == ["Kỳ này", "Cùng kỳ"]
    year = words(BeautifulSoup(client.get("/?nam=2025").content, "html5lib").select_one(".chart-window"))
    assert year == "Năm 2025 (01/01/2025 – 31/12/2025)"
