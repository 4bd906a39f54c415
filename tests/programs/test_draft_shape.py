"""Paragraphs of a draft cut, joined, moved, brought back; tables, footnotes and authors changed."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

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
    restore_wording,
    split_section,
)
from programs.actions.drafts import edit_section, freeze_draft, remove_section, take_in_draft
from programs.models import Section
from programs.versions import comparison_of
from programs.views import draft_paragraphs
from programs.views.draft_shape import wordings_of
from programs.wording.grids import with_row, without_row
from programs.wording.outline import Kind, Node
from programs.wording.pieces import in_order, joined, note_problems, pieces_of
from tests.factories import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def cell(text, columns=1, rows=1):
    return {"text": text, "columns": columns, "rows": rows}


def tree():
    return [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ"),
        Node(Kind.HEADING, 1, "I.", "BỐI CẢNH"),
        Node(Kind.PARAGRAPH, 2, "", "Một hai[^1]. Ba bốn[^2].", footnotes=["Nguồn một", "Nguồn hai"]),
        Node(Kind.PARAGRAPH, 2, "a)", "Năm sáu[^1].", footnotes=["Nguồn ba"]),
        Node(Kind.HEADING, 1, "II.", "KẾT QUẢ"),
        Node(Kind.PARAGRAPH, 2, "", "Bảy tám."),
        Node(Kind.TABLE, 2, table=[[cell("TT"), cell("Chỉ tiêu")], [cell("1"), cell("Đoàn ra")]]),
        Node(Kind.PART, 0, "2", "MỤC TIÊU"),
        Node(Kind.PARAGRAPH, 1, "", "Chín mười."),
        Node(Kind.PARAGRAPH, 1, "", "Mười một."),
    ]


@pytest.fixture
def system():
    return User.objects.system()


@pytest.fixture
def draft(system):
    made, _ = take_in_draft(program=ProgramFactory(slug="2026-2030"), nodes=tree(), by=system)
    return made


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(username="chuyen-vien", role="SNGV_STAFF"))
    return client


def at(draft, text):
    found = draft.sections.get(text__startswith=text)
    found.draft = draft
    return found


def url(name, draft, *more):
    return reverse(f"programs:{name}", args=[*draft.address, *more])


def order(draft):
    return [
        f"{row.level} {row.chapter == row.key} {row.text[:9]}"
        for row in draft.sections.in_order()
        if row.kind in ("DOAN", "MUC")
    ]


def texts(draft):
    return [row.text[:7] for row in draft.sections.in_order() if row.text]


@pytest.mark.parametrize(
    ("text", "notes", "pieces"),
    [
        pytest.param("Một.\n\nHai.", [], [("Một.", []), ("Hai.", [])], id="hai đoạn"),
        pytest.param("Một.\nHai.", [], [("Một.\nHai.", [])], id="ngắt mềm không tách"),
        pytest.param("\r\n\r\nMột.\r\n \r\nHai.\n\n\n", [], [("Một.", []), ("Hai.", [])], id="dòng trống"),
        pytest.param(
            "A[^1].\n\nB[^2] C[^3].", ["x", "y", "z"], [("A[^1].", ["x"]), ("B[^1] C[^2].", ["y", "z"])],
            id="chú thích đi theo dấu",
        ),
        pytest.param("B[^2].\n\nA[^1].", ["x", "y"], [("B[^1].", ["y"]), ("A[^1].", ["x"])], id="đảo thứ tự"),
    ],
)  # fmt: skip
def test_pieces(text, notes, pieces):
    assert pieces_of(text, notes) == pieces


def test_joined_and_in_order():
    assert joined(("A[^1].", ["x"]), ("B[^1].", ["y"])) == ("A[^1]. B[^2].", ["x", "y"])
    assert joined(("", []), ("B.", [])) == ("B.", [])
    assert in_order("B[^2] A[^1] C[^9]", ["x", "y"]) == ("B[^1] A[^2] C", ["y", "x"])


@pytest.mark.parametrize(
    ("text", "notes", "words"),
    [
        pytest.param("A[^1].", ["x"], "", id="khớp"),
        pytest.param("A.", ["", " "], "", id="chú thích trống"),
        pytest.param("A[^1].", [], "Dấu [^1] chưa có nội dung", id="dấu không có chú thích"),
        pytest.param("A[^1].", [" "], "Dấu [^1] chưa có nội dung", id="chú thích bị xóa, dấu còn"),
        pytest.param("A.", ["x"], "Chú thích 1 không còn dấu", id="dấu bị xóa, chú thích còn"),
        pytest.param("A[^1] B[^1].", ["x"], "đứng 2 chỗ", id="một dấu hai chỗ"),
    ],
)
def test_footnotes_and_marks_fit(text, notes, words):
    found = note_problems(text, notes)
    assert bool(found) == bool(words)
    assert not words or words in found[0]


def shown(table):
    return ["|".join(f"{c['text']}:{c['columns']}/{c['rows']}" for c in row) for row in table]


SPANS = [
    [cell("a", rows=2), cell("b", columns=2)],
    [cell("c"), cell("d")],
    [cell("e", columns=3)],
]


@pytest.mark.parametrize(
    ("change", "line", "rows"),
    [
        pytest.param(
            with_row, 1, ["a:1/2|b:2/1", "c:1/1|d:1/1", ":1/1|:1/1|:1/1", "e:3/1"], id="thêm sau ô gộp"
        ),
        pytest.param(with_row, 0, ["a:1/3|b:2/1", ":2/1", "c:1/1|d:1/1", "e:3/1"], id="thêm giữa ô gộp dọc"),
        pytest.param(with_row, 2, ["a:1/2|b:2/1", "c:1/1|d:1/1", "e:3/1", ":3/1"], id="thêm cuối"),
        pytest.param(without_row, 0, ["a:1/1|c:1/1|d:1/1", "e:3/1"], id="bớt dòng đầu ô gộp"),
        pytest.param(without_row, 1, ["a:1/1|b:2/1", "e:3/1"], id="bớt dòng trong ô gộp"),
        pytest.param(without_row, 2, ["a:1/2|b:2/1", "c:1/1|d:1/1"], id="bớt dòng cuối"),
    ],
)
def test_rows_of_a_table_keep_the_spans(change, line, rows):
    assert shown(change(SPANS, line)) == rows
    assert shown(SPANS)[0] == "a:1/2|b:2/1"


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
