"""Whoever writes in a draft holds it: nothing gets past a freezing, and nothing goes back to an old place."""

import pytest

from core.history import acting
from core.legal import RuleError
from programs.actions.draft_shape import (
    assign_author,
    merge_section,
    move_section,
    promote_section,
    split_section,
)
from programs.actions.drafts import add_section, edit_section, freeze_draft, remove_section, take_in_draft
from programs.actions.hints import bring_back
from programs.models import Draft, Section
from programs.wording.outline import Kind, Node
from tests.factories import ProgramFactory
from tests.programs.shaping.making import at, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda one, by: edit_section(section=one, expected=1, text="Mới.", by=by), id="sửa"),
        pytest.param(lambda one, by: add_section(after=one, text="Mới.", by=by), id="thêm"),
        pytest.param(lambda one, by: remove_section(section=one, expected=1, by=by), id="bỏ"),
        pytest.param(lambda one, by: split_section(section=one, expected=1, text="A\n\nB", by=by), id="tách"),
        pytest.param(lambda one, by: merge_section(section=one, expected=1, by=by), id="gộp"),
        pytest.param(lambda one, by: move_section(section=one, expected=1, up=False, by=by), id="chuyển"),
        pytest.param(lambda one, by: promote_section(section=one, expected=1, by=by), id="đổi đề mục"),
        pytest.param(
            lambda one, by: assign_author(section=one, expected=1, author=None, by=by), id="phân công"
        ),
    ],
)
def test_words_on_their_way_find_the_version_frozen(draft, system, write):
    section = at(draft, "Một hai")
    freeze_draft(draft=Draft.objects.get(pk=draft.pk), expected=1, reason="Gửi lấy ý kiến", by=system)
    before = list(draft.sections.in_order().values_list("key", "text", "position", "version"))
    with pytest.raises(RuleError, match="đã chốt"):
        write(section, system)
    assert list(draft.sections.in_order().values_list("key", "text", "position", "version")) == before


def test_words_read_before_a_heading_was_opened_stay_under_it(draft, system):
    typing = at(draft, "Năm sáu")
    promote_section(section=at(draft, "Một hai"), expected=1, by=system)
    edit_section(section=typing, expected=1, text="Năm sáu bảy.", notes=[], by=system)
    assert at(draft, "Năm sáu bảy").level == 3


def test_words_read_before_others_came_between_stay_behind_them(draft, system):
    typing = at(draft, "Năm sáu")
    after = at(draft, "Một hai")
    for number in range(30):
        after = add_section(after=after, text=f"Thêm {number:02}", by=system)
    edit_section(section=typing, expected=1, text="Năm sáu bảy.", notes=[], by=system)
    assert texts(draft)[2:-5] == ["Một hai", *(f"Thêm {number:02}" for number in range(30)), "Năm sáu"]


def test_a_removed_paragraph_comes_back_beside_the_one_that_took_its_place(draft, system):
    gone = at(draft, "Năm sáu")
    remove_section(section=gone, expected=1, by=system)
    taken = add_section(after=at(draft, "Một hai"), text="Đoạn mới", by=system)
    assert taken.position == gone.position
    with acting(by=system, verb="programs.restore_last_words", label="Khôi phục"):
        bring_back(Section.history.filter(key=gone.key).latest("history_id"))
    assert texts(draft)[2:6] == ["Một hai", "Đoạn mớ", "Năm sáu", "KẾT QUẢ"]
    positions = list(draft.sections.values_list("position", flat=True))
    assert len(set(positions)) == len(positions)


def test_a_removed_paragraph_comes_back_to_the_chapter_that_stands_there_now(draft, system):
    gone = at(draft, "Mười một")
    remove_section(section=gone, expected=1, by=system)
    opened = promote_section(section=at(draft, "Chín mười"), expected=1, by=system)
    with acting(by=system, verb="programs.restore_last_words", label="Khôi phục"):
        bring_back(Section.history.filter(key=gone.key).latest("history_id"))
    assert at(draft, "Mười một").chapter == opened.key


def test_room_for_a_paragraph_touches_only_what_stands_close_behind(system):
    nodes = [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ"),
        *(Node(Kind.PARAGRAPH, 1, "", f"Câu {n}") for n in range(400)),
    ]
    draft, _ = take_in_draft(program=ProgramFactory(slug="2026-2030"), nodes=nodes, by=system)
    after = draft.sections.get(text="Câu 3")
    after.draft = draft
    for number in range(12):
        after = add_section(after=after, text=f"Mới {number}", by=system)
    moved = Section.history.filter(draft_id=draft.pk, history_type="~").values("id").distinct().count()
    assert 0 < moved <= 32
    shown = list(draft.sections.in_order().values_list("text", flat=True))
    assert shown[1:] == [
        *(f"Câu {n}" for n in range(4)),
        *(f"Mới {n}" for n in range(12)),
        *(f"Câu {n}" for n in range(4, 400)),
    ]
