"""The page that shows two versions side by side."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from core.models import User
from programs.actions.drafts import edit_section
from programs.actions.keypoints import add_key_point
from programs.versions import comparison_of, passages_of
from tests.factories import ProgramFactory
from tests.programs.draft_texts import fresh, store_draft

pytestmark = pytest.mark.django_db

TOURISM = "Sở Văn hóa, Thể thao và Du lịch quảng bá du lịch Thanh Hóa tại các thị trường trọng điểm."
SCHOOLS = "Trường Đại học Hồng Đức mở rộng hợp tác đào tạo với các trường đại học của nước bạn Lào."
SHORTER = "Trường Đại học Hồng Đức mở rộng hợp tác đào tạo với các trường đại học của Lào."
BORDER = "Giữ vững ổn định biên giới, phối hợp tuần tra chung với lực lượng bảo vệ biên giới Hủa Phăn."
KIEU = "Vận động kiều bào hướng về xây dựng quê hương."
TAGS = "Đoạn <script>alert(1)</script> & “ngoặc”"


@pytest.fixture
def program():
    return ProgramFactory(period_start_year=2026)


@pytest.fixture
def two(program):
    old = store_draft(program, (1, "a", TOURISM), (2, "b", SCHOOLS), (3, "c", BORDER))
    new = store_draft(
        program, (1, "a", TOURISM), (2, "b", SHORTER), (2, "d", TAGS), reason="RUT_GON", budget_words=20
    )
    return fresh(old), new


def page(client, query=""):
    return client.get(reverse("programs:draft_compare", args=["2026-2030"]) + query)


def lines(answer):
    return [(line.label, line.fate) for group in answer.context["groups"] for line in group["lines"]]


def test_each_part_shows_its_pairs(two, cast, sign_in):
    answer = page(sign_in(cast["SNGV_STAFF"]))
    assert lines(answer) == [
        ("Phần\xa0thứ\xa0nhất", "Không đổi"),
        ("Đoạn\xa01, Phần\xa0thứ\xa0nhất", "Không đổi"),
        ("Phần\xa0thứ\xa0hai", "Không đổi"),
        ("Đoạn\xa01, Phần\xa0thứ\xa0hai", "Viết lại"),
        ("Đoạn\xa02, Phần\xa0thứ\xa0hai", "Thêm mới"),
        ("Phần\xa0thứ\xa0ba", "Không đổi"),
        ("Đoạn\xa01, Phần\xa0thứ\xa0ba", "Bỏ"),
    ]
    assert "<del>nước bạn</del>" in answer.text
    assert "<ins>Đoạn &lt;script&gt;" in answer.text
    assert "Còn vượt" in answer.text
    assert answer.context["summary"]["saved"] == sum(
        len(one.words) for one in passages_of(two[0])
    ) - sum(len(one.words) for one in passages_of(two[1]))  # fmt: skip


def test_the_words_are_those_of_the_draft(two):
    for draft in two:
        stored = sum(draft.sections.values_list("words", flat=True))
        assert sum(len(one.words) for one in passages_of(draft)) == stored


def test_what_stands_in_the_text_is_no_markup(two, cast, sign_in):
    answer = page(sign_in(cast["SNGV_STAFF"]))
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “ngoặc”" in answer.text


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        pytest.param(
            "?xem=khong-doi",
            [
                "Phần\xa0thứ\xa0nhất",
                "Đoạn\xa01, Phần\xa0thứ\xa0nhất",
                "Phần\xa0thứ\xa0hai",
                "Phần\xa0thứ\xa0ba",
            ],
            id="không đổi",
        ),
        pytest.param(
            "?xem=dai-nhat",
            [
                "Đoạn\xa01, Phần\xa0thứ\xa0nhất",
                "Đoạn\xa01, Phần\xa0thứ\xa0hai",
                "Đoạn\xa02, Phần\xa0thứ\xa0hai",
            ],
            id="còn dài nhất",
        ),
        pytest.param("?tu=2&den=2&xem=khong-doi", 6, id="với chính nó"),
        pytest.param("?tu=2&den=1", 7, id="ngược chiều"),
    ],
)
def test_tabs_and_any_two_versions(two, cast, sign_in, query, labels):
    answer = page(sign_in(cast["UBND_LEADER"]), query)
    found = [label for label, _ in lines(answer)]
    assert (found if isinstance(labels, list) else len(found)) == labels


def test_a_lost_point_is_named_beside_its_change(two, cast, sign_in):
    add_key_point(
        draft=two[0], section=two[0].sections.get(key="c"), kind="NHIEM_VU", text="phối hợp tuần tra chung",
        by=User.objects.system(),
    )  # fmt: skip
    answer = page(sign_in(cast["SNGV_STAFF"]), "?xem=roi-y")
    assert lines(answer) == [("Đoạn\xa01, Phần\xa0thứ\xa0ba", "Bỏ")]
    assert "<b>phối hợp tuần tra chung</b> không còn trong bản 2" in answer.text
    assert (answer.context["check"].kept, len(answer.context["check"].points)) == (0, 1)
    assert lines(page(sign_in(cast["SNGV_STAFF"]), "?xem=roi-y&tu=2&den=1")) == []


@pytest.mark.parametrize("query", ["?tu=9", "?den=0", "?tu=a", "?den=-1", "?tu=1.0"])
def test_a_version_that_is_not_there(two, cast, sign_in, query):
    assert page(sign_in(cast["SNGV_STAFF"]), query).status_code == 404


def test_one_version_has_nothing_to_stand_beside(program, cast, sign_in):
    store_draft(program, (1, "a", TOURISM))
    assert "Chưa có hai bản để so sánh" in page(sign_in(cast["SNGV_STAFF"])).text


def test_a_change_of_the_text_shows_at_once(two, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    assert ("Đoạn\xa01, Phần\xa0thứ\xa0nhất", "Không đổi") in lines(page(client))
    section = two[1].sections.get(key="a")
    edit_section(section=section, expected=section.version, text=KIEU, by=User.objects.system())
    assert ("Đoạn\xa01, Phần\xa0thứ\xa0nhất", "Viết lại") in lines(page(client))


def test_the_comparison_is_made_once(two, django_assert_num_queries):
    first = comparison_of(*two)
    with django_assert_num_queries(1):
        assert comparison_of(*two) == first
    caches["results"].clear()
    assert comparison_of(*two) == first


def test_a_long_draft_comes_page_by_page(program, cast, sign_in):
    rows = [(2, f"k{n}", f"Nhiệm vụ thứ {n} của chương trình đối ngoại") for n in range(150)]
    store_draft(program, *rows)
    store_draft(program, *rows)
    client = sign_in(cast["SNGV_STAFF"])
    first, last = page(client), page(client, "?page=3")
    assert (len(lines(first)), len(lines(last))) == (60, 33)
    assert "1–60 trong 153 đoạn" in first.text
    assert lines(last)[-1] == ("Phần\xa0thứ\xa0ba", "Không đổi")
