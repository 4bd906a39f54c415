"""What may not stand in a draft, wherever in it; keys that a file brings along."""

import re

import pytest

from programs.draft_rules import text_problems
from programs.models.documents import new_key
from programs.wording.checks.findings import Piece
from programs.wording.checks.hygiene import check_typing
from programs.wording.outline import Kind, Node, with_keys

WIDE = [[{"text": "a", "columns": 999_999_999, "rows": 1}]]


@pytest.mark.parametrize(
    ("node", "said"),
    [
        pytest.param(Node(Kind.PARAGRAPH, 2, text="TỐI MẬT"), "mang dấu “TỐI MẬT”", id="lời"),
        pytest.param(
            Node(Kind.PARAGRAPH, 2, text="Kế hoạch[^1]", footnotes=["Theo tài liệu TỐI MẬT số 12"]),
            "mang dấu “",
            id="chú thích",
        ),
        pytest.param(Node(Kind.HEADING, 1, number="TỐI MẬT", text="Bối cảnh"), "mang dấu “", id="số mục"),
        pytest.param(Node(Kind.PARAGRAPH, 2, text="a" * 301), "chuỗi dài 301 ký tự", id="chuỗi dài"),
        pytest.param(Node(Kind.TABLE, 2, table=WIDE), "rộng 999999999 cột", id="bảng rộng"),
        pytest.param(
            Node(Kind.TABLE, 2, table=[[{"text": "a", "columns": 41, "rows": 1}]]),
            "rộng 41 cột",
            id="bảng rộng hơn một cột",
        ),
    ],
)
def test_what_may_not_stand_in_a_draft_is_named(node, said):
    problems = [str(one) for one in text_problems([node])]

    assert len(problems) == 1
    assert said in problems[0]


def test_an_ordinary_passage_is_fine():
    table = [[{"text": "Chỉ tiêu", "columns": 40, "rows": 1}]]

    assert text_problems([Node(Kind.PARAGRAPH, 2, text="a" * 300), Node(Kind.TABLE, 2, table=table)]) == []


@pytest.mark.parametrize("key", ["../../x", "a" * 60, "HOA", "", "có dấu"])
def test_a_foreign_bookmark_gives_way_to_a_new_key(key):
    [node] = with_keys([Node(Kind.PARAGRAPH, 2, text="a", key=key)], new_key)

    assert node.key != key
    assert re.fullmatch(r"[0-9a-z]{10}", node.key)


def test_a_key_of_the_portal_stays():
    key = new_key()
    [node] = with_keys([Node(Kind.PARAGRAPH, 2, text="a", key=key)], new_key)

    assert node.key == key


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("Hội nghị,hội thảo", ["TEXT_NOSPACE"], id="dấu phẩy dính"),
        pytest.param("Xem www.thanhhoa.gov.vn,mục tin", [], id="địa chỉ"),
        pytest.param("Ðối ngoại", ["TEXT_ETH"], id="chữ giống đ"),
        pytest.param("a" * 20_000, [], id="một từ rất dài"),
    ],
)
def test_typing_is_judged_from_the_beginning_of_a_word(text, codes):
    assert [one.code for one in check_typing([Piece(key="k", text=text)], closes=False)] == codes
