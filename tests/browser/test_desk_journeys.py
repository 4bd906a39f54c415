"""The journeys of a draft after its conference, within their budgets of control keys and clicks."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.desk_world import ASKED, POINT
from tests.browser.portal import Hands, run

pytestmark = pytest.mark.browser
MEETING = "/hoi-nghi/2025-11-28-du-thao/"
DRAFT = "/chuong-trinh/2026-2030/du-thao"


@pytest.fixture
def desk(portal):
    """Where the paragraphs of the next version stand."""
    return json.loads(run(portal.folder, "tests/browser/desk_world.py"))


def lines(page):
    return page.locator("[data-opinions] [data-number]")


def speak(hands, agency, place, text):
    hands.type(agency)
    hands.press("Tab")
    hands.type(place)
    hands.press("Tab")
    hands.type(text)
    hands.press("Enter")


def test_an_opinion_is_logged_live_with_four_keys(enter, desk):
    page = enter("chuyen_vien_sngv", MEETING)
    before = lines(page).count()
    hands = Hands(page)
    hands.press("i")
    speak(hands, "stc", "2.5", "Gắn với khả năng cân đối vốn.")
    assert (hands.keys, hands.clicks) == (4, 0)
    assert page.evaluate("document.activeElement.name") == "agency"
    expect(lines(page)).to_have_count(before + 1)
    expect(lines(page).first).to_contain_text("Sở Tài chính")
    expect(lines(page).first).to_contain_text("Phần\xa0thứ\xa0hai")

    speak(hands, "=", "", "Ghi rõ nguồn kinh phí.")
    expect(lines(page)).to_have_count(before + 2)
    hands.press("ArrowUp")
    page.keyboard.press("End")
    hands.type(" hằng năm")
    hands.press("Enter")
    expect(lines(page).first).to_contain_text("Ghi rõ nguồn kinh phí. hằng năm")
    expect(lines(page)).to_have_count(before + 2)


def test_what_is_typed_without_a_connection_is_sent_later(enter, desk):
    page = enter("chuyen_vien_sngv", MEETING)
    before = lines(page).count()
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    hands = Hands(page)
    hands.press("i")
    speak(hands, "stc", "", "Nói lúc mất mạng.")
    expect(page.locator("[data-line-waiting] li")).to_contain_text("chưa có mạng")
    hands.type("syt")
    hands.press("Tab", "Tab")
    hands.type("Đang gõ dở")
    page.reload()
    expect(lines(page)).to_have_count(before + 1)
    expect(lines(page).first).to_contain_text("Nói lúc mất mạng.")
    expect(page.locator("[data-line-waiting] li")).to_have_count(0)
    expect(page.locator("form.qadd [name=text]")).to_have_value("Đang gõ dở")


def test_an_opinion_is_settled_with_two_keys_at_the_paragraph_of_the_cursor(enter, desk):
    page = enter("chuyen_vien_sngv", f"{DRAFT}/{desk['number']}/muc/{desk['paragraph']}/")
    paragraph = page.locator(f"#doan-{desk['paragraph']}")
    expect(paragraph.locator(".opm.bad")).to_contain_text("chưa xử lý")
    paragraph.focus()
    opinion = page.locator("#bang [data-opinion]", has_text=ASKED)
    opinion.focus()
    hands = Hands(page)
    hands.press("1")
    hands.type("Đã ghi rõ theo từng năm")
    hands.press("Enter")
    expect(paragraph.locator(".opm.ok")).to_contain_text("tiếp thu")
    assert (hands.keys, hands.clicks) == (2, 0)
    expect(page.locator("#bang [data-opinion]", has_text=ASKED)).to_contain_text("Đã ghi rõ theo từng năm")


def test_an_opinion_is_settled_with_two_clicks(enter, desk):
    page = enter("chuyen_vien_sngv", f"{DRAFT}/{desk['number']}/muc/{desk['paragraph']}/")
    opinion = page.locator("#bang [data-opinion]", has_text=ASKED)
    hands = Hands(page)
    hands.click(opinion.get_by_role("button", name="Giải trình"))
    hands.type("Số đoàn do kế hoạch năm quyết định")
    hands.click(opinion.get_by_role("button", name="Giải trình"))
    expect(page.locator(f"#doan-{desk['paragraph']} .opm.mute")).to_contain_text("giải trình")
    assert (hands.keys, hands.clicks) == (0, 2)


def test_what_shortening_lost_comes_back_with_two_clicks_and_a_key(enter, desk):
    page = enter("chuyen_vien_sngv", f"{DRAFT}/{desk['number']}/")
    hands = Hands(page)
    hands.click(page.get_by_role("link", name="So sánh"))
    expect(page.locator(".cmp-sum")).to_contain_text("Rơi 1 ý")
    hands.click(page.locator(".dn-views a", has_text="Rơi ý"))
    expect(page.locator(".cmp .lost")).to_contain_text(POINT)
    hands.press_to("r", "**vua=**")
    assert (hands.keys, hands.clicks) == (1, 2)
    expect(page.locator(".cmp-sum")).to_contain_text("Đủ ý chính")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".cmp-sum")).to_contain_text("Rơi 1 ý")
