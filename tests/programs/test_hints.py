"""Where words can go."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.wording.comparing import Passage
from programs.wording.hints import FORMULAS, Sort, hints_of
from tests.factories import ProgramFactory
from tests.programs.draft_texts import store_draft

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
        pytest.param("Kết quả trong việc thu hút vốn.", [("formula", "trong việc", "", 2)], id="trong việc"),
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


def test_headings_get_no_hint():
    assert hints_of([Passage("a", "Một cách đồng bộ", is_heading=True)]) == []


@pytest.mark.parametrize("formula", FORMULAS, ids=[one.pattern for one in FORMULAS])
def test_every_formula_is_shorter_afterwards(formula):
    assert len(formula.instead.split()) < len(formula.pattern.replace("\\s+", " ").split())


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_hint_saves_more_than_there_is(texts):
    passages = [Passage(f"k{n}", text) for n, text in enumerate(texts)]
    length = {one.key: len(one.text.split()) for one in passages}
    for hint in hints_of(passages):
        assert hint.saves > 0
        assert hint.key in length


@pytest.mark.django_db
def test_the_page_says_what_each_hint_saves_and_changes_nothing(cast, sign_in):
    program = ProgramFactory(period_start_year=2026)
    draft = store_draft(
        program, (1, "a", f"{SENTENCE}."), (2, "b", f"Kết quả trong việc thu hút vốn; {SENTENCE}.")
    )
    url = reverse("programs:draft_hints", args=[program.slug, draft.number])
    answer = sign_in(cast["TU_VIEWER"]).get(url)
    assert [(row["label"], row["hint"].saves) for row in answer.context["rows"]] == [
        ("Đoạn II.1", 10),
        ("Đoạn II.1", 2),
    ]
    assert "bớt tới 12 từ" in answer.text
    assert reverse("programs:draft_section", args=[program.slug, draft.number, "b"]) in answer.text
    formulas = sign_in(cast["TU_VIEWER"]).get(f"{url}?xem=formula")
    assert [row["sort"] for row in formulas.context["rows"]] == ["Cụm từ sáo"]
    assert draft.sections.get(key="b").version == 1
