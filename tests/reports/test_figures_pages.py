"""The page behind a number, the register of figures, the workbook and the command."""

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.history import acting
from core.models import AccessLog, Role, User
from reports.figures import FIGURES, compute, may_read_figure, scope_of_year
from reports.models import Report
from tests import factories as make
from tests.reports.figure_data import TODAY, change, mixed_records

NOON = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOON, tick=False)


def address(code):
    return reverse("reports:figure", args=[code])


def page_of(client, code, **query):
    response = client.get(address(code), {"nam": "2025", **query})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def words(element):
    return " ".join(element.get_text(" ").split())


def euro_item():
    """Return an item of 120.000,00 EUR with the rates that convert it."""
    item = make.AidItemFactory(name="Trạm y tế", approved_on=date(2025, 6, 26))
    make.CommitmentFactory(
        item=item,
        amount_minor=12_000_000,
        currency="EUR",
        rate_e4=291_200_000,
        usd_rate_e4=260_000_000,
        rate_on=date(2025, 6, 26),
        usd_minor=13_440_000,
    )
    return item


def test_records_show_original_amount_rate_and_dollars_and_add_up(cast, sign_in):
    item = euro_item()
    page = page_of(sign_in(cast["UBND_LEADER"]), "aid.committed_usd")
    row = words(page.select_one("tbody tr"))
    assert "120.000 EUR 1 EUR = 29.120 đồng; 1 USD = 26.000 đồng; ngày 26/06/2025 134.400 USD" in row
    assert page.select_one("tbody tr")["data-href"] == item.get_absolute_url()
    assert words(page.select_one("tfoot tr")) == "Cộng 134.400 USD"
    assert words(page.h1) == "Giá trị cam kết của khoản tiếp nhận mới: 134.400 USD"
    assert "Làm tròn: khoảng 134 nghìn USD" in words(page.select_one(".dn-head"))


def test_a_figure_leads_back_to_the_report_or_the_dashboard_it_was_opened_from(cast, sign_in):
    with acting(by=User.objects.system(), verb="tests.report", label="Tạo dữ liệu thử"):
        report = Report(
            year=2025, code="tong-ket", title="Báo cáo năm", status="ISSUED", issuer=cast.agencies["SNGV"]
        )
        report.save()
    url = f"{reverse('reports:figure', args=['aid.committed_usd'])}?nam=2025"
    client = sign_in(cast["UBND_LEADER"])
    shown = {}
    own = "http://testserver"
    way_in = (
        f"{own}{report.get_absolute_url()}",
        f"{own}/?nam=2025",
        f"http://x.vn{report.get_absolute_url()}",
    )
    for before in way_in:
        answer = client.get(url, headers={"referer": before})
        page = BeautifulSoup(answer.content, "html5lib")
        marked = words(page.select_one(".dn-nav [aria-current=page]"))
        shown[before] = (words(page.select_one(".dn-crumb a")), page.select(".dn-crumb a")[1]["href"], marked)
    way, other, strange = shown.values()
    assert way == ("Báo cáo", f"{report.get_absolute_url()}#so-vua-mo", "Báo cáo")
    assert other == strange == ("Tổng quan", f"{reverse('reports:figure_list')}?nam=2025", "Tổng quan")


def test_items_show_the_rate_used(cast, sign_in):
    euro_item()
    row = words(page_of(sign_in(cast["UBND_LEADER"]), "aid.items_received").select_one("tbody tr"))
    assert "120.000 EUR 1 EUR = 29.120 đồng" in row
    assert row.endswith("134.400 USD")


def test_page_says_what_is_counted_and_when(cast, sign_in):
    page = words(page_of(sign_in(cast["UBND_LEADER"]), "aid.items_received").main)
    assert FIGURES["aid.items_received"].definition in page
    assert "năm 2025: từ 01/01/2025 đến 31/12/2025" in page
    assert "Ngày quyết định ngày phê duyệt" in page
    assert "kỳ đã kết thúc, tính hết ngày 31/12/2025" in page


def test_rows_left_out_stand_apart(cast, sign_in):
    item = euro_item()
    lost = make.CommitmentFactory(item=item, amount_minor=900, currency="LAK")
    change(lost, usd_minor=None)
    page = page_of(sign_in(cast["UBND_LEADER"]), "aid.committed_usd")
    tables = page.select("table")
    assert len(tables) == 2
    assert "1 dòng tiền không cộng vào số trên" in words(page.main)
    assert "chưa có tỷ giá" in words(tables[1])
    assert "9 LAK" not in words(tables[0])


def test_a_share_shows_its_part_and_its_whole(cast, sign_in):
    mixed_records(cast)
    page = page_of(sign_in(cast["UBND_LEADER"]), "aid.disbursed_share")
    assert [words(head) for head in page.select("#ban-ghi h2")] == ["Phần được tính", "So với tổng"]


def test_divided_amounts_show_their_share(cast, sign_in):
    mixed_records(cast)
    page = page_of(sign_in(cast["UBND_LEADER"]), "aid.sector_usd.y_te")
    assert "33%" in words(page.select_one("tbody tr"))


@pytest.mark.parametrize("role", [Role.TU_VIEWER, Role.FOCAL, Role.HOI_EDITOR])
def test_every_page_opens_for_its_readers_and_for_nobody_else(cast, sign_in, role):
    mixed_records(cast)
    client = sign_in(cast[role])
    for code in FIGURES:
        expected = 200 if may_read_figure(cast[role], code) else 404
        assert client.get(address(code), {"nam": "2025"}).status_code == expected, code


def test_the_total_of_each_page_is_the_figure(cast, sign_in):
    mixed_records(cast)
    leader = cast["UBND_LEADER"]
    client = sign_in(leader)
    scope = scope_of_year(leader, 2025, today=TODAY)
    for code in FIGURES:
        value = compute(code, scope)
        if value.unit == "%" or not value.records:
            continue
        total = page_of(client, code).select("tfoot tr")[0].get_text(" ")
        assert value.exact in total, code


@pytest.mark.parametrize(
    "query",
    [
        "nam=2025&tru=KHAC", "nam=2025&quy=5", "nam=2025&cq=KHONG-CO", "nam=2025&den=31/02/2025",
        "nam=2025&ky=BUDGET_13M", "nam=٢٠٢٥", "nam=2025&thang=13",
    ],
)  # fmt: skip
def test_an_unreadable_scope_is_not_found(cast, sign_in, query):
    assert sign_in(cast["UBND_LEADER"]).get(f"{address('tasks.total')}?{query}").status_code == 404


def test_an_unknown_figure_is_not_found(cast, sign_in):
    assert sign_in(cast["UBND_LEADER"]).get(address("aid.khong_co")).status_code == 404


def test_window_pillar_agency_and_day_narrow_the_records(cast, sign_in):
    mixed_records(cast)
    client = sign_in(cast["UBND_LEADER"])

    def count(code, **query):
        return words(page_of(client, code, **query).select_one("#ban-ghi .more"))

    assert count("tasks.total") == "12 nhiệm vụ"
    assert count("tasks.total", tru="DANG") == "3 nhiệm vụ"
    assert count("tasks.total", cq="SYT") == "4 nhiệm vụ"
    assert count("aid.items_received", quy="1") == "4 khoản"
    months = [count("aid.items_received", thang=str(month)) for month in (1, 2, 3)]
    assert sum(int(words.split()[0]) for words in months) == 4
    assert count("aid.items_received", den="14/03/2025") == "0 khoản"


def test_groups_open_their_records(cast, sign_in):
    mixed_records(cast)
    client = sign_in(cast["UBND_LEADER"])
    page = page_of(client, "tasks.total", chia="tru-cot")
    for row in page.select("#chia-theo tbody tr"):
        group = client.get(address("tasks.total") + row["data-href"].partition("#")[0].replace("?", "?", 1))
        shown = BeautifulSoup(group.content, "html5lib")
        assert words(shown.select_one("#ban-ghi .more")).partition(" ")[0] == words(row.select("td")[3])
    assert {words(link) for link in page.select("#nam-nam li .meta")} >= {"năm 2021", "năm 2025"}


@pytest.mark.parametrize("query", [{"chia": "mau"}, {"nhom": "1"}, {"chia": "tru-cot", "nhom": "khac"}])
def test_an_unknown_group_is_not_found(cast, sign_in, query):
    assert sign_in(cast["UBND_LEADER"]).get(address("tasks.total"), query).status_code == 404


def test_december_belongs_to_the_next_year_under_decree_09(cast, sign_in):
    for day in (14, 15):
        make.AidItemFactory(name=f"Ngày {day}", approved_on=date(2025, 12, day))
    client = sign_in(cast["UBND_LEADER"])
    listed = {
        (year, basis): words(
            page_of(client, "aid.items_received", nam=str(year), ky=basis).select_one("table")
        )
        for year, basis in ((2025, "ND09"), (2026, "ND09"), (2025, "CALENDAR"))
    }
    assert "Ngày 14" in listed[2025, "ND09"]
    assert "Ngày 15" not in listed[2025, "ND09"]
    assert "Ngày 15" in listed[2026, "ND09"]
    assert {"Ngày 14", "Ngày 15"} <= {
        f"Ngày {day}" for day in (14, 15) if f"Ngày {day}" in listed[2025, "CALENDAR"]
    }


def test_workbook_holds_the_records_with_real_numbers(cast, sign_in):
    euro_item()
    client = sign_in(cast["UBND_LEADER"])
    response = client.get(address("aid.committed_usd"), {"nam": "2025", "xuat": "xlsx"})
    rows = list(load_workbook(io.BytesIO(response.content))["Số liệu"].values)
    assert rows[0][-1] == "USD"
    assert Decimal(str(rows[1][-1])) == 134_400
    assert rows[1][2].date() == date(2025, 6, 26)
    assert AccessLog.objects.filter(kind=AccessLog.Kind.EXPORT).count() == 1


@pytest.mark.parametrize(
    "code", ["aid.items_received", "aid.disbursed_share", "tasks.total", "followups.assigned", "awards.given"]
)
def test_queries_do_not_grow_with_the_records(cast, sign_in, code):
    client = sign_in(cast["UBND_LEADER"])
    counts = []
    for _ in range(2):
        mixed_records(cast)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, code)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_register_lists_every_figure_that_the_reader_may_read(cast, sign_in):
    client = sign_in(cast["HOI_EDITOR"])
    page = BeautifulSoup(client.get(reverse("reports:figure_list"), {"nam": "2025"}).content, "html5lib")
    listed = {link["href"].partition("?")[0] for link in page.select("tbody a")}
    assert listed == {address(code) for code in FIGURES if may_read_figure(cast["HOI_EDITOR"], code)}


def test_command_prints_every_figure_as_json(cast, capsys):
    mixed_records(cast)
    call_command("figures", "--year", "2025", "--json")
    printed = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(printed) == set(FIGURES)
    new = printed["aid.items_received"]
    assert (new["value"], new["text"], new["records"]) == (15, "15 khoản", 15)
    assert new["window"] == ["2025-01-01", "2025-12-31"]
    assert printed["aid.disbursed_share"]["text"].endswith("%")


def test_command_knows_the_other_window_and_plain_text(cast, capsys):
    make.AidItemFactory(approved_on=date(2025, 12, 20))
    call_command("figures", "--year", "2025", "--basis", "nd09")
    assert "tiếp nhận mới: 0 khoản" in capsys.readouterr().out


def test_command_refuses_a_year_out_of_range(db):
    with pytest.raises(CommandError, match="Năm 1800 ngoài khoảng"):
        call_command("figures", "--year", "1800")


def test_the_records_come_right_after_the_number_and_its_definition(cast, sign_in):
    euro_item()
    page = page_of(sign_in(cast["UBND_LEADER"]), "aid.items_received")
    order = [part.get("id") for part in page.select("main .stack > *") if part.get("id")]
    assert order == ["so-nay", "ban-ghi", "chia-theo", "nam-nam"]
    assert words(page.select_one("#so-nay p")) == FIGURES["aid.items_received"].definition
    split = page_of(sign_in(cast["UBND_LEADER"]), "aid.items_received", chia="linh-vuc")
    order = [part.get("id") for part in split.select("main .stack > *") if part.get("id")]
    assert order.index("chia-theo") < order.index("ban-ghi"), "what was asked for comes first"
