"""How the grounds of a paper begin and end."""

import pytest
from django.core.exceptions import ValidationError

from core.form_fields import GroundsField
from core.grounds import preamble_lines, preamble_problems


@pytest.mark.parametrize(
    ("typed", "grounds"),
    [
        pytest.param("Nghị định số 80/2020/NĐ-CP;", ["Căn cứ Nghị định số 80/2020/NĐ-CP"], id="thiếu Căn cứ"),
        pytest.param(
            "- căn cứ luật A; Căn cứ Luật B,", ["Căn cứ Luật A", "Căn cứ Luật B"], id="hai trong một"
        ),
        pytest.param("chức năng của Sở.", ["Căn cứ chức năng của Sở"], id="chức năng"),
        pytest.param("đề nghị của Giám đốc Sở", ["Theo đề nghị của Giám đốc Sở"], id="đề nghị"),
        pytest.param("Xét nhu cầu của tỉnh", ["Xét nhu cầu của tỉnh"], id="xét"),
        pytest.param(
            "Nghị định số 1/2020/NĐ-CP; Luật A số 2; sửa đổi năm 2021;",
            ["Căn cứ Nghị định số 1/2020/NĐ-CP", "Căn cứ Luật A số 2; sửa đổi năm 2021"],
            id="hai văn bản trong một",
        ),
        pytest.param("Thực hiện các kế hoạch, v.v.;", ["Thực hiện các kế hoạch, v.v."], id="v.v."),
    ],
)
def test_a_ground_is_completed(typed, grounds):
    assert GroundsField().clean(typed) == grounds


def test_what_is_no_ground_is_refused_in_words():
    with pytest.raises(ValidationError, match="“Nghi dinh 30” chưa mở đầu như một căn cứ"):
        GroundsField().clean("Căn cứ Luật A\nNghi dinh 30")


def test_a_program_ends_its_grounds_and_leads_on():
    lead = "Ủy ban nhân dân tỉnh ban hành Chương trình như sau:"
    lines = preamble_lines(["Luật A", "Căn cứ Luật B;", lead])
    assert lines == ["Căn cứ Luật A;", "Căn cứ Luật B.", lead]
    assert preamble_problems(lines) == []
    assert preamble_problems(["Nghi dinh 30"]) != []
    assert preamble_problems(["Căn cứ Luật A;", "Nghi dinh 30."]) != []


def test_a_paper_about_issuing_is_a_ground_and_no_leading_sentence():
    issued = "Quyết định số 12/QĐ-TTg về việc ban hành Chương trình"
    for last in (issued, "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15"):
        assert preamble_lines(["Luật A, v.v.", f"{last};"]) == ["Căn cứ Luật A, v.v.;", f"Căn cứ {last}."]
    for lead in ("Quyết định ban hành Chương trình như sau:", "Chương trình này được ban hành để thực hiện."):
        assert preamble_lines(["Luật A", lead]) == ["Căn cứ Luật A.", lead]
    assert preamble_lines(["Thực hiện A, v.v."]) == ["Thực hiện A, v.v."]
    assert preamble_problems(["Luật sư Nguyễn Văn A."]) != []
    assert preamble_lines(["Luật sư Nguyễn Văn A."]) == ["Luật sư Nguyễn Văn A."]
