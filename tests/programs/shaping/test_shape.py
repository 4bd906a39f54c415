"""Paragraphs of a draft cut, joined, moved, brought back."""

import pytest

from core.legal import RuleError
from programs.actions.draft_shape import (
    edit_table,
    merge_section,
    move_section,
    promote_section,
    restore_section,
    restore_wording,
    split_section,
)
from programs.actions.drafts import edit_section, freeze_draft, remove_section, take_in_draft
from programs.models import Section
from programs.versions import comparison_of
from programs.views.draft_shape import wordings_of
from programs.wording.outline import Kind, Node
from tests.programs.shaping.making import at, cell, texts, tree, url

pytestmark = pytest.mark.django_db


def test_split_keeps_the_key_and_tells_where_the_rest_came_from(draft, system):
    whole = at(draft, "Một hai")
    text = whole.text.replace(" Ba", "\n\nBa")
    first, second = split_section(section=whole, expected=1, text=text, by=system)
    assert (first.key, first.text, first.footnotes, first.version) == (
        whole.key, "Một hai[^1].", ["Nguồn một"], 2,
    )  # fmt: skip
    assert (second.text, second.footnotes, second.came_from) == ("Ba bốn[^1].", ["Nguồn hai"], [whole.key])
    assert (second.chapter, second.level) == (first.chapter, first.level)
    assert texts(draft)[2:5] == ["Một hai", "Ba bốn[", "Năm sáu"]
    assert {row.action_label for row in second.history.all()} == {"Tách đoạn dự thảo"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("Một hai[^1]. Ba bốn[^2].", "dòng trống", id="không có chỗ tách"),
        pytest.param("Một hai[^1].\n\nBa bốn.", "Dấu chú thích bị mất", id="mất dấu chú thích"),
    ],
)
def test_split_refuses(draft, system, text, sentence):
    with pytest.raises(RuleError, match=sentence):
        split_section(section=at(draft, "Một hai"), expected=1, text=text, by=system)
    assert draft.sections.count() == len(tree())


def test_merge_keeps_the_key_and_names_both(draft, system):
    first, second = at(draft, "Một hai"), at(draft, "Năm sáu")
    merged = merge_section(section=first, expected=1, by=system)
    assert merged.text == "Một hai[^1]. Ba bốn[^2]. Năm sáu[^3]."
    assert merged.footnotes == ["Nguồn một", "Nguồn hai", "Nguồn ba"]
    assert (merged.key, merged.came_from) == (first.key, [first.key, second.key])
    assert not draft.sections.filter(key=second.key).exists()


@pytest.mark.parametrize("text", ["Năm sáu", "Bảy tám"], ids=["sau là đề mục", "sau là bảng"])
def test_merge_refuses_without_a_paragraph_behind(draft, system, text):
    with pytest.raises(RuleError, match="không phải đoạn văn"):
        merge_section(section=at(draft, text), expected=1, by=system)


def test_comparison_knows_pieces_and_joins_by_where_they_came_from(draft, system):
    old = freeze_draft(draft=draft, expected=1, reason="Gửi đi", by=system)
    fresh, _ = take_in_draft(
        program=draft.program,
        by=system,
        nodes=[
            Node(Kind(row.kind), row.level, row.number, row.text, row.key, row.footnotes, row.table)
            for row in old.sections.in_order()
        ],
    )
    first, second, third = at(fresh, "Một hai"), at(fresh, "Năm sáu"), at(fresh, "Bảy tám")
    edit_section(section=second, expected=1, text="Khác hẳn.", notes=[], by=system)
    merge_section(section=first, expected=1, by=system)
    edit_section(section=third, expected=1, text="Viết lại\nchữ mới", by=system)
    split_section(section=third, expected=2, text="Viết lại\n\nchữ mới", by=system)
    pairs = comparison_of(old, fresh).pairs
    assert [(one.key for one in pair.old) for pair in pairs if pair.fate == "merged"]
    [merged] = [pair for pair in pairs if pair.fate == "merged"]
    assert [one.key for one in merged.old] == [first.key, second.key]
    [piece] = [pair for pair in pairs if pair.split_from]
    assert (piece.new.text, piece.split_from.key) == ("chữ mới", third.key)


def test_move_up_and_down_within_and_across_chapters(draft, system):
    second = move_section(section=at(draft, "Năm sáu"), expected=1, up=True, by=system)
    assert texts(draft)[2:4] == ["Năm sáu", "Một hai"]
    second = move_section(section=at(draft, "Năm sáu"), expected=second.version, up=False, by=system)
    second = move_section(section=at(draft, "Năm sáu"), expected=second.version, up=False, by=system)
    assert texts(draft)[2:5] == ["Một hai", "KẾT QUẢ", "Năm sáu"]
    assert second.chapter == at(draft, "KẾT QUẢ").key
    back = move_section(section=at(draft, "Năm sáu"), expected=second.version, up=True, by=system)
    assert (back.chapter, back.level) == (at(draft, "BỐI CẢNH").key, 2)
    assert texts(draft)[2:5] == ["Một hai", "Năm sáu", "KẾT QUẢ"]


@pytest.mark.parametrize(
    ("text", "up", "sentence"),
    [
        pytest.param("Chín mười", True, "đầu phần", id="đã đầu phần"),
        pytest.param("Mười một", False, "cuối phần", id="đã cuối bản"),
        pytest.param("KẾT QUẢ", True, "đề mục giữ chỗ", id="đề mục"),
    ],
)
def test_move_refuses(draft, system, text, up, sentence):
    with pytest.raises(RuleError, match=sentence):
        move_section(section=at(draft, text), expected=1, up=up, by=system)


def test_places_never_run_out(draft, system):
    for _ in range(24):
        section = at(draft, "Một hai")
        up = texts(draft).index("Một hai") > 2
        move_section(section=section, expected=section.version, up=up, by=system)
    positions = list(draft.sections.in_order().values_list("position", flat=True))
    assert len(set(positions)) == len(positions)
    assert texts(draft)[2] == "Một hai"


def test_paragraph_becomes_a_heading_with_what_follows_under_it(draft, system):
    promote_section(section=at(draft, "Một hai"), expected=1, by=system)
    assert (at(draft, "Một hai").kind, at(draft, "Một hai").level) == ("MUC", 2)
    assert (at(draft, "Năm sáu").level, at(draft, "Bảy tám").level) == (3, 2)

    chapter = promote_section(section=at(draft, "Chín mười"), expected=1, by=system)
    below = at(draft, "Mười một")
    assert (chapter.level, chapter.chapter, below.chapter, below.level) == (1, chapter.key, chapter.key, 2)


def test_a_merge_hands_on_where_both_came_from(draft, system):
    first, second = split_section(
        section=at(draft, "Một hai"), expected=1, text="A[^1].\n\nB[^2].", by=system
    )
    third = at(draft, "Năm sáu")
    merged = merge_section(section=second, expected=second.version, by=system)
    whole = merge_section(section=at(draft, "A"), expected=2, by=system)
    assert merged.came_from == [first.key, second.key, third.key]
    assert set(whole.came_from) == {first.key, second.key, third.key}


def test_taking_back_goes_to_the_words_before_and_forth_again(draft, system, staff):
    section = at(draft, "Bảy tám")
    edit_section(section=section, expected=1, text="Lời hai.", by=system)
    edit_section(section=section, expected=2, text="Lời ba.", by=system)
    address = url("draft_paragraph_arrange", draft, section.key)
    staff.post(address, {"viec": "hoan-tac", "version": 3})
    section.refresh_from_db()
    assert (section.text, section.words) == ("Lời hai.", 2)
    page = staff.get(url("draft_paragraph_wordings", draft, section.key)).content.decode()
    assert "Bảy tám." in page
    assert "Lời ba." in page
    oldest = wordings_of(section)[-1]
    answer = staff.post(
        url("draft_paragraph_wordings", draft, section.key), {"loi": oldest.history_id, "version": 4}
    )
    assert answer.status_code == 302
    assert at(draft, "Bảy tám").version == 5


def test_taking_back_an_untouched_paragraph_says_so(draft, staff):
    section = at(draft, "Bảy tám")
    answer = staff.post(
        url("draft_paragraph_arrange", draft, section.key), {"viec": "hoan-tac", "version": 1}, follow=True
    )
    assert "chưa đổi lời lần nào" in answer.content.decode()


def test_wording_of_a_table_comes_back(draft, system):
    table = draft.sections.get(kind="BANG")
    table.draft = draft
    edit_table(section=table, expected=1, table=[[cell("Mới")]], by=system)
    before = wordings_of(table)[0]
    restored = restore_wording(section=table, expected=2, version=before, by=system)
    assert restored.table[1][1]["text"] == "Đoàn ra"
    assert restored.words == 6


def test_removed_paragraph_comes_back_with_its_key_where_it_stood(draft, system, staff):
    section = at(draft, "Một hai")
    remove_section(section=section, expected=1, by=system, reason="Trùng ý")
    page = staff.get(url("draft_removed", draft)).content.decode()
    assert "Trùng ý" in page
    answer = staff.post(url("draft_removed", draft), {"khoa": section.key})
    assert answer.status_code == 302
    back = at(draft, "Một hai")
    assert (back.key, back.footnotes, back.words) == (section.key, ["Nguồn một", "Nguồn hai"], 4)
    assert texts(draft)[2:4] == ["Một hai", "Năm sáu"]
    assert "Chưa bỏ đoạn nào" in staff.get(url("draft_removed", draft)).content.decode()


def test_restoring_twice_is_refused(draft, system):
    section = at(draft, "Một hai")
    remove_section(section=section, expected=1, by=system)
    removed = Section.history.filter(key=section.key, history_type="-").first()
    restore_section(draft=draft, removed=removed, by=system)
    with pytest.raises(RuleError, match="đã có trong bản"):
        restore_section(draft=draft, removed=removed, by=system)
