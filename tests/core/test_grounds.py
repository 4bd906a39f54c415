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
