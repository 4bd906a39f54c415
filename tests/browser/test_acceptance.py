"""The whole life of a program's draft, from its Word file to the dossier that goes up, as people do it."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.portal import run
from tests.browser.program_steps import (
    DRAFTS,
    LIFE,
    ROUND,
    answer_all,
    answer_in_portal,
    ask,
    begin_next_version,
    correct,
    dossier_of,
    drop_lost,
    hold_conference,
    lose_and_bring_back,
    move,
    record_letter,
    set_length,
    settle_points,
    shorten_in_word,
    split,
    start,
    try_hints,
    words_of,
    work_on_own_part,
)
from tests.programs.office_draft import office_draft

pytestmark = pytest.mark.browser
CLERK, HEAD, DIRECTOR, OFFICE = "chuyen_vien_sngv", "lanh_dao_phong", "giam_doc_sngv", "vp_ubnd"
IN_PORTAL = (
    ("dau_moi_y_te", "đoạn III.12", "Ghi rõ kinh phí hằng năm."),
    ("dau_moi_giao_duc", "đoạn III.20", "Nêu số học bổng cho lưu học sinh Lào."),
    ("dau_moi_cong_thuong", "", "Đề nghị rút gọn phần đánh giá."),
    ("chuyen_vien_lien_hiep", "Phần II, mục III", "Bổ sung vai trò của hội thành viên."),
)
BY_LETTER = (
    ("Sở Tài chính", "125/STC-QLNS", "đoạn III.9", "Cân đối với ngân sách."),
    ("Sở NNMT", "77/SNNMT-KH", "đoạn II.30", "Bổ sung nội dung nước sạch."),
)
LATE, SILENT = "Công an tỉnh", "Sở Nội vụ"


@pytest.fixture
def people(portal, enter, monkeypatch):
    """Return a function that gives the page of an account, each in a browser of its own."""
    for username, key in json.loads(run(portal.folder, "tests/browser/acceptance_world.py")).items():
        monkeypatch.setitem(portal.sessions, username, key)
    pages = {}

    def page_of(username, path=""):
        # Without a path the page stays where it is: the steps lead on themselves.
        if username not in pages:
            pages[username] = enter(username, path or LIFE)
        elif path:
            pages[username].goto(path)
        return pages[username]

    return page_of


def write(people):
    """From the Word file to a corrected draft with three authors, a length and its key points; its words."""
    start(people(CLERK, "/chuong-trinh/them/"), office_draft(2031)[0])
    first = words_of(people(CLERK), 1)
    correct(people(CLERK))
    split(people(HEAD))
    set_length(people(HEAD), round(first * 0.65))
    work_on_own_part(people("soan_hai"))
    settle_points(people(HEAD))
    move(people(HEAD, LIFE), "Lấy ý kiến bằng văn bản")
    return first


def consult(people, portal):
    """Eight agencies: four in the portal, two by letter, one a day late, one silent."""
    ask(people(HEAD))
    for account, place, text in IN_PORTAL:
        answer_in_portal(people(account, ROUND), place, text)
    for agency, number, place, text in BY_LETTER:
        record_letter(people(CLERK, ROUND), agency, number, place, text)
    run(portal.folder, "tests/browser/acceptance_world.py", "2031-2035")
    late = people("dau_moi_cong_an", ROUND)
    answer_in_portal(late, "đoạn III.30", "Bổ sung việc bảo đảm an ninh khi đón đoàn.")
    board = people(HEAD, ROUND)
    board.get_by_role("button", name="Kết thúc đợt").click()
    expect(board.locator("main")).to_contain_text("Đã kết thúc")
    expect(board.locator("tr", has_text=LATE)).to_contain_text("Muộn 1 ngày")
    expect(board.locator("tr", has_text=SILENT)).to_contain_text("Chưa trả lời")
    move(people(HEAD, LIFE), "Đã lên lịch hội nghị")


def conclude(people):
    """The conference, its minutes and its conclusion; then every opinion is answered in the next version."""
    hold_conference(people(CLERK))
    move(people(OFFICE, LIFE), "Đã tổ chức hội nghị")
    move(people(OFFICE, LIFE), "Có kết luận hội nghị")
    move(people(HEAD, LIFE), "Tiếp thu, giải trình")
    begin_next_version(people(HEAD))
    answer_all(people(CLERK))
    move(people(HEAD, LIFE), "Rút gọn")


def shorten(people):
    """A hint, a clause that is missed and comes back, the rest in Word, and one decision."""
    try_hints(people(CLERK))
    lose_and_bring_back(people(CLERK))
    shorten_in_word(people(CLERK))
    assert drop_lost(people(HEAD)) >= 1


def test_a_word_file_becomes_a_submitted_dossier(people, portal):
    first = write(people)
    consult(people, portal)
    conclude(people)
    shorten(people)

    assert words_of(people(CLERK), 3) <= 0.65 * first
    gates = people(CLERK, f"{DRAFTS}/3/").locator("#cua")
    expect(gates).to_contain_text("Giữ đủ")
    expect(gates).to_contain_text("ý kiến")
    expect(gates.locator(".st.warn, .st.bad")).to_have_count(0)
    move(people(DIRECTOR, LIFE), "Đã trình")
    names = dossier_of(people(DIRECTOR), portal)
    assert sorted(name.rpartition(".")[2] for name in names) == ["docx"] * 4 + ["pdf"] * 4
