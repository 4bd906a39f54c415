"""Pages from the keyboard alone, and the two big forms without scripts."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return [style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0, style.boxShadow !== "none"];
}"""


def test_the_first_tab_leads_past_the_navigation(enter):
    page = enter("lanh_dao_ubnd")
    page.keyboard.press("Tab")
    link = page.locator(".dn-skip")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()


def test_each_stop_of_tab_shows_where_it_is(enter):
    page = enter("chuyen_vien_sngv", "/vien-tro/")
    for _ in range(25):
        page.keyboard.press("Tab")
        assert any(page.evaluate(OUTLINE)), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@pytest.mark.parametrize(
    ("key", "dialog"),
    [pytest.param("Control+k", "#tim-nhanh", id="tìm nhanh"), pytest.param("?", "#phim-tat", id="phím tắt")],
)
def test_escape_closes_a_dialog_and_gives_the_focus_back(enter, key, dialog):
    page = enter("chuyen_vien_sngv", "/vien-tro/")
    stop = page.locator("tr[data-href]").first
    stop.focus()
    page.keyboard.press(key)
    expect(page.locator(dialog)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(dialog)).to_be_hidden()
    expect(stop).to_be_focused()


def test_arrows_move_through_the_tree_of_tasks_and_open_and_close_it(enter):
    page = enter("chuyen_vien_sngv", "/chuong-trinh/2021-2025/")
    tree = page.get_by_role("treegrid")
    rows = tree.locator("tbody tr")
    shown = rows.count()
    first = rows.first
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    task = tree.locator("tr:focus")
    expect(task).to_have_attribute("aria-level", "3")
    page.keyboard.press("Enter")
    expect(page.locator("#ngan-ten")).to_have_text(task.locator("a.nm").inner_text())
    page.keyboard.press("ArrowLeft")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowLeft")
    expect(first).to_have_attribute("aria-expanded", "false")
    expect(first).to_be_focused()
    assert rows.count() < shown
    page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-expanded", "true")
    expect(first).to_be_focused()
    assert rows.count() == shown


def test_a_star_opens_every_branch_beside_the_row(enter):
    page = enter("chuyen_vien_sngv", "/chuong-trinh/2021-2025/")
    pillars = page.locator("tr[aria-level='1']")
    first = pillars.first
    first.focus()
    for _ in range(pillars.count()):
        page.keyboard.press("ArrowLeft")
        expect(page.locator("tr:focus")).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
    expect(page.locator("tr[aria-level='3']")).to_have_count(0)
    page.keyboard.press("Home")
    page.keyboard.press("*")
    expect(page.locator("tr[aria-level='1'][aria-expanded='false']")).to_have_count(0)
    expect(first).to_be_focused()


def test_s_shows_the_source_of_a_number_and_escape_leads_back(enter):
    page = enter("lanh_dao_ubnd", "/?nam=2025")
    number = page.locator(".dn-kpi .tile", has_text="iện trợ").locator(".v a").first
    number.focus()
    page.keyboard.press("s")
    panel = page.locator("#nguon-so")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("11")
    expect(panel).to_contain_text("Định nghĩa")
    expect(panel).to_contain_text("từ 01/01/2025 đến 31/12/2025")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(number).to_be_focused()


def test_an_aid_item_is_saved_without_scripts(enter):
    page = enter("chuyen_vien_sngv", "/vien-tro/them/", java_script_enabled=False)
    page.locator("[name=name]").fill("Khoản ghi không cần tập lệnh")
    page.locator("[name=mode]").first.check(force=True)
    for name in ("sector", "donor", "recipient"):
        page.locator(f"select[name={name}]").select_option(index=1)
    page.locator("[name=amount]").fill("120.000,00")
    page.locator("button[name=save]").click()
    expect(page.locator("h1")).to_have_text("Khoản ghi không cần tập lệnh")


def test_a_meeting_is_saved_without_scripts(enter):
    page = enter("chuyen_vien_sngv", "/hoi-nghi/them/", java_script_enabled=False)
    page.locator("[name=title]").fill("Họp ghi không cần tập lệnh")
    page.locator("[name=purpose]").select_option(index=1)
    page.locator("[name=held_on]").fill("20/11/2025")
    page.locator("[name=organiser]").fill("sngv")
    page.locator("[name=conclusion]").fill("Giao Sở Ngoại vụ xây dựng kế hoạch.")
    page.locator("button[name=save]").click()
    expect(page.locator("h1")).to_have_text("Họp ghi không cần tập lệnh")
    page.locator("[data-key=KeyT]").click()
    page.locator("[name=lead]").fill("sngv")
    page.locator("[name=due]").fill("31/12/2026")
    page.locator("form.mt-give button[type=submit]").click()
    expect(page.locator("#ket-luan a[href^='#viec-']")).to_have_count(1)
