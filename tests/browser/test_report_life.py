"""The annual report is locked and exported within its budget (J11)."""

import re

from playwright.sync_api import expect

from tests.browser.portal import Hands

PAGE = "/bao-cao/2025/tong-ket/"


def test_the_annual_report_is_locked_and_exported_with_four_clicks_and_the_year(enter):
    page = enter("chuyen_vien_lien_hiep", PAGE)
    hands = Hands(page)
    hands.click(page.locator("#duong-di").get_by_role("link", name=re.compile("Soát số liệu")))
    hands.click(page.get_by_role("link", name="Chốt số liệu"))
    expect(page.get_by_label("Gõ năm báo cáo để xác nhận")).to_be_focused()
    hands.type("2025")
    with page.expect_navigation(url=f"**{PAGE}"):
        hands.click(page.get_by_role("button", name=re.compile("^Chốt số liệu")))
    state = page.get_by_role("region", name="Trạng thái")
    expect(state.get_by_role("listitem").and_(page.locator("[aria-current=step]"))).to_contain_text(
        "Đã chốt số liệu"
    )
    hands.click(page.get_by_role("button", name="Xuất PDF dự thảo", exact=True))
    expect(page.locator("#tien-trinh")).to_contain_text("Đang chờ")
    assert (hands.keys, hands.clicks) == (0, 4)
    page.goto(PAGE)
    assert page.locator("[data-edit]").count() == 0
    expect(state).to_contain_text("Chờ: Lãnh đạo Liên hiệp (minh họa)")
