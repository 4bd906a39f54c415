"""Two versions side by side: what became of each passage."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.wording.comparing import Fate, Pair, Passage, compare, word_spans

TOURISM = "Sở Văn hóa, Thể thao và Du lịch quảng bá du lịch Thanh Hóa tại các thị trường trọng điểm."
SCHOOLS = "Trường Đại học Hồng Đức mở rộng hợp tác đào tạo với các trường đại học của nước bạn Lào."
BORDER = "Giữ vững ổn định biên giới, phối hợp tuần tra chung với lực lượng bảo vệ biên giới Hủa Phăn."
KIEU = "Vận động kiều bào hướng về xây dựng quê hương, quan tâm đời sống người Thanh Hóa ở xa."
SCHOOLS_ANEW = "Trường Đại học Hồng Đức mở rộng hợp tác đào tạo với các trường của nước bạn Lào."


def text(*rows):
    """Return passages from (key, text) or (key, text, part)."""
    return [Passage(row[0], row[1], row[2] if len(row) > 2 else 1) for row in rows]


def seen(comparison):
    """Return each line as (fate, old keys, new key)."""
    return [
        (pair.fate.value, "+".join(one.key for one in pair.old), pair.new.key if pair.new else "")
        for pair in comparison.pairs
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            [("a", TOURISM), ("b", SCHOOLS)],
            [("a", TOURISM), ("b", SCHOOLS)],
            [("kept", "a", "a"), ("kept", "b", "b")],
            id="giữ nguyên",
        ),
        pytest.param([("a", SCHOOLS)], [("a", SCHOOLS_ANEW)], [("reworded", "a", "a")], id="viết lại"),
        pytest.param(
            [("a", TOURISM), ("b", SCHOOLS)],
            [("a", BORDER), ("b", SCHOOLS)],
            [("reworded", "a", "a"), ("kept", "b", "b")],
            id="viết lại hẳn vẫn là đoạn ấy nhờ khóa",
        ),
        pytest.param(
            [("a", TOURISM), ("b", SCHOOLS), ("c", BORDER)],
            [("b", SCHOOLS), ("c", BORDER), ("a", TOURISM)],
            [("kept", "b", "b"), ("kept", "c", "c"), ("moved", "a", "a")],
            id="chuyển chỗ",
        ),
        pytest.param(
            [("p", "Phần một", 1), ("a", TOURISM, 1), ("q", "Phần hai", 2), ("b", SCHOOLS, 2)],
            [("p", "Phần một", 1), ("q", "Phần hai", 2), ("a", TOURISM, 2), ("b", SCHOOLS, 2)],
            [("kept", "p", "p"), ("kept", "q", "q"), ("moved", "a", "a"), ("kept", "b", "b")],
            id="chuyển sang phần khác, tên phần đứng yên",
        ),
        pytest.param(
            [("p", "Phần một", 1), ("a", TOURISM, 1)],
            [("n", "Mở đầu", 1), ("p", "Phần một", 2), ("a", TOURISM, 2)],
            [("added", "", "n"), ("kept", "p", "p"), ("kept", "a", "a")],
            id="thêm một phần lên trước không làm các phần sau chuyển chỗ",
        ),
        pytest.param(
            [("a", TOURISM), ("b", SCHOOLS)],
            [("a", f"{TOURISM} {SCHOOLS}")],
            [("merged", "a+b", "a")],
            id="nhập hai đoạn",
        ),
        pytest.param(
            [("a", TOURISM), ("b", SCHOOLS), ("c", BORDER)],
            [("a", f"{TOURISM} {SCHOOLS_ANEW} {BORDER}")],
            [("merged", "a+b+c", "a")],
            id="nhập ba đoạn",
        ),
        pytest.param(
            [("a", f"{TOURISM} {SCHOOLS}")],
            [("a", TOURISM), ("b", SCHOOLS)],
            [("reworded", "a", "a"), ("added", "", "b")],
            id="tách đoạn",
        ),
        pytest.param(
            [("a", TOURISM)],
            [("a", TOURISM), ("b", KIEU)],
            [("kept", "a", "a"), ("added", "", "b")],
            id="thêm",
        ),
        pytest.param(
            [("x", KIEU), ("a", TOURISM), ("b", SCHOOLS), ("c", BORDER)],
            [("a", TOURISM), ("c", BORDER)],
            [("dropped", "x", ""), ("kept", "a", "a"), ("dropped", "b", ""), ("kept", "c", "c")],
            id="bỏ, đứng ở chỗ cũ",
        ),
        pytest.param(
            [("a", TOURISM), ("b", SCHOOLS)],
            [("m", TOURISM), ("n", SCHOOLS)],
            [("kept", "a", "m"), ("kept", "b", "n")],
            id="mất khóa, còn nguyên chữ",
        ),
        pytest.param(
            [("a", SCHOOLS)], [("m", SCHOOLS_ANEW)], [("reworded", "a", "m")], id="mất khóa, sửa ít chữ"
        ),
        pytest.param([("a", TOURISM)], [], [("dropped", "a", "")], id="bản sau trống"),
        pytest.param([], [("a", TOURISM)], [("added", "", "a")], id="bản trước trống"),
        pytest.param([], [], [], id="cả hai bản trống"),
        pytest.param(
            [("a", TOURISM), ("b", TOURISM)],
            [("m", TOURISM), ("n", TOURISM)],
            [("kept", "a", "m"), ("kept", "b", "n")],
            id="một câu viết hai lần, mất khóa",
        ),
        pytest.param(
            [("a", TOURISM), ("b", TOURISM)],
            [("a", TOURISM)],
            [("kept", "a", "a"), ("dropped", "b", "")],
            id="bỏ câu trùng: chỗ kia vốn đã có",
        ),
        pytest.param(
            [("a", ""), ("b", TOURISM)],
            [("b", TOURISM), ("c", "")],
            [("dropped", "a", ""), ("kept", "b", "b"), ("added", "", "c")],
            id="đoạn không chữ",
        ),
        pytest.param(
            [
                ("a", f"{BORDER} {KIEU}"),
                ("b", "Xây dựng quê hương, quan tâm hợp tác với nước bạn Lào ở biên giới."),
            ],
            [("a", f"{BORDER} {KIEU}")],
            [("kept", "a", "a"), ("dropped", "b", "")],
            id="chung chữ với đoạn đứng yên chưa phải là nhập",
        ),
    ],
)  # fmt: skip
def test_each_passage_meets_its_fate(old, new, expected):
    assert seen(compare(text(*old), text(*new))) == expected


def test_a_split_passage_names_where_it_came_from():
    pairs = compare(text(("a", f"{TOURISM} {SCHOOLS}")), text(("a", TOURISM), ("b", SCHOOLS))).pairs
    assert pairs[1].split_from.key == "a"
    assert pairs[0].split_from is None


def test_counts_and_words_of_a_shortened_text():
    old = text(("a", TOURISM, 1), ("b", SCHOOLS, 1), ("c", BORDER, 2), ("d", KIEU, 2))
    new = text(("c", BORDER, 1), ("a", f"{TOURISM} {SCHOOLS_ANEW}", 1), ("e", "Tổ chức thực hiện", 2))
    found = compare(old, new)
    counts = {fate.value: found.count(fate) for fate in Fate}
    assert counts == {"kept": 1, "reworded": 0, "moved": 1, "merged": 1, "added": 1, "dropped": 1}
    before, after = sum(len(one.words) for one in old), sum(len(one.words) for one in new)
    assert found.words == (before, after)
    assert sum(found.saved_by_part().values()) == before - after


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        pytest.param(
            "một hai ba", "một hai ba", [("một hai ba", False)], [("một hai ba", False)], id="như nhau"
        ),
        pytest.param(
            "tiếp tục đẩy mạnh hợp tác",
            "đẩy mạnh mọi hợp tác",
            [("tiếp tục", True), ("đẩy mạnh", False), ("hợp tác", False)],
            [("đẩy mạnh", False), ("mọi", True), ("hợp tác", False)],
            id="bớt đầu, thêm giữa",
        ),
        pytest.param("", "mới", [], [("mới", True)], id="trống bên trái"),
        pytest.param("cũ", "", [("cũ", True)], [], id="trống bên phải"),
    ],
)
def test_words_are_marked_where_the_other_side_lacks_them(old, new, left, right):
    found = word_spans(old, new)
    assert [[(span.text, span.changed) for span in side] for side in found] == [left, right]


SAID = "đối ngoại hợp tác tỉnh Lào năm 2030 và các sở ngành"
WORDS = st.lists(st.sampled_from(sorted(set(SAID.split(" ")))), max_size=9)


@st.composite
def versions(draw):
    """Two versions that share some keys, in any order."""
    keys = draw(st.lists(st.sampled_from("abcdefghijklm"), unique=True, max_size=9))
    old = [Passage(key, " ".join(draw(WORDS)), draw(st.integers(1, 3))) for key in keys]
    other = draw(st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, max_size=9))
    new = [Passage(key, " ".join(draw(WORDS)), draw(st.integers(1, 3))) for key in other]
    return old, new


@given(versions())
@settings(deadline=None)
def test_no_passage_is_left_out_and_none_stands_twice(pair):
    old, new = pair
    found = compare(old, new)
    assert sorted(one.key for line in found.pairs for one in line.old) == sorted(one.key for one in old)
    assert [line.new for line in found.pairs if line.new] == new
    assert found.words == (sum(len(one.words) for one in old), sum(len(one.words) for one in new))
    assert sum(found.saved_by_part().values()) == found.words[0] - found.words[1]
    assert all(line.old or line.new for line in found.pairs)
    assert found.count(Fate.DROPPED) <= len(old)


@given(versions())
@settings(deadline=None)
def test_a_version_against_itself_is_all_kept(pair):
    for version in pair:
        assert [line.fate for line in compare(version, version).pairs] == [Fate.KEPT] * len(version)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_the_runs_of_words_give_back_both_texts(old, new):
    left, right = word_spans(" ".join(old), " ".join(new))
    assert " ".join(span.text for span in left).split() == old
    assert " ".join(span.text for span in right).split() == new
    kept = [[span.text for span in side if not span.changed] for side in (left, right)]
    assert kept[0] == kept[1]


def test_a_draft_of_three_thousand_passages_that_all_lost_their_key():
    # Every passage has the same office words; only a few words tell them apart.
    said = "triển khai đồng bộ nhiệm vụ đối ngoại trên địa bàn tỉnh theo chỉ đạo của Ủy ban nhân dân tỉnh"
    old = [Passage(f"a{n}", f"Nhiệm vụ số {n} xã {n % 166} {said} nội dung {n}", n % 3) for n in range(3000)]
    new = [
        Passage(f"b{n}", f"Nhiệm vụ số {n} xã {n % 166} {said} trong năm {n}", n % 3)
        for n in range(3000)
        if n % 10
    ]
    found = compare(old, new)
    assert found.count(Fate.REWORDED) == 2700
    assert all(one.key[1:] == line.new.key[1:] for line in found.pairs if line.new for one in line.old[:1])
    assert isinstance(found.pairs[0], Pair)
