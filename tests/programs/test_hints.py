"""Where words can go."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.wording.comparing import Passage
from programs.wording.cutting import cut
from programs.wording.formulas import BY_CODE, FORMULAS
from programs.wording.hints import Sort, hints_of
from programs.wording.outline import FOOTNOTE_MARK, count_words

SENTENCE = "Giữ vững ổn định biên giới với tỉnh Hủa Phăn"


def found(*texts):
    return [
        (one.sort.value, one.found, one.instead, one.saves)
        for one in hints_of([Passage(f"k{n}", text) for n, text in enumerate(texts)])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Triển khai một cách đồng bộ.", [("formula", "một cách đồng bộ", "đồng bộ", 2)], id="một cách"
        ),
        pytest.param(
            "Kết quả trong việc thu hút vốn.", [("formula", "trong việc", "trong", 1)], id="trong việc"
        ),
        pytest.param(
            "Góp phần quan trọng vào việc giữ hòa bình.",
            [("formula", "Góp phần quan trọng vào việc", "góp phần", 4)],
            id="góp phần",
        ),
        pytest.param(
            "Tổ chức triển khai thực hiện kế hoạch.",
            [("formula", "Tổ chức triển khai thực hiện", "thực hiện", 4)],
            id="cụm dài thắng cụm ngắn",
        ),
        pytest.param(
            "Tiếp tục mở rộng quan hệ, tiếp tục thu hút viện trợ.",
            [("repeated", "tiếp tục … tiếp tục", "tiếp tục", 2)],
            id="tiếp tục hai lần",
        ),
        pytest.param(
            "Hợp tác với các tỉnh của Lào về giáo dục, với các tỉnh của Lào về y tế.",
            [("repeated", "với các tỉnh của Lào về", "", 6)],
            id="cụm lặp trong đoạn",
        ),
        pytest.param("Ký 05 thỏa thuận với tỉnh Hủa Phăn.", [], id="gọn rồi"),
        pytest.param("", [], id="trống"),
        pytest.param("Một cáchx, trong việcx.", [], id="không cắt giữa chữ"),
        pytest.param("Kế hoạch triển khai thực hiện Nghị quyết.", [], id="tên văn bản"),
        pytest.param("Quyết định số 12/QĐ-UBND về triển khai thực hiện Đề án.", [], id="trích yếu"),
        pytest.param("Hội thảo “Trong thời gian qua, tỉnh đã làm gì”.", [], id="trong ngoặc kép"),
        pytest.param("Cuốn sách Triển Khai Thực Hiện.", [], id="tên riêng"),
        pytest.param("Kết quả trong việc này còn ít.", [], id="việc này"),
        pytest.param("Tạo thu nhập trong việc làm mới.", [], id="việc làm"),
        pytest.param("Kết quả đạt được trong thời gian qua và thời gian tới.", [], id="không đứng đầu câu"),
        pytest.param("Trong thời gian qua là dịp tốt.", [], id="câu dựa vào cụm từ"),
        pytest.param("Làm cũng như vậy.", [], id="cũng như vậy"),
        pytest.param("Hạn chế cũng như kết quả và bài học.", [], id="hai chữ và liền nhau"),
        pytest.param("Đó là một cách làm hay.", [], id="một cách làm"),
        pytest.param(
            "Nghị quyết Đại hội Đảng bộ tỉnh, Nghị quyết Đại hội Đảng bộ tỉnh.", [], id="tên lặp lại"
        ),
    ],
)
def test_what_a_paragraph_could_do_without(text, expected):
    assert found(text) == expected


def test_a_sentence_that_stands_in_two_parts_names_the_first():
    hints = hints_of(
        [Passage("a", f"{SENTENCE}."), Passage("b", f"Ngoài ra: {SENTENCE.upper()}; hết.", part=2)]
    )
    assert [(one.sort, one.key, one.other, one.saves) for one in hints] == [(Sort.DOUBLED, "b", "a", 10)]


def test_short_sentences_may_stand_twice():
    assert found("Báo cáo kết quả.", "Báo cáo kết quả.") == []


NEAR = "Hỗ trợ chuyên gia, trí thức kiều bào tham gia đào tạo, nghiên cứu, khởi nghiệp ở tỉnh"


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        pytest.param(NEAR.replace("khởi nghiệp", "đầu tư"), True, id="khác một từ ghép"),
        pytest.param(
            NEAR.replace("tham gia đào tạo, nghiên cứu", "về nước làm việc"), False, id="khác nhiều"
        ),
        pytest.param(f"{NEAR} nhà", True, id="thêm một từ"),
        pytest.param(
            "Mở rộng hợp tác với các địa phương của Lào trong mười lĩnh vực chính", False, id="câu khác"
        ),
    ],
)
def test_a_sentence_that_is_nearly_the_same_is_told(other, is_near):
    hints = hints_of([Passage("a", f"{NEAR}."), Passage("b", f"{other}.", part=2)])
    assert [(one.sort, one.key, one.other) for one in hints] == ([(Sort.NEAR, "b", "a")] if is_near else [])


def test_another_number_makes_it_another_sentence():
    text = "Phấn đấu mỗi năm vận động được ít nhất {} triệu USD viện trợ không hoàn lại"
    assert found(text.format("1,9"), text.format("2,5")) == []


def test_headings_get_no_hint():
    assert hints_of([Passage("a", "Một cách đồng bộ", is_heading=True)]) == []


@pytest.mark.parametrize("formula", FORMULAS, ids=[one.code for one in FORMULAS])
def test_every_formula_is_shorter_afterwards(formula):
    assert len(formula.instead.split()) < len(formula.name.replace("…", "x").split())
    assert BY_CODE[formula.code] is formula


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_hint_saves_more_than_there_is(texts):
    passages = [Passage(f"k{n}", text) for n, text in enumerate(texts)]
    length = {one.key: len(one.text.split()) for one in passages}
    for hint in hints_of(passages):
        assert hint.saves > 0
        assert hint.key in length


OPENERS = (
    "Bên cạnh đó, ",
    "Trong thời gian qua, ",
    "Trên cơ sở đó ",
    "Có thể nói rằng, ",
    "Trong bối cảnh hiện nay, ",
    "",
)
BODIES = (
    "công tác kiều bào được quan tâm",
    "tỉnh tổ chức triển khai thực hiện các thỏa thuận",
    "kết quả rõ trong việc thu hút vốn",
    "các sở tiến hành rà soát một cách đồng bộ",
    "tỉnh góp phần quan trọng vào việc giữ hòa bình[^1]",
    "cơ quan thường trực thực hiện việc đôn đốc, không ngừng đổi mới",
    "hạn chế cũng như kết quả đều được báo cáo",
)


@st.composite
def paragraphs(draw):
    """Return clean sentences of office prose; each begins with a capital."""
    sentences = []
    for _ in range(draw(st.integers(1, 4))):
        clauses = [
            draw(st.sampled_from(OPENERS)) + draw(st.sampled_from(BODIES))
            for _ in range(draw(st.integers(1, 3)))
        ]
        text = draw(st.sampled_from(["; ", ", "])).join(clauses)
        sentences.append(text[0].upper() + text[1:] + draw(st.sampled_from([".", "!", "..."])))
    return draw(st.sampled_from([" ", "\n"])).join(sentences)


def is_straight(text):
    """Return whether the text has clean spaces and punctuation and begins every sentence with a capital."""
    plain = FOOTNOTE_MARK.sub("", text)
    starts = [found[1] for found in re.finditer(r"(?:^|[.!?…]\s+|\n)(\w)", plain)]
    return not re.search(r"[ \t]{2}|[ \t][,.;:!?]|[,;:]{2}|[,;:][.!?]|^\s|\s$", plain) and all(
        letter.isupper() or letter.isdigit() for letter in starts
    )


@given(paragraphs())
def test_what_a_hint_leaves_is_a_clean_text_that_is_shorter_by_what_it_said(text):
    assert is_straight(text)
    plain = FOOTNOTE_MARK.sub("", text)
    for hint in hints_of([Passage("k", plain)]):
        if not hint.is_exact:
            continue
        after = cut(text, hint.start, hint.end, hint.instead)
        if after is None:
            assert "[^1]" in text[hint.start : hint.end + 8]
            continue
        assert is_straight(after), after
        assert count_words(after) == count_words(text) - hint.saves
        assert after.count("[^1]") == text.count("[^1]")


@given(paragraphs(), paragraphs())
def test_a_doubled_sentence_leaves_a_clean_text(first, second):
    passages = [Passage("a", FOOTNOTE_MARK.sub("", first)), Passage("b", FOOTNOTE_MARK.sub("", second))]
    for hint in hints_of(passages):
        if hint.sort in (Sort.DOUBLED, Sort.NEAR):
            after = cut(second, hint.start, hint.end)
            assert after is None or is_straight(after), after
            assert after is None or count_words(after) == count_words(second) - hint.saves


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Một. Hai ba. Bốn.", "Hai ba", "Một. Bốn."),
        ("Một; hai ba; bốn.", "hai ba", "Một; bốn."),
        ("Một; hai ba.", "hai ba", "Một."),
        ("Hai ba.", "Hai ba", ""),
        ("Hai ba; bốn.", "Hai ba", "Bốn."),
        ("Một: hai ba; bốn.", "hai ba", "Một: bốn."),
        ("Một.\nHai ba.\nBốn.", "Hai ba", "Một.\nBốn."),
        ("Một; hai ba", "hai ba", "Một."),
        ("Một[^1]. Hai ba... Bốn[^2].", "Hai ba", "Một[^1]. Bốn[^2]."),
        ("Một. Hai ba[^1]. Bốn.", "Hai ba", None),
        ("Một. Hai[^1] ba. Bốn.", "Hai ba", None),
        ("- Hai ba; bốn.", "Hai ba", "- Bốn."),
    ],
)
def test_words_are_taken_out(text, words, left):
    plain = FOOTNOTE_MARK.sub("", text)
    start = plain.index(words)
    assert cut(text, start, start + len(words)) == left
