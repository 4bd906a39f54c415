"""Every page, at two widths: accessible, inside its width, quiet, Vietnamese, at home.

The walk opens one page of each URL name for each visitor. What a visitor's role opens stands in the access
matrix: a page of it that no link leads to fails the test, unless it is named here with the reason.
"""

import hashlib
import re
import time
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.access_rows import ROWS
from tests.browser.crawl import Crawl, faults_of
from tests.browser.portal import run

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent / "vendor"
LISTED = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
FILES = Path(__file__).parents[1] / "data" / "corpus" / "files"
VISITORS = {
    "chuyen_vien_sngv": "SNGV_STAFF",
    "lanh_dao_ubnd": "UBND_LEADER",
    "dau_moi_y_te": "FOCAL",
    "quan_tri": "ADMIN",
}
OWN_TEST = "has a test of its own below"
UNLINKED = {
    "account_login": OWN_TEST,
    "mfa_authenticate": OWN_TEST,
    "account_reauthenticate": OWN_TEST,
    "mfa_reauthenticate": OWN_TEST,
    "mfa_index": OWN_TEST,
    "mfa_activate_totp": OWN_TEST,
    "mfa_deactivate_totp": OWN_TEST,
    "mfa_view_recovery_codes": OWN_TEST,
    "mfa_generate_recovery_codes": OWN_TEST,
    "mfa_download_recovery_codes": OWN_TEST,
    "aid:period_detail": OWN_TEST,
    "aid:item_totals": "linked from the list of a long register; tests/aid looks at it",
    "aid:import_check": OWN_TEST,
    "aid:import_progress": OWN_TEST,
    "aid:import_result": OWN_TEST,
    "aid:iati_check": OWN_TEST,
    "aid:iati_progress": OWN_TEST,
    "aid:iati_result": OWN_TEST,
    "aid:own_check": OWN_TEST,
    "aid:own_columns": OWN_TEST,
    "aid:own_progress": OWN_TEST,
    "aid:own_result": OWN_TEST,
    "aid:payment_import_check": "shown after an upload; tests/aid looks at it",
    "aid:payment_import_progress": "shown after an upload; as aid:import_progress",
    "aid:payment_import_result": "shown after an upload; tests/aid looks at it",
    "aid:sent_check": "shown after an upload; tests/aid looks at it",
    "aid:sent_download": "a file",
    "aid:sent_take_back": "the demonstration has no table sent out; tests/aid looks at it",
    "meetings:meeting_cancel": OWN_TEST,
    "meetings:meeting_reopen": OWN_TEST,
    "programs:import_progress": OWN_TEST,
    "programs:import_check": OWN_TEST,
    "programs:import_result": OWN_TEST,
    "programs:draft_import_check": "shown after an upload; tests/programs looks at it",
    "programs:draft_paragraph": "a part of a page: one paragraph as it is stored",
    "programs:draft_gates": "a part of a page: what the version still lacks",
    "meetings:opinion_lines": "a part of a page: the opinions of a meeting",
    "programs:point_link": "the demonstration has no confirmed key point; tests/programs looks at it",
    "programs:point_drop": "the demonstration has no confirmed key point; tests/programs looks at it",
    "programs:point_drop_many": "the demonstration has no lost key point; tests/programs looks at it",
    "reports:finding_keep": "the demonstration has no error that blocks; tests/reports looks at it",
    "programs:hint_formula": "the demonstration says no formula twice; tests/programs looks at it",
    "opinions:contribution_write": "the demonstration's round is over; tests/meetings looks at it",
    "opinions:round_edit": "the demonstration's round is over; tests/meetings looks at it",
    "opinions:round_remind": "the demonstration's round is over; tests/meetings looks at it",
    "opinions:letter_download": "a file, and the demonstration has none",
    "programs:program_assign": "the demonstration has no issued program; tests/programs looks at it",
    "aid:open_data_file": "a file, and publication is off in the demonstration",
    "aid:open_data_publish": "an act without a page",
    "core:calendar_feed": "a file for calendar programs; its address is shown once, when it is made",
    "core:calendar_revoke": "an act without a page",
    "meetings:followup_evidence": "a file, and the demonstration has none",
    "meetings:followup_return": "the demonstration has no report on work; tests/meetings looks at it",
    "reports:issued_pdf": "a file, and the demonstration has none",
    "reports:issued_docx": "a file, and the demonstration has none",
    "reports:paper_file": "a file, and the demonstration has none",
    "reports:paper_job": "shown while a file is made; tests/reports looks at it",
    "programs:program_step_file": "a file, and the demonstration has none",
    "core:agency_options": "a part of a page: what a combobox offers",
    "core:country_options": "a part of a page: what a combobox offers",
    "core:locality_options": "a part of a page: what a combobox offers",
    "core:partner_options": "a part of a page: what a combobox offers",
    "core:person_options": "a part of a page: what a combobox offers",
    "core:swapped_day_edit": "the demonstration has no swapped day; the form is that of swapped_day_add",
    "aid:document_download": "a file, and the demonstration has none",
    "aid:registration_scan": "a file, and the demonstration has none",
    "aid:item_merge": "the demonstration has no item twice; the page is that of donor_merge",
    "aid:merge_undo": "the demonstration has merged nothing; tests/aid looks at it",
    "meetings:paper_download": "a file, and the demonstration has none",
    "reports:export_page": "a file: the picture of one printed page",
    "reports:report_preview": "a part of a page: the printed pages beside the writing",
    "reports:passage": "a part of a page: one passage as it is stored",
    "reports:manual_file": "a file, and the demonstration has none",
    "reports:report_file": "a file, and the demonstration has none",
    "reports:report_archive": "a file, and the demonstration has none",
    "reports:signed_copy_file": "a file, and the demonstration has none",
    "reports:report_discard": "the demonstration's report was begun by no account of the walk",
    "reports:export_file": "a file, and the demonstration has none",
    "reports:export_progress": "a part of a page, while an export runs",
}
# An issued report has its numbers on its own page; a draft is read by those who have a part in it.
OPEN_REPORT = ("reports:report_figure", "reports:report_figures")
# Pages of records of one's own agency, where the demonstration gives this agency none.
NO_RECORD = {
    "dau_moi_y_te": (
        "aid:allocation_edit",
        "meetings:award_detail",
        "programs:activity_detail",
        "programs:draft_compare",
        "reports:findings",
        "reports:manual_figure",
        "reports:report_differences",
    ),
    "lanh_dao_ubnd": (*OPEN_REPORT, "reports:report_return", "reports:report_sign"),
}


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_is_accessible_in_its_width_and_vietnamese(enter, portal, visitor):
    run(portal.folder, "tests/browser/reports_world.py")
    unlinked = (*UNLINKED, *NO_RECORD.get(visitor, ()))
    walk = Crawl(enter(visitor), portal.url, VISITORS[visitor], unlinked, shared="SNGV_STAFF").run()
    assert walk.faults == []
    assert set(UNLINKED) <= set(ROWS)
    assert sorted(walk.owed - walk.seen) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        pytest.param("/vien-tro/nhap/", "h26_unknown_currency.xlsx", id="khoản viện trợ"),
        pytest.param("/chuong-trinh/nhap/", "j06_thirty_rows_all_bad.xlsx", id="nhiệm vụ"),
    ],
)
def test_the_pages_of_an_import(enter, path, wrong):
    page = enter("chuyen_vien_sngv", path)
    example = page.request.get(f"{path}vi-du/").body()
    faults = []
    for name, content in ((wrong, (FILES / wrong).read_bytes()), ("vi-du.xlsx", example)):
        page.goto(path)
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
        page.get_by_role("button", name="Kiểm tra tệp").click()
        page.wait_for_url("**/kiem-tra/")
        faults += faults_of(page)
    page.get_by_role("button", name=re.compile("^Ghi")).click()
    page.wait_for_url("**/ket-qua/")
    faults += faults_of(page)
    page.goto(page.url.replace("/ket-qua/", "/tien-trinh/"))
    assert faults + faults_of(page) == []


def test_the_pages_of_a_closed_period(enter):
    page = enter("giam_doc_sngv", "/vien-tro/ky/khoa/")
    page.locator("[name=reason]").fill("Báo cáo năm đã ban hành")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/vien-tro/ky/")
    faults = faults_of(page)
    page.locator("tbody a").first.click()
    page.wait_for_url("**/vien-tro/ky/*/")
    assert faults + faults_of(page) == []


@pytest.mark.parametrize(
    ("visitor", "path"),
    [
        ("chuyen_vien_sngv", "/hoi-nghi/2025-11-28-du-thao/huy/"),
        ("lanh_dao_ubnd", "/hoi-nghi/2025-11-28-du-thao/mo-lai/"),
        ("lanh_dao_ubnd", "/vien-tro/VT-2025-001/buoc/phe-duyet/"),
    ],
)
def test_a_page_for_a_state_that_no_demonstration_record_has(enter, visitor, path):
    page = enter(visitor, path)
    assert urlsplit(page.url).path == path
    assert faults_of(page) == []


@pytest.mark.parametrize(
    "path",
    ["/vien-tro/them/", "/hoi-nghi/them/", "/chuong-trinh/nhiem-vu/them/", "/danh-muc/doi-tac/them/"],
)
def test_a_form_with_errors(enter, path):
    page = enter("chuyen_vien_sngv", path)
    page.locator("form[data-save] button[type=submit]").first.click()
    expect(page.locator(".dn-errsum")).to_be_focused()
    assert faults_of(page) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/vien-tro/them/", 403), ("/vien-tro/VT-0/", 404), ("/khong-co/", 404)],
    ids=["không được ghi", "không có bản ghi", "không có trang"],
)
def test_a_page_that_refuses(enter, path, status):
    page = enter("lanh_dao_ubnd", "/bao-cao/")
    # Opened, it would leave Chromium's own line on the console.
    answer = page.request.get(path)
    assert answer.status == status
    page.set_content(answer.text())
    assert faults_of(page) == []


@pytest.mark.parametrize("key", ["Control+k", "?"])
def test_an_open_dialog(enter, key):
    page = enter("chuyen_vien_sngv")
    page.keyboard.press(key)
    if key == "Control+k":
        page.keyboard.type("y te")
        expect(page.locator("#tim-nhanh-kq a.on")).to_be_visible()
    assert faults_of(page) == []


def test_the_pages_of_ones_own_account(enter, portal):
    page = enter(path="/dang-nhap/")
    faults = faults_of(page)
    _sign_in(page, "chuyen_vien_sngv", "sai-mat-khau")
    expect(page.locator(".dn-errsum")).to_be_visible()
    faults += faults_of(page)
    _sign_in(page, "chuyen_vien_sngv", portal.password)
    page.wait_for_url(f"{portal.url}/")

    page.goto("/tai-khoan/xac-thuc/bat/")
    faults += faults_of(page)
    page.get_by_label("Mật khẩu", exact=True).fill(portal.password)
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator(".secret").wait_for()
    faults += faults_of(page)
    secret = page.locator(".secret").inner_text()
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    with page.expect_navigation():
        page.locator("form[data-save] button[type=submit]").click()
    for path in (
        "/tai-khoan/ma-du-phong/",
        "/tai-khoan/ma-du-phong/tao/",
        "/tai-khoan/xac-thuc/",
        "/tai-khoan/xac-thuc/tat/",
        "/tai-khoan/xac-nhan/",
        "/tai-khoan/xac-nhan-ma/",
    ):
        page.goto(path)
        faults += faults_of(page)
    assert faults == []


def _sign_in(page, username, password):
    page.get_by_label("Tài khoản công vụ").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_the_checker_of_pages_is_the_recorded_one():
    listed = {name: digest for package in LISTED for name, digest in package["files"].items()}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    assert found.keys() - {"VENDOR.toml"} == listed.keys()
    assert {name: found[name] for name in listed} == listed
