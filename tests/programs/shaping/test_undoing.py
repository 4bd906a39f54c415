"""Hoàn tác takes back a whole act: both paragraphs of a joining, all pieces of a cut, a heading's text."""

import pytest

from core.legal import RuleError
from programs.actions.drafts import add_section, edit_section, freeze_draft
from programs.actions.headings import demote_section, shift_heading
from programs.models import Draft
from tests.programs.shaping.making import at, order, url

pytestmark = pytest.mark.django_db
SAID = (
    "key",
    "kind",
    "level",
    "part",
    "chapter",
    "number",
    "text",
    "footnotes",
    "table",
    "words",
    "came_from",
)


def said(draft):
    return list(draft.sections.in_order().values_list(*SAID))


def do(staff, draft, text, what):
    """Press a button of a paragraph; return the page that it leads to."""
    section = at(draft, text)
    address = url("draft_paragraph_arrange", draft, section.key)
    return staff.post(address, {"viec": what, "version": section.version}, follow=True).content.decode()


def split(staff, draft, text):
    section = at(draft, text)
    typed = {"text": section.text.replace(". ", ".\n\n"), "version": section.version}
    assert staff.post(url("draft_paragraph_split", draft, section.key), typed).status_code == 302


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("Một hai", "gop", id="gộp"),
        pytest.param("Một hai", "de-muc", id="thành đề mục"),
        pytest.param("Chín mười", "de-muc", id="thành mục lớn"),
        pytest.param("KẾT QUẢ", "doan", id="mục lớn thành đoạn"),
        pytest.param("KẾT QUẢ", "cap-xuong", id="xuống cấp"),
    ],
)
def test_undo_takes_back_all_that_one_button_did_and_again_does_it_anew(draft, staff, text, what):
    before = said(draft)
    do(staff, draft, text, what)
    after = said(draft)
    assert after != before
    assert "Đã hoàn tác cả việc" in do(staff, draft, text, "hoan-tac")
    assert said(draft) == before
    do(staff, draft, text, "hoan-tac")
    assert said(draft) == after


@pytest.mark.parametrize("pressed_at", ["Một hai", "Ba bốn"])
def test_undo_of_a_cut_leaves_one_paragraph(draft, staff, system, pressed_at):
    before = said(draft)
    split(staff, draft, "Một hai")
    assert draft.sections.filter(text__startswith="Ba bốn").exists()
    if pressed_at == "Ba bốn":
        do(staff, draft, "Ba bốn", "xuong")
        do(staff, draft, "Ba bốn", "len")
    do(staff, draft, pressed_at, "hoan-tac")
    assert said(draft) == before


def test_undo_goes_past_a_move_to_the_joining(draft, staff):
    words = {row[0]: row[6] for row in said(draft)}
    do(staff, draft, "Một hai", "gop")
    do(staff, draft, "Một hai", "xuong")
    do(staff, draft, "Một hai", "hoan-tac")
    assert {row[0]: row[6] for row in said(draft)} == words


def test_words_changed_after_an_act_are_taken_back_first(draft, staff, system):
    do(staff, draft, "Một hai", "gop")
    merged = at(draft, "Một hai")
    joined = merged.text
    edit_section(section=merged, expected=merged.version, text="Gọn lại.", notes=[], by=system)
    do(staff, draft, "Gọn lại", "hoan-tac")
    assert at(draft, "Một hai").text == joined


@pytest.mark.parametrize(
    ("act", "text", "changed"),
    [
        pytest.param("tach", "Một hai", "Ba bốn", id="mảnh tách đã sửa"),
        pytest.param("cap-xuong", "KẾT QUẢ", None, id="đoạn dưới đã đổi cấp"),
    ],
)
def test_undo_is_refused_once_somebody_changed_what_the_act_touched(draft, staff, system, act, text, changed):
    if act == "tach":
        split(staff, draft, text)
        piece = at(draft, changed)
        edit_section(section=piece, expected=piece.version, text="Ba bốn năm.", notes=[], by=system)
    else:
        do(staff, draft, text, act)
        do(staff, draft, "Bảy tám", "de-muc")
    before = said(draft)
    page = do(staff, draft, text, "hoan-tac")
    assert "đã được sửa tiếp nên không hoàn tác được cả việc" in page
    assert said(draft) == before


def test_nothing_is_undone_in_a_frozen_version(draft, staff, system):
    do(staff, draft, "Một hai", "gop")
    freeze_draft(draft=Draft.objects.get(pk=draft.pk), expected=1, reason="Gửi đi", by=system)
    before = said(draft)
    assert "đã chốt" in do(staff, draft, "Một hai", "hoan-tac")
    assert said(draft) == before


def test_a_paragraph_that_never_changed_has_nothing_to_undo(draft, staff):
    assert "chưa đổi lời lần nào" in do(staff, draft, "Một hai", "hoan-tac")


def test_a_heading_becomes_a_paragraph_of_the_heading_before(draft, system):
    context = at(draft, "BỐI CẢNH")
    made = demote_section(section=at(draft, "KẾT QUẢ"), expected=1, by=system)
    assert (made.kind, made.level, made.chapter) == ("DOAN", 2, context.key)
    assert (at(draft, "Bảy tám").level, at(draft, "Bảy tám").chapter) == (2, context.key)
    assert draft.sections.get(kind="BANG").chapter == context.key


def test_the_first_heading_of_a_part_leaves_its_text_to_the_part(draft, system):
    demote_section(section=at(draft, "BỐI CẢNH"), expected=1, by=system)
    for text in ("BỐI CẢNH", "Một hai", "Năm sáu"):
        assert (at(draft, text).level, at(draft, text).chapter) == (1, "")
    assert at(draft, "Bảy tám").chapter == at(draft, "KẾT QUẢ").key


def test_a_heading_goes_down_and_up_again_with_what_stands_below(draft, system):
    before = order(draft)
    down = shift_heading(section=at(draft, "KẾT QUẢ"), expected=1, deeper=True, by=system)
    context = at(draft, "BỐI CẢNH").key
    assert (down.level, down.chapter) == (2, context)
    assert (at(draft, "Bảy tám").level, at(draft, "Bảy tám").chapter) == (3, context)
    shift_heading(section=at(draft, "KẾT QUẢ"), expected=2, deeper=False, by=system)
    assert order(draft) == before


@pytest.mark.parametrize(
    ("text", "deeper", "sentence"),
    [
        pytest.param("BỐI CẢNH", True, "chưa có đề mục cùng cấp", id="đề mục đầu phần"),
        pytest.param("KẾT QUẢ", False, "cấp cao nhất", id="đã cao nhất"),
        pytest.param("MỤC TIÊU", True, "Chỉ đề mục", id="tên phần"),
        pytest.param("Một hai", True, "Chỉ đề mục", id="đoạn văn"),
    ],
)
def test_levels_that_are_not_given(draft, system, text, deeper, sentence):
    with pytest.raises(RuleError, match=sentence):
        shift_heading(section=at(draft, text), expected=1, deeper=deeper, by=system)


def test_only_headings_become_paragraphs(draft, system):
    with pytest.raises(RuleError, match="Chỉ đề mục"):
        demote_section(section=at(draft, "ĐÁNH GIÁ"), expected=1, by=system)


def test_undo_leaves_what_came_between_alone(draft, staff, system):
    do(staff, draft, "Một hai", "gop")
    add_section(after=at(draft, "Một hai"), text="Chen vào.", by=system)
    do(staff, draft, "Một hai", "hoan-tac")
    assert [at(draft, text).text for text in ("Một hai", "Năm sáu", "Chen vào")]
    assert draft.sections.count() == 11
