"""Remarks about many rows are told once."""

import pytest

from core.imports.remarks import told_once
from core.spreadsheets.names import NameList


@pytest.mark.parametrize(
    ("remarks", "told"),
    [
        pytest.param(
            ["hàng 6: thiếu giấy", "hàng 8: thiếu giấy"], ["hàng 6, 8 (2 dòng): thiếu giấy"], id="giống nhau"
        ),
        pytest.param(
            ["hàng 6: thiếu giấy", "hàng 6: tỷ giá cũ"],
            ["hàng 6: thiếu giấy", "hàng 6: tỷ giá cũ"],
            id="khác nhau",
        ),
        pytest.param(
            ["Tệp có trang ẩn.", "hàng 2: a"], ["Tệp có trang ẩn.", "hàng 2: a"], id="không thuộc hàng nào"
        ),
        pytest.param(
            [f"hàng {n}: a" for n in range(1, 15)],
            ["hàng 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12… (14 dòng): a"],
            id="quá nhiều hàng",
        ),
    ],
)
def test_remarks_with_the_same_words_are_told_once(remarks, told):
    assert told_once(remarks) == told


def test_a_label_and_its_code_are_one_proposal():
    names = NameList([("Phi dự án", "PHI_DU_AN"), ("PHI_DU_AN", "PHI_DU_AN"), ("Dự án", "DU_AN")])
    assert names.nearest("Phi dự ánn")[0] == "Phi dự án"
    assert "PHI_DU_AN" not in names.nearest("Phi dự ánn")
