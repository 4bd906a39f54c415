"""The checks of pages turn red: each finds the fault that was put into a sound page."""

import pytest

from tests.browser.crawl import faults_of
from tests.browser.portal import DESK, Trouble

pytestmark = pytest.mark.browser

WIDE = '<canvas width="2000" height="10"></canvas>'
TABLE = f'<div class="dn-tw">{WIDE}</div>'


@pytest.fixture
def broken(portal, chromium):
    """Return a function that opens a page with something put at its end: (faults, trouble)."""
    contexts = []

    def open_broken(html, path="/bao-cao/"):
        trouble = Trouble(portal.url)
        context = chromium.new_context(base_url=portal.url, viewport=DESK)
        contexts.append(context)
        trouble.watch(context)
        context.add_cookies([
            {"name": "sessionid", "value": portal.sessions["chuyen_vien_sngv"], "url": portal.url}
        ])  # fmt: skip

        def put(route):
            answer = route.fetch()
            # The headers stay, the content security policy with them.
            route.fulfill(response=answer, body=answer.text().replace("</main>", f"{html}</main>"))

        page = context.new_page()
        page.route(f"**{path}", put)
        page.goto(path)
        return faults_of(page), trouble.lines

    yield open_broken
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param(WIDE, "too wide", id="rộng hơn trang"),
        pytest.param(TABLE, "table too wide", id="bảng rộng hơn khung"),
        pytest.param('<img src="/static/img/star.svg">', "axe image-alt", id="hình không có chữ thay"),
        pytest.param('<button type="button"></button>', "axe button-name", id="nút không tên"),
        pytest.param('<input type="text">', "axe label", id="ô không nhãn"),
        pytest.param("<p>Please save your changes</p>", "English: please", id="chữ tiếng Anh"),
        pytest.param('<b title="Close">x</b>', "English: close", id="thuộc tính tiếng Anh"),
    ],
)
def test_a_fault_of_a_page_is_found(broken, html, found):
    faults, _ = broken(html)
    assert any(found in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param(
            '<img alt="" src="http://example.invalid/a.png">',
            "console: Loading the image 'http://example.invalid/a.png' violates",
            id="hình từ nơi khác",
        ),
        pytest.param(
            '<p style="color:red">x</p>', "console: Applying inline style", id="kiểu viết trong trang"
        ),
        pytest.param(
            "<script>1</script>", "console: Executing inline script", id="tập lệnh viết trong trang"
        ),
        pytest.param('<img alt="" src="/khong-co.svg">', "console: Failed to load", id="tệp không có"),
    ],
)
def test_trouble_behind_a_page_is_found(broken, html, found):
    _, trouble = broken(html)
    assert any(line.startswith(found) for line in trouble), trouble


def test_a_sound_page_stays_green(broken):
    assert broken("") == ([], [])
