"""The main job, as people do it: log a meeting and an aid item, see the board change, hand out the PDF."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from pdfminer.high_level import extract_text
from playwright.sync_api import expect

from reports.documents.checker import check_pdf

pytestmark = pytest.mark.browser

TITLE = "Họp bàn chuẩn bị đón đoàn đại biểu tỉnh Hủa Phăn"
ITEM = "Hỗ trợ thiết bị lọc nước cho trạm y tế xã"
WORK = (
    "Giao Sở Ngoại vụ xây dựng kế hoạch đón đoàn.",
    "Giao Sở Y tế bố trí tổ y tế phục vụ đoàn.",
    "Giao Sở Tài chính thẩm định dự toán kinh phí.",
)


@pytest.fixture
def today():
    """Today as it is typed."""
    return timezone.localdate().strftime("%d/%m/%Y")


def _sign_in(page, portal, username):
    page.get_by_label("Tài khoản công vụ").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(portal.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(f"{portal.url}/")


def _tile(page, label):
    """Return the words of one headline tile of the dashboard."""
    return page.locator(".dn-kpi .tile", has_text=label).inner_text()


def _log_meeting(page, today):
    page.goto("/hoi-nghi/them/")
    for label, text in (("Tên cuộc họp", TITLE), ("Ngày họp", today), ("Cơ quan tổ chức", "sngv")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Mục đích").select_option(index=1)
    page.locator("[name=conclusion]").fill(" ".join(WORK))
    page.locator("button[name=save]").click()
    for lead in ("sngv", "syt", "stc"):
        page.locator("#ket-luan [data-open] [data-key=KeyT]").first.click()
        page.locator("[name=lead]").fill(lead)
        page.locator("[name=due]").fill(today)
        page.get_by_role("button", name=re.compile("^Giao việc")).click()
        expect(page.locator("form.mt-give")).to_have_count(0)


def _log_item(page, today):
    page.goto("/vien-tro/them/")
    page.get_by_label("Tên khoản viện trợ").fill(ITEM)
    page.locator("[name=mode]").first.check(force=True)
    page.get_by_label("Lĩnh vực", exact=True).select_option(index=1)
    for label, letters in (("Nhà tài trợ", "anh ban"), ("Cơ quan tiếp nhận", "syt")):
        page.get_by_role("combobox", name=label, exact=True).press_sequentially(letters)
        page.locator(".combo-list:not([hidden]) [role=option]").first.click()
    page.get_by_label("Cam kết", exact=True).fill("120.000,00")
    page.locator("[name=currency]").select_option("EUR")
    page.get_by_label("Số quyết định phê duyệt").fill("4321/QĐ-UBND")
    page.get_by_label("Ngày phê duyệt").fill(today)
    page.locator("button[name=save]").click()


def test_a_logged_meeting_and_item_reach_the_leaders_board(enter, portal, today):
    leader = enter("lanh_dao_ubnd")
    meetings_before, aid_before = _tile(leader, "ội nghị"), _tile(leader, "iện trợ")

    staff = enter(path="/dang-nhap/")
    _sign_in(staff, portal, "chuyen_vien_sngv")
    _log_meeting(staff, today)
    assert staff.locator("#ket-luan [data-open]").count() == 0
    assert staff.locator("#ket-luan a[href^='#viec-']").count() == 3
    _log_item(staff, today)
    expect(staff.locator("h1")).to_have_text(ITEM)
    commitment = staff.locator("main tr", has_text="Cam kết").first
    expect(commitment).to_contain_text("120.000 EUR")
    rate = re.search(r"[\d.,]+ đ/EUR", commitment.inner_text())[0]

    leader.goto("/")
    assert _tile(leader, "ội nghị") != meetings_before
    assert _tile(leader, "iện trợ") != aid_before
    leader.locator(".dn-kpi .tile", has_text="iện trợ").locator("a.l").click()
    row = leader.locator("tr", has_text=ITEM)
    expect(row).to_contain_text("120.000 EUR")
    expect(row).to_contain_text(rate.removesuffix(" đ/EUR"))


def test_the_exported_report_is_an_official_pdf_with_the_figures(enter, portal):
    page = enter("chuyen_vien_lien_hiep", "/bao-cao/")
    page.locator("main a[href*='/bao-cao/2025/tong-ket/']").first.click()
    page.get_by_role("button", name=re.compile("^Xuất PDF")).click()
    expect(page.locator("#tien-trinh")).to_contain_text("Đang chờ")
    portal.work_off_tasks()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp PDF").click()
    content = Path(download.value.path()).read_bytes()

    assert check_pdf(content) == []
    words = " ".join(extract_text(BytesIO(content)).split())
    for phrase in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "1,9 triệu USD"):
        assert phrase in words
