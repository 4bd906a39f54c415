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
