"""Lost key points: which words come back, where, and how that is undone."""

import pytest
from django.urls import reverse

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User
from programs.actions.drafts import edit_section, freeze_draft, remove_section
from programs.actions.keypoints import add_key_point, drop_key_point
from programs.actions.restoring import restore_lost_words, undo_restored_words
from programs.keypoint_check import check_of, checks_of
from programs.models import Section
from programs.versions import comparison_of, passages_of
from programs.wording.comparing import Fate, Passage, State, compare
from programs.wording.restoring import with_lost_words
from programs.wording.section_fates import section_fates
from tests.factories import ProgramFactory
from tests.programs.draft_texts import fresh, store_draft

BORDER = "Giữ vững biên giới; công tác người Việt Nam ở nước ngoài được quan tâm; hội nhập sâu."
SHORT = "Giữ vững biên giới gắn với đối ngoại."
KIEU = "công tác người Việt Nam ở nước ngoài"
SCHOOLS = "Các trường đại học mở rộng hợp tác đào tạo với các trường của Lào."
TASK = "Các trường đại học mở rộng hợp tác đào tạo"
NEAR = "Trước đoạn này."


@pytest.mark.parametrize(
    ("point", "old", "present", "expected"),
    [
        pytest.param(
            KIEU, BORDER, SHORT,
            "Giữ vững biên giới gắn với đối ngoại; công tác người Việt Nam ở nước ngoài được quan tâm.",
            id="chỉ mệnh đề bị rơi, nối bằng dấu chấm phẩy",
        ),
        pytest.param(
            TASK, f"Mở đầu. {SCHOOLS}", "Mở đầu gọn", f"Mở đầu gọn. {SCHOOLS}", id="câu riêng, thêm dấu chấm"
        ),
        pytest.param(TASK, SCHOOLS, "", SCHOOLS, id="đoạn trống"),
        pytest.param("không có ở đâu", BORDER, SHORT, BORDER, id="không thấy mệnh đề: cả đoạn cũ"),
    ],
)  # fmt: skip
def test_which_words_come_back(point, old, present, expected):
    assert with_lost_words("NHIEM_VU", point, old, present) == expected


def heading(key, label, title):
    return Passage(key, title, 1, label, is_heading=True)


def test_each_old_section_is_kept_merged_or_dropped():
    old = [
        heading("h1", "Mục I.1", "Bối cảnh"), Passage("a", "Tình hình khu vực có nhiều thuận lợi mới.", 1),
        heading("h2", "Mục I.2", "Kết quả"), Passage("b", "Đã tiếp đón nhiều đoàn khách quốc tế.", 1),
        heading("h3", "Mục I.3", "Hạn chế"), Passage("c", "Nguồn lực còn mỏng, cán bộ còn thiếu.", 1),
        heading("h4", "Mục I.4", "Trống"),
    ]  # fmt: skip
    new = [old[0], old[1], old[3], old[6]]
    fates = section_fates(old, new, compare(old, new))
    assert [(one.heading.label, one.state, [home.label for home in one.into]) for one in fates] == [
        ("Mục I.1", State.KEPT, []),
        ("Mục I.2", State.MERGED, ["Mục I.1"]),
        ("Mục I.3", State.DROPPED, []),
        ("Mục I.4", State.KEPT, []),
    ]
    assert fates[2].dropped == ("c",)


@pytest.mark.parametrize(
    ("old", "new", "fates"),
    [
        pytest.param(
            [Passage("a", "Một hai ba."), Passage("b", "Bốn năm sáu.")],
            [Passage("a", "Nói khác hẳn trước.", came_from=("b",))],
            [(Fate.MERGED, ("a", "b"), "a", None)],
            id="nhập vào đoạn trước, lời khác hẳn",
        ),
        pytest.param(
            [Passage("a", "Một hai ba."), Passage("b", "Bốn năm sáu.")],
            [Passage("n", "Lời mới.", came_from=("a", "b"))],
            [(Fate.MERGED, ("a", "b"), "n", None)],
            id="hai đoạn nhập thành đoạn mới",
        ),
        pytest.param(
            [Passage("a", "Một hai ba.")],
            [Passage("a", "Một."), Passage("n", "Viết mới hoàn toàn.", came_from=("a",))],
            [(Fate.REWORDED, ("a",), "a", None), (Fate.ADDED, (), "n", "a")],
            id="tách đoạn, lời khác hẳn",
        ),
        pytest.param(
            [Passage("a", "Một hai ba.")],
            [Passage("m", "Chín.", came_from=("a",)), Passage("n", "Mười.", came_from=("a",))],
            [(Fate.REWORDED, ("a",), "m", None), (Fate.ADDED, (), "n", "a")],
            id="tách thành hai đoạn mới",
        ),
    ],
)
def test_what_people_split_and_merged_is_believed(old, new, fates):
    assert [
        (pair.fate, tuple(one.key for one in pair.old), pair.new.key, pair.split_from and pair.split_from.key)
        for pair in compare(old, new).pairs
    ] == fates


@pytest.fixture
def by():
    return User.objects.system()


@pytest.fixture
def program(db):
    return ProgramFactory(period_start_year=2026)


def make(program, by, *rows):
    """Store an old version that carries a point in "k", and a new one of these rows."""
    old = store_draft(program, (1, "n", NEAR), (1, "k", BORDER), (2, "s", SCHOOLS))
    point = add_key_point(draft=old, section=old.sections.get(key="k"), kind="NHIEM_VU", text=KIEU, by=by)
    new = store_draft(program, *rows, reason="RUT_GON")
    return point, fresh(old), new


def lost(old, new):
    return [one.point.text for one in checks_of(passages_of(old), passages_of(new), old.program_id)[1].lost]


def test_a_paragraph_that_is_gone_comes_back_at_its_place_with_its_key(program, by):
    point, old, new = make(program, by, (1, "n", NEAR), (2, "s", SCHOOLS))
    assert lost(old, new) == [KIEU]
    made = restore_lost_words(point=point, before=old, draft=new, into=None, expected=0, by=by)
    assert (made.key, made.text, made.part, made.words) == ("k", BORDER, 1, len(BORDER.split()))
    assert list(new.sections.in_order().values_list("key", flat=True)) == ["p1", "n", "k", "p2", "s", "p3"]
    assert lost(old, new) == []
    assert made.history.first().action == "programs.restore_lost_words"
    with pytest.raises(RuleError, match="đã có lại trong bản"):
        restore_lost_words(point=point, before=old, draft=new, into=None, expected=0, by=by)
    undo_restored_words(section=made, expected=made.version, by=by)
    assert lost(old, new) == [KIEU]


def test_a_reworded_paragraph_gets_its_clause_again_and_loses_it_by_undo(program, by):
    point, old, new = make(program, by, (1, "n", NEAR), (1, "k", SHORT), (2, "s", SCHOOLS))
    section = new.sections.get(key="k")
    saved = restore_lost_words(point=point, before=old, draft=new, into=section, expected=1, by=by)
    assert KIEU in saved.text
    assert saved.text.startswith("Giữ vững biên giới gắn với đối ngoại")
    assert lost(old, new) == []
    undo_restored_words(section=saved, expected=saved.version, by=by)
    assert new.sections.get(key="k").text == SHORT
    with pytest.raises(RuleError, match="không hoàn tác được"):
        undo_restored_words(section=new.sections.get(key="k"), expected=3, by=by)


def test_words_typed_anew_under_another_key_carry_the_point_again(program, by):
    point, old, new = make(
        program,
        by,
        (1, "n", NEAR),
        (1, "x", "Giữ vững biên giới; công tác người Việt Nam được quan tâm; hội nhập sâu."),
    )
    pair = next(one for one in comparison_of(old, new).pairs if one.old and one.old[0].key == "k")
    assert pair.new.key == "x"
    section = new.sections.get(key="x")
    restore_lost_words(point=point, before=old, draft=new, into=section, expected=1, by=by)
    assert lost(old, new) == []


def test_nothing_comes_back_where_it_may_not(program, by):
    point, old, new = make(program, by, (1, "n", NEAR), (1, "k", SHORT))
    section = new.sections.get(key="k")
    edit_section(section=section, expected=1, text="Lời khác.", by=by)
    with pytest.raises(VersionConflictError):
        restore_lost_words(
            point=point, before=old, draft=new, into=new.sections.get(key="k"), expected=1, by=by
        )
    with pytest.raises(RuleError, match="cũng không còn đoạn nào"):
        restore_lost_words(point=point, before=new, draft=new, into=None, expected=0, by=by)
    freeze_draft(draft=new, expected=new.version, reason="Gửi", by=by)
    with pytest.raises(RuleError, match="đã chốt"):
        restore_lost_words(point=point, before=old, draft=new, into=None, expected=0, by=by)
    assert new.sections.get(key="k").text == "Lời khác."


def test_a_point_counts_as_lost_only_where_the_older_version_carried_it(program, by):
    point, old, new = make(program, by, (1, "n", NEAR), (2, "s", SCHOOLS))
    third = store_draft(program, (1, "n", NEAR), (2, "s", SCHOOLS))
    assert (lost(old, third), lost(new, third), lost(third, old)) == ([KIEU], [], [])
    assert [one.point.text for one in check_of(third).lost] == [KIEU]
    drop_key_point(point=point, expected=point.version, reason="Có đề án riêng", today=old.created_at, by=by)
    assert lost(old, third) == []


def test_a_merged_paragraph_carries_the_point_of_what_went_into_it(program, by):
    _, old, new = make(program, by, (1, "n", f"{NEAR} {BORDER}"), (2, "s", SCHOOLS))
    assert lost(old, new) == [KIEU]
    section = new.sections.get(key="n")
    section.came_from = ["k"]
    edit_section(section=section, expected=1, text=section.text, by=by)
    assert lost(old, new) == []
    assert comparison_of(old, new).count(Fate.MERGED) == 1


@pytest.fixture
def sides(program, by):
    return make(program, by, (1, "n", NEAR), (1, "k", SHORT), (2, "s", SCHOOLS))


def compare_page(client, query=""):
    return client.get(reverse("programs:draft_compare", args=["2026-2030"]) + query)


def bring_back(client, point, **typed):
    url = reverse("programs:point_bring_back", args=["2026-2030", 2, point.pk])
    back = reverse("programs:draft_compare", args=["2026-2030"]) + "?tu=1&den=2&xem=roi-y"
    return client.post(url, {"tu": "1", "doan": "k", "version": "1", "next": back, **typed})


def test_one_click_brings_it_back_and_one_takes_it_out_again(sides, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    before = compare_page(client, "?xem=roi-y")
    assert '<span class="lost">công tác người Việt Nam ở nước ngoài được quan tâm;</span>' in before.text
    assert "Đã chuyển chỗ khác" in before.text
    assert "Bỏ ý này" not in before.text
    assert "Bỏ ý này" in compare_page(sign_in(cast["SNGV_LEADER"]), "?xem=roi-y").text
    answer = bring_back(client, sides[0])
    assert answer.url.endswith("?tu=1&den=2&xem=roi-y&vua=k")
    after = client.get(answer.url)
    assert "Hoàn tác" in after.text
    assert after.context["check"].lost == []
    undo = reverse("programs:point_bring_back_undo", args=["2026-2030", 2, "k"])
    assert "vua" not in client.post(undo, {"version": "2", "next": answer.url}).url
    assert Section.objects.get(draft=sides[2], key="k").text == SHORT
    assert "Hoàn tác" not in client.get(answer.url).text


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        pytest.param({"version": "7"}, 409, id="người khác vừa sửa"),
        pytest.param({"doan": "matmat"}, 409, id="đoạn vừa bị bỏ"),
        pytest.param({"version": ""}, 302, id="mất số phiên bản"),
        pytest.param({"tu": "99"}, 302, id="không có bản cũ"),
        pytest.param({"tu": "x"}, 302, id="bản cũ gõ sai"),
        pytest.param({"next": "https://example.org/"}, 302, id="địa chỉ quay lại ở nơi khác"),
    ],
)
def test_a_stale_or_bent_click_changes_nothing_it_should_not(sides, cast, sign_in, typed, status):
    answer = bring_back(sign_in(cast["SNGV_STAFF"]), sides[0], **typed)
    assert answer.status_code == status
    assert "example.org" not in answer.headers.get("Location", "")
    is_saved = Section.objects.get(draft=sides[2], key="k").text != SHORT
    assert is_saved == ("next" in typed)


def test_one_column_print_and_sections(sides, cast, sign_in, by):
    remove_section(
        section=sides[2].sections.get(key="s"), expected=1, by=by, reason="Đã có ở chương trình ngành"
    )
    client = sign_in(cast["VPUB"])
    one = compare_page(client, "?cot=1")
    assert "cmp-one" in one.text
    assert one.text.count('role="columnheader"') == 2
    assert "data-restore" not in one.text
    assert "đủ 6 đoạn để in" in compare_page(client, "?in=1").text
    states = {row["label"]: (row["words"], row["reasons"]) for row in one.context["sections"]}
    assert states["Phần\xa0thứ\xa0hai"] == ("bỏ", ["Đã có ở chương trình ngành"])
    assert states["Phần\xa0thứ\xa0nhất"] == ("giữ", [])
