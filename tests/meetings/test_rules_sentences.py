"""How a conclusion is split, and what a sentence says by its own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rules import split_sentences, suggested_due_kind, suggested_text, suggested_verb


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Câu một. Câu hai.", ["Câu một.", "Câu hai."], id="hai câu"),
        pytest.param("Họp tại TP. Thanh Hóa. Xong.", ["Họp tại TP. Thanh Hóa.", "Xong."], id="viết tắt TP."),
        pytest.param("TS. Lê A và ThS. Trần B nói.", ["TS. Lê A và ThS. Trần B nói."], id="học vị"),
        pytest.param("Đạt 1.9 triệu USD. Tốt.", ["Đạt 1.9 triệu USD.", "Tốt."], id="số có dấu chấm"),
        pytest.param("Trước 15.01.2026 phải xong.", ["Trước 15.01.2026 phải xong."], id="ngày có dấu chấm"),
        pytest.param("Ông N. V. A phát biểu.", ["Ông N. V. A phát biểu."], id="tên viết tắt"),
        pytest.param("Xong trong quý I. Sở làm.", ["Xong trong quý I.", "Sở làm."], id="quý I hết câu"),
        pytest.param("Ý một v.v. Đề nghị làm.", ["Ý một v.v.", "Đề nghị làm."], id="v.v. rồi chữ hoa có dấu"),
        pytest.param("- Ý một\n+ Ý hai\n1. Ý ba", ["Ý một", "Ý hai", "Ý ba"], id="gạch đầu dòng"),
        pytest.param("Gọn lại; đủ ý; nộp sớm.", ["Gọn lại; đủ ý; nộp sớm."], id="chấm phẩy không tách"),
        pytest.param("“Rút gọn.” Ông nói.", ["“Rút gọn.”", "Ông nói."], id="ngoặc kép"),
        pytest.param("Làm ngay! Được không? Được.", ["Làm ngay!", "Được không?", "Được."], id="than và hỏi"),
        pytest.param("Không có dấu chấm", ["Không có dấu chấm"], id="không dấu chấm"),
        pytest.param(" \n … \n", [], id="không có chữ"),
    ],
)
def test_sentences(text, expected):
    assert split_sentences(text) == expected


@given(st.text(alphabet="aĐ .!?\n1-", max_size=60))
def test_no_letter_is_lost(text):
    kept = "".join(split_sentences(text))
    assert kept.count("a") == text.count("a")
    assert kept.count("Đ") == text.count("Đ")


@pytest.mark.parametrize(
    ("sentence", "verb", "due_kind"),
    [
        pytest.param(
            "Yêu cầu Sở hoàn thiện ngay sau hội nghị.", "YEU_CAU", "NGAY_SAU_HOP", id="yêu cầu, ngay sau"
        ),
        pytest.param("Đề nghị Liên hiệp sớm góp ý.", "DE_NGHI", "SOM", id="đề nghị, sớm"),
        pytest.param("Sở thường xuyên báo cáo.", "GIAO", "THUONG_XUYEN", id="thường xuyên"),
        pytest.param("Tổng kết hằng năm.", "GIAO", "HANG_NAM", id="hằng năm"),
        pytest.param("Sở Tài chính bố trí kinh phí.", "GIAO", "NGAY", id="không nêu gì"),
    ],
)
def test_what_the_sentence_says(sentence, verb, due_kind):
    assert (suggested_verb(sentence), suggested_due_kind(sentence)) == (verb, due_kind)


def test_the_text_of_the_work_is_the_sentence_without_its_full_stop():
    assert suggested_text(" Rút gọn dự thảo. ") == "Rút gọn dự thảo"
    assert len(suggested_text("a" * 600)) == 500
