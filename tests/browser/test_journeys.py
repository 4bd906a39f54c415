"""The journeys of daily work within their budgets of control keys and clicks."""

import re
from io import BytesIO

import pytest
from pikepdf import Pdf
from playwright.sync_api import expect

from tests.browser.office_register import MISTAKES, TOTAL, write_register
from tests.browser.portal import Hands, run

pytestmark = pytest.mark.browser

THREE_HUNDRED_TASKS = """
import os
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from datetime import date
from tests.factories import TaskFactory
TaskFactory.create_batch(300, title="Nhiệm vụ có tên rất dài " * 8, due_on=date(2026, 2, 1))
"""


def test_what_is_wrong_today_stands_first_and_opens_with_one_click(enter):
    page = enter("lanh_dao_ubnd")
    hands = Hands(page)
    first = page.locator(".dn-attn a").first
    expect(first).to_be_in_viewport()
    tile = page.locator(".dn-kpi .tile").first
    assert first.bounding_box()["y"] < tile.bounding_box()["y"]

    title = first.locator("b").inner_text()
    hands.click(first)
    page.wait_for_load_state()
    assert (hands.keys, hands.clicks) == (0, 1)
    expect(page.locator("h1")).to_be_visible()
    assert page.url.split("/", 3)[3] not in ("", "?nam=2026"), title


def test_a_headline_leads_to_its_records_with_one_click_and_to_one_record_with_two(enter):
    page = enter("lanh_dao_ubnd", "/?nam=2025")
    hands = Hands(page)
    number = page.locator(".dn-kpi .tile", has_text="iện trợ").locator(".v a").first
    shown = re.search(r"\d+", number.inner_text())[0]
    hands.click(number)
    expect(page.locator("h1")).to_contain_text(shown)
    rows = page.locator("main table tbody tr[data-href]")
    assert rows.count() == int(shown) == 11
    expect(page.locator("main table tfoot")).to_contain_text(shown)
    name = rows.first.locator("a.nm").last.inner_text()
    hands.click(rows.first.locator("a.nm").last)
    expect(page.locator("h1")).to_have_text(name)
    assert (hands.keys, hands.clicks) == (0, 2)


def test_s_shows_where_a_number_comes_from(enter):
    page = enter("lanh_dao_ubnd", "/?nam=2025")
    page.locator(".dn-kpi .tile .v a").first.focus()
    hands = Hands(page)
    hands.press("s")
    source = page.locator("#nguon-so")
    expect(source).to_contain_text("Định nghĩa")
    expect(source).to_contain_text("01/01/2025")
    hands.press("Escape")
    expect(source).to_be_hidden()
    assert hands.clicks == 0
    hands.click(page.locator("[data-source]").first)
    expect(source).to_contain_text("Ngày quyết định")


def test_dashboard_and_morning_page_print_on_one_sheet_with_300_tasks(enter, portal):
    run(portal.folder, "-c", THREE_HUNDRED_TASKS)
    for path in ("/?nam=2026", "/tong-quan/trang-sang/"):
        page = enter("lanh_dao_ubnd", path)
        page.wait_for_load_state("networkidle")
        with Pdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as sheet:
            assert len(sheet.pages) == 1, path
    expect(page.locator(".sheet")).to_contain_text(re.compile(r"và 2\d\d nhiệm vụ nữa"))


def test_an_aid_item_with_its_decision_takes_fifteen_keys_and_no_click(enter):
    page = enter("chuyen_vien_sngv", "/vien-tro/")
    hands = Hands(page)
    hands.press_to("n", "**/vien-tro/them/")
    hands.type("Hỗ trợ thiết bị lọc nước cho trạm y tế xã")
    hands.press("Tab", "ArrowDown", "Tab")
    hands.type("y t")
    hands.press("Tab")
    hands.choose("anh ban")
    hands.press("Tab")
    hands.choose("syt")
    hands.press("Tab")
    hands.type("010126")
    hands.press("Tab")
    hands.type("311226")
    hands.press("Tab")
    hands.type("120.000,00")
    hands.press("Tab", "Tab")
    hands.type("4321/QĐ-UBND")
    hands.press("Tab")
    hands.type("01/01/2026")
    hands.press_to("Control+Enter", re.compile(r"/vien-tro/VT-"))
    assert hands.clicks == 0
    assert hands.keys <= 15
    facts = page.locator("main").inner_text()
    for text in ("Sở Y tế", "120.000", "4321/QĐ-UBND", "01/01/2026", "31/12/2026"):
        assert text in facts


def test_a_disbursement_takes_six_keys_and_no_click(enter):
    page = enter("chuyen_vien_sngv", "/vien-tro/?nam=2025")
    hands = Hands(page)
    page.locator("tr[data-payment]").first.focus()
    hands.press("ArrowDown")
    hands.press_to("g", "**/giai-ngan/")
    hands.type("151125")
    hands.press("Tab")
    hands.type("1.000,00")
    hands.press_to("Enter", re.compile(r"/vien-tro/VT-[^/]+/$"))
    assert hands.clicks == 0
    assert hands.keys <= 6
    expect(page.locator("main")).to_contain_text("15/11/2025")


def test_a_sentence_becomes_a_task_with_five_keys(enter):
    page = enter("chuyen_vien_sngv", "/hoi-nghi/2025-11-28-du-thao/ket-luan/")
    page.locator("textarea").first.fill("Giao Sở Tài chính bố trí kinh phí đón đoàn.")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("[data-open] [data-key=KeyT]")).to_be_focused()
    hands = Hands(page)
    hands.press_to("t", "**/giao-viec/")
    hands.type("stc")
    hands.press("Tab", "Tab")
    hands.type("31/12/2026")
    hands.press_to("Enter", "**/hoi-nghi/2025-11-28-du-thao/**")
    assert hands.clicks == 0
    assert hands.keys <= 5
    expect(page.locator("#ket-luan [data-open]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("31/12/2026")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("hoi nghi cho y kien", "Hội nghị", id="hội nghị, gõ không dấu"),
        pytest.param("syt", "Sở Y tế", id="cơ quan theo mã gõ nhanh"),
        pytest.param("vt-2025-001", "Cải thiện lớp học", id="khoản viện trợ theo mã"),
    ],
)
def test_anything_is_found_with_two_keys_and_a_query(enter, query, found):
    page = enter("lanh_dao_ubnd")
    hands = Hands(page)
    hands.press("Control+k")
    hands.type(query)
    expect(page.locator("#tim-nhanh-kq a.on")).to_contain_text(found)
    hands.press_to("Enter", "**")
    assert (hands.keys, hands.clicks) == (2, 0)
    expect(page.locator("h1")).to_contain_text(found)


def test_a_register_of_48_rows_with_mistakes_takes_seven_clicks_and_nothing_typed(enter, tmp_path):
    page = enter("chuyen_vien_sngv", "/vien-tro/nhap/so-rieng/")
    hands = Hands(page)
    file = tmp_path / "so-vien-tro.xlsx"
    write_register(file)
    with page.expect_file_chooser() as chooser:
        hands.click(page.locator("input[type=file]"))
    chooser.value.set_files(file)
    hands.click(page.get_by_role("button", name="Đọc tệp và ghép cột"))
    hands.click(page.get_by_role("button", name="Kiểm tra từng dòng"))
    for _, _, right in MISTAKES:
        hands.click(page.locator(".grps").get_by_role("button", name=f"Dùng “{right}”"))
    expect(page.locator("main")).to_contain_text("Khớp")
    hands.click(page.get_by_role("button", name="Ghi 48 dòng"))
    expect(page.locator("main tr[data-href]")).to_have_count(48)
    expect(page.locator("main")).to_contain_text(f"{TOTAL:,}".replace(",", "."))
    assert (hands.keys, hands.clicks) == (0, 7)
