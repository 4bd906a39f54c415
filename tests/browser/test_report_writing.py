"""A report written on its paper: a number shows its source, a passage saves itself, the steps follow."""

import re

from playwright.sync_api import expect

PAGE = "/bao-cao/2025/tong-ket/"
PASSAGE = "[id='muc-I.4']"


def test_a_passage_is_written_in_its_place(enter):
    page = enter("chuyen_vien_lien_hiep", PAGE)
    page.locator("[data-figure='aid.items_received']").first.click()
    expect(page.locator("#nguon")).to_contain_text("11 khoản tạo nên số này")
    # What is typed before the box is there stands in it.
    held = []
    page.route("**/sua/", lambda route: held.append(route))
    with page.expect_request("**/sua/"):
        page.locator(f"{PASSAGE} .rp-para > .vb-p").first.click()
    page.keyboard.type(" Gõ sớm")
    held[0].continue_()
    page.unroute("**/sua/")
    box = page.locator(f"{PASSAGE} textarea[data-passage]")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("Gõ sớm$"))
    box.fill("Kiều bào gắn bó với ")
    page.locator("#tim-so").fill("hoi huu nghi thanh vien")
    page.locator(".rp-tokens li:not([hidden]) button").first.click()
    expect(box).to_have_value("Kiều bào gắn bó với {{associations.members}}")
    expect(page.locator(f"{PASSAGE} .saved")).to_contain_text("Đã lưu lúc")
    expect(page.locator(f"{PASSAGE} .rp-printed")).to_contain_text("10 hội")

    page.keyboard.press("Control+Enter")
    expect(page.locator(f"{PASSAGE} .rp-para > .vb-p").first).to_have_text(re.compile("gắn bó với 10 hội"))
    page.locator("[id='muc-I.5']").hover()
    page.locator("[id='muc-I.5'] .rp-talk summary").click()
    expect(page.locator("[id='muc-I.5'] .rp-say textarea")).to_be_focused()
    # Others may write it now; the steps count what is left.
    other = enter("lanh_dao_lien_hiep", PAGE)
    expect(other.locator(PASSAGE)).to_contain_text("Kiều bào gắn bó với 10 hội")
    other.locator(f"{PASSAGE} .rp-para > .vb-p").first.click()
    other.locator(f"{PASSAGE} textarea[data-passage]").fill("Toàn tỉnh có 99 khoản viện trợ.")
    other.keyboard.press("Control+Enter")
    expect(other.locator("#duong-di")).to_contain_text("Còn 1")
    expect(other.locator("#so-khop")).to_contain_text("1 thiếu minh chứng")
    expect(other.locator(f"{PASSAGE} [data-state=THIEU]")).to_have_text(re.compile("99 khoản"))


def test_on_a_phone_the_list_comes_when_it_is_asked_for(enter):
    page = enter("chuyen_vien_lien_hiep", PAGE)
    page.set_viewport_size({"width": 390, "height": 820})
    passage = page.locator("[id='muc-II.han_che']")
    passage.locator(".rp-para > .vb-p").first.click()
    box = passage.locator("textarea[data-passage]")
    expect(box).to_be_in_viewport()
    before = box.input_value()
    passage.locator("[data-open-insert]").click()
    page.locator("#chen summary").first.click()
    page.locator("#chen [data-token='{{aid.items_received}}']").click()
    expect(box).to_have_value(f"{before}{{{{aid.items_received}}}}")
    expect(box).to_be_in_viewport()
    expect(page.locator("#chen.sheet")).to_have_count(0)


def test_other_passages_and_the_outline_follow_a_saved_passage(enter):
    page = enter("chuyen_vien_lien_hiep", PAGE)
    first = page.locator("[data-figure='meetings.held'] sup").first
    expect(first).to_have_text("1")
    expect(page.locator(".rp-toc a[aria-current]")).to_have_text("Mở đầu")
    opening = page.locator("[id='muc-I.1']")
    opening.locator(".rp-para > .vb-p").first.click()
    opening.locator("textarea[data-passage]").fill("Toàn tỉnh có {{tasks.total}}.")
    page.keyboard.press("Control+Enter")
    expect(first).to_have_text("2")
    page.locator(".rp-toc a", has_text="Kiến nghị").click()
    expect(page.locator(".rp-toc a[aria-current]")).to_contain_text("Kiến nghị")

    # The page with all passages saves each of them by itself; a closed browser loses nothing.
    page.goto(f"{PAGE}soan/")
    passage = page.locator(PASSAGE)
    passage.locator("textarea").fill("Kiều bào gắn bó.")
    expect(passage.locator(".saved")).to_contain_text("Đã lưu lúc")
    passage.locator("textarea").fill("Kiều bào gắn bó với quê hương.")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    expect(page.locator(PASSAGE)).to_contain_text("gắn bó với quê hương")
