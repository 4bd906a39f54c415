"""Tables, footnotes and authors changed; what several people save at once."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User
from programs.actions.draft_shape import (
    assign_author,
    edit_table,
    merge_section,
    move_section,
    promote_section,
    restore_section,
    split_section,
)
from programs.actions.drafts import edit_section, freeze_draft, take_in_draft
from programs.views import draft_paragraphs
from programs.wording.outline import Kind, Node
from tests.factories import ProgramFactory, UserFactory
from tests.programs.shaping.making import at, cell, url

pytestmark = pytest.mark.django_db


def test_table_is_changed_cell_by_cell(draft, staff):
    table = draft.sections.get(kind="BANG")
    address = url("draft_table_edit", draft, table.key)
    page = BeautifulSoup(staff.get(address).content, "html5lib")
    fields = {
        one["name"]: one.get("value", one.text.lstrip("\n"))
        for one in page.select("form.dn-form [name]")
        if one.name != "button"
    }
    typed = fields | {"o1-1": "Đoàn ra, đoàn vào"}

    more = staff.post(address, typed | {"them": "1"})
    assert "o2-1" in more.content.decode()
    assert "Đoàn ra, đoàn vào" in more.content.decode()
    assert draft.sections.get(kind="BANG").version == 1

    assert staff.post(address, typed).status_code == 302
    stored = draft.sections.get(kind="BANG")
    assert (stored.table[1][1]["text"], stored.words, stored.version) == ("Đoàn ra, đoàn vào", 8, 2)

    stale = staff.post(address, typed | {"o0-0": "Số TT"})
    words = stale.content.decode()
    assert (stale.status_code, "Số TT" in words, "Người khác vừa lưu bảng này" in words) == (409, True, True)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(
            {"shape": "[[[1,1]],[[1,2]]]", "o0-0": "a", "o1-0": "b", "bot": "1"}, id="ô quá dòng cuối"
        ),
        pytest.param({"shape": "[[[1,1]]]", "o0-0": "còn một ô"}, id="cắt bảng còn một ô"),
        pytest.param({"shape": ""}, id="không có ô nào"),
    ],
)
def test_a_table_that_did_not_come_whole_is_refused_and_nothing_is_lost(draft, staff, typed):
    table = draft.sections.get(kind="BANG")
    answer = staff.post(url("draft_table_edit", draft, table.key), typed | {"version": "1"})
    assert (answer.status_code, "không đủ các ô của bảng" in answer.text) == (200, True)
    assert draft.sections.get(kind="BANG").table == table.table


def test_a_mark_does_not_leave_the_text_without_its_footnote(draft, staff):
    section = at(draft, "Một hai")
    address = url("draft_paragraph_edit", draft, section.key)
    refused = staff.post(address, {"version": 1, "text": "Chỉ còn lời."})
    assert "không còn dấu [^1]" in refused.text
    assert draft.sections.get(key=section.key).text == section.text


def test_footnotes_are_changed_with_their_marks(draft, staff):
    section = at(draft, "Một hai")
    address = url("draft_paragraph_edit", draft, section.key)
    typed = {
        "version": 1,
        "text": "Ba[^2] một[^1] mới[^3].",
        "note1": "Nguồn một",
        "note2": "Nguồn hai",
        "note3": "Nguồn bốn",
    }
    assert staff.post(address, typed).status_code == 302
    section.refresh_from_db()
    assert (section.text, section.footnotes) == (
        "Ba[^1] một[^2] mới[^3].", ["Nguồn hai", "Nguồn một", "Nguồn bốn"],
    )  # fmt: skip
    refused = staff.post(address, typed | {"version": 2, "text": "Không dấu."})
    assert refused.status_code == 200
    assert "Chú thích 1 không còn dấu [^1]" in refused.content.decode()
    assert "Nguồn bốn" in refused.content.decode()


def test_number_is_changed_and_kept_where_it_is_not_sent(draft, staff):
    section = at(draft, "Năm sáu")
    address = url("draft_paragraph_edit", draft, section.key)
    staff.post(address, {"version": 1, "text": "Năm sáu[^1] bảy."})
    staff.post(address, {"version": 2, "text": "Năm sáu[^1] bảy.", "number": "b)"})
    section.refresh_from_db()
    assert (section.number, section.footnotes, section.version) == ("b)", ["Nguồn ba"], 3)


def test_chapters_are_given_out_and_the_outline_shows_ones_own(draft, system, staff):
    me = User.objects.get(username="chuyen-vien")
    other = UserFactory(username="nguoi-khac", role="SNGV_STAFF", full_name="Lê Thị Bình")
    staff.post(url("draft_author", draft, at(draft, "BỐI CẢNH").key), {"author": me.pk, "version": 1})
    assign_author(section=at(draft, "KẾT QUẢ"), expected=1, author=other, by=system)

    everything = staff.get(draft.get_absolute_url()).content.decode()
    assert "Lê Thị Bình" in everything
    mine = BeautifulSoup(staff.get(draft.get_absolute_url() + "?phan=toi").content, "html5lib")
    outline = mine.select_one("#muc-luc").text
    assert "BỐI CẢNH" in outline
    assert "KẾT QUẢ" not in outline
    # The meter counts the whole draft all the same.
    words = sum(draft.sections.values_list("words", flat=True))
    assert mine.select_one("[data-total]")["data-total"] == str(words)


def test_author_of_a_part_writes_its_chapters(draft, system, staff):
    me = User.objects.get(username="chuyen-vien")
    assign_author(section=at(draft, "ĐÁNH GIÁ"), expected=1, author=me, by=system)
    outline = BeautifulSoup(staff.get(draft.get_absolute_url() + "?phan=toi").content, "html5lib")
    assert "KẾT QUẢ" in outline.select_one("#muc-luc").text


@pytest.mark.parametrize("act", ["split", "merge", "move", "promote", "table", "author", "restore"])
def test_frozen_version_stays(draft, system, act):
    section, table, chapter = at(draft, "Một hai"), draft.sections.get(kind="BANG"), at(draft, "KẾT QUẢ")
    freeze_draft(draft=draft, expected=1, reason="Gửi đi", by=system)
    table.draft = section.draft = chapter.draft = draft
    acts = {
        "split": lambda: split_section(section=section, expected=1, text="a\n\nb", by=system),
        "merge": lambda: merge_section(section=section, expected=1, by=system),
        "move": lambda: move_section(section=section, expected=1, up=False, by=system),
        "promote": lambda: promote_section(section=section, expected=1, by=system),
        "table": lambda: edit_table(section=table, expected=1, table=[[cell("x")]], by=system),
        "author": lambda: assign_author(section=chapter, expected=1, author=None, by=system),
        "restore": lambda: restore_section(draft=draft, removed=section, by=system),
    }
    with pytest.raises(RuleError, match="đã chốt"):
        acts[act]()


@pytest.mark.parametrize("viec", ["len", "gop", "de-muc", "hoan-tac"])
def test_act_on_a_paragraph_saved_meanwhile_is_a_409(draft, system, staff, viec):
    section = at(draft, "Bảy tám" if viec != "gop" else "Một hai")
    edit_section(section=section, expected=1, text="Lời mới.", notes=[], by=system)
    answer = staff.post(url("draft_paragraph_arrange", draft, section.key), {"viec": viec, "version": 1})
    assert answer.status_code == 409
    assert "chưa làm gì" in answer.content.decode()


def test_split_of_a_paragraph_saved_meanwhile_shows_both_texts(draft, system, staff):
    section = at(draft, "Bảy tám")
    edit_section(section=section, expected=1, text="Lời của người khác.", by=system)
    answer = staff.post(
        url("draft_paragraph_split", draft, section.key), {"version": 1, "text": "Bảy.\n\nTám."}
    )
    words = answer.content.decode()
    assert (answer.status_code, "Lời của người khác." in words, "Tám." in words) == (409, True, True)


def test_three_people_save_a_paragraph_at_once_and_no_text_is_lost(draft, monkeypatch):
    """All three have read version 1 before the first of them writes; one wins, two get their text back."""
    section = at(draft, "Bảy tám")
    address = url("draft_paragraph_edit", draft, section.key)
    clients = []
    for number in range(3):
        clients.append(Client())
        clients[-1].force_login(UserFactory(username=f"nguoi-{number}", role="SNGV_STAFF"))
    answers, waiting = {}, [1, 2]
    write = draft_paragraphs.edit_section

    def save(number):
        answers[number] = clients[number].post(
            address,
            {"version": 1, "text": f"Lời của người {number}."},
            headers={"HX-Request": "true", "HX-Target": f"doan-{section.key}"},
        )

    def write_behind_the_others(**values):
        if waiting:
            save(waiting.pop())
        return write(**values)

    monkeypatch.setattr(draft_paragraphs, "edit_section", write_behind_the_others)
    save(0)
    monkeypatch.undo()

    section.refresh_from_db()
    [won] = [number for number, answer in answers.items() if answer.status_code == 200]
    assert section.text == f"Lời của người {won}."
    for number, answer in answers.items():
        words = answer.content.decode()
        assert f"Lời của người {number}." in words
        if number != won:
            assert answer.status_code == 409
            assert f"Lời của người {won}." in words

    # Each loser puts both together and saves on what is stored now: all three stand there in the end.
    for number in {0, 1, 2} - {won}:
        section.refresh_from_db()
        text = f"{section.text} Lời của người {number}."
        assert clients[number].post(address, {"version": section.version, "text": text}).status_code == 302
    section.refresh_from_db()
    assert all(f"Lời của người {number}." in section.text for number in range(3))


def test_conflict_of_an_action_leaves_everything(draft, system):
    section = at(draft, "Một hai")
    edit_section(section=at(draft, "Một hai"), expected=1, text="Lời mới.", notes=[], by=system)
    with pytest.raises(VersionConflictError):
        merge_section(section=section, expected=1, by=system)
    assert at(draft, "Năm sáu").version == 1


def wide_table(program, rows):
    nodes = [Node(Kind.PART, 0, "1", "PHỤ LỤC"), Node(Kind.TABLE, 1, table=[[cell("x")] * 10] * rows)]
    made, _ = take_in_draft(program=program, nodes=nodes, by=User.objects.system())
    return made, url("draft_table_edit", made, made.sections.get(kind="BANG").key)


def test_a_long_table_of_tasks_is_saved_cell_by_cell(staff):
    draft, address = wide_table(ProgramFactory(slug="2031-2035"), 120)
    typed = {f"o{line}-{place}": "y" for line in range(120) for place in range(10)}
    typed |= {"version": 1, "shape": json.dumps([[[1, 1]] * 10] * 120)}
    assert staff.post(address, typed).status_code == 302
    assert draft.sections.get(kind="BANG").table[119][9]["text"] == "y"


def test_a_table_with_more_cells_than_a_form_takes_is_left_to_word(staff):
    _, address = wide_table(ProgramFactory(slug="2031-2035"), 251)
    answer = staff.get(address, follow=True)
    assert "Bảng có 2.510 ô, nhiều hơn 2.500 ô" in answer.text
