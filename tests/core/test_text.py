"""Text: cleaning, folding, tones, sorting, codes and slips."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    Slip,
    TextError,
    canonical_tone,
    clean_line,
    clean_text,
    fold,
    hygiene,
    looks_like_tcvn3,
    match_key,
    near_spellings,
    nfc,
    person_sort_key,
    slug_vi,
    sort_key,
)

NFD = "Tie\u0302\u0301p \u0110oa\u0300n \u0110a\u0323i su\u031b\u0301 Nguye\u0302\u0303n"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param(NFD, "Tiếp Đoàn Đại sứ Nguyễn", id="tổ hợp rời thành dựng sẵn"),
        pytest.param("Ti\u00ea\u0301p", "Tiếp", id="tổ hợp nửa vời"),
        pytest.param("Ti\u1ebfp\u200b\u0111o\u00e0n", "Tiếpđoàn", id="khoảng trắng không bề rộng"),
        pytest.param("\ufeffTiếp đoàn", "Tiếp đoàn", id="dấu thứ tự byte"),
        pytest.param("\u00d0oàn \u00f0i", "Đoàn đi", id="eth thành đ"),
        pytest.param("  Sở\u00a0 Ngoại\u3000vụ \t", "Sở Ngoại vụ", id="khoảng trắng lạ"),
        pytest.param("   \u00a0\u3000 ", "", id="chỉ khoảng trắng"),
        pytest.param("\t=1+1", "=1+1", id="tab đầu dòng"),
        pytest.param("0", "0", id="số không còn nguyên"),
        pytest.param("null", "null", id="chữ null"),
        pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="HTML là chữ thường"),
        pytest.param("+84 236 3822 000", "+84 236 3822 000", id="điện thoại"),
        pytest.param("Thanh\u00adHóa", "ThanhHóa", id="gạch nối mềm"),
        pytest.param("a\u200db", "ab", id="nối không bề rộng giữa chữ"),
        pytest.param("👨\u200d👩\u200d👧 🇻🇳", "👨\u200d👩\u200d👧 🇻🇳", id="biểu tượng ghép"),
        pytest.param("e\u200b\u0302", "ê", id="dấu bị tách bởi ký tự ẩn"),
        pytest.param("Tên\n", "Tên", id="xuống dòng cuối ô"),
    ],
)
def test_clean_line_keeps_what_was_meant(typed, stored):
    assert clean_line(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sense"),
    [
        pytest.param("a\u0000b", "ký tự điều khiển U+0000", id="NUL"),
        pytest.param("\x1b[31mđỏ\x1b[0m", "ký tự điều khiển U+001B", id="mã màu thiết bị cuối"),
        pytest.param("chuông\x07", "ký tự điều khiển U+0007", id="chuông"),
        pytest.param("a\x85b", "ký tự điều khiển U+0085", id="xuống dòng kiểu cũ"),
        pytest.param("\u202egnp.exe", "ký tự điều khiển ẩn U+202E", id="đảo chiều"),
        pytest.param("\u2066abc\u2069", "ký tự điều khiển ẩn U+2066", id="cô lập chiều"),
        pytest.param("\ud800", "U+D800", id="nửa cặp mã"),
        pytest.param("Ti\ufffdp đoàn", "ký tự hỏng U+FFFD", id="chữ đã hỏng từ trước"),
        pytest.param("a\ue001", "ký tự vùng riêng U+E001", id="vùng riêng"),
        pytest.param("a\uffff", "U+FFFF", id="không phải ký tự"),
        pytest.param("T" + "\u0301" * 5000, "quá nhiều dấu kết hợp", id="chồng dấu"),
        pytest.param("line1\r\nSet-Cookie: a=b", "một dòng", id="xuống dòng kiểu Windows"),
        pytest.param("Subject\nBcc: a@evil.invalid", "một dòng", id="xuống dòng kiểu Unix"),
        pytest.param("a\u2028b", "một dòng", id="dấu ngắt dòng"),
    ],
)
def test_clean_line_refuses_and_names_the_sign(typed, sense):
    with pytest.raises(TextError, match=sense.replace("+", r"\+")):
        clean_line(typed)


def test_clean_line_may_join_lines_of_a_cell():
    assert clean_line("Y tế;\r\nGiáo dục", join_lines=True) == "Y tế; Giáo dục"


def test_length_counts_composed_letters():
    assert len(clean_line("e\u0302\u0301" * 500, max_length=500)) == 500
    with pytest.raises(TextError, match="tối đa 500 ký tự; đang có 501 ký tự"):
        clean_line("é" * 501, max_length=500)


def test_four_marks_on_a_letter_pass_and_five_do_not():
    assert clean_line("q" + "\u0301" * 4)
    with pytest.raises(TextError):
        clean_line("q" + "\u0301" * 5)


def test_clean_text_keeps_paragraphs():
    assert clean_text("  Một \r\n\r\n\r\n\r\nhai\u00a0 ba\r\n") == "Một\n\nhai ba"
    with pytest.raises(TextError, match="tối đa 3"):
        clean_text("bốn chữ", max_length=3)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    for clean in (clean_line, clean_text):
        try:
            once = clean(text)
        except TextError:
            continue
        assert clean(once) == once == nfc(once)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đối ngoại  Thanh HÓA", "doi ngoai thanh hoa"),
        ("Thanh Hoá", "thanh hoa"),
        ("Ðường đi", "duong di"),
        ("Xây dựng Tượng đài", "xay dung tuong dai"),
        (NFD, "tiep doan dai su nguyen"),
        ("2026–2030", "2026-2030"),
        ("Việt\u00a0-\u2011Lào", "viet --lao"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("Thanh Hoá", "Thanh Hóa"),
        ("HOÀ", "HÒA"),
        ("thuỷ", "thủy"),
        ("tuý", "túy"),
        ("khoẻ", "khỏe"),
        ("loà xoà", "lòa xòa"),
        ("quý", "quý"),
        ("QUỲ", "QUỲ"),
        ("hoàn hoài", "hoàn hoài"),
        ("khuỷu", "khuỷu"),
        ("Hoa Lư", "Hoa Lư"),
    ],
)
def test_canonical_tone(newer, older):
    assert canonical_tone(newer) == older
    assert canonical_tone(older) == older


def test_names_match_whatever_their_case_spaces_and_tone_places():
    assert match_key("Trung tâm Văn  HOÁ") == match_key("trung tâm văn hóa ")
    assert match_key("Hoa") != match_key("Hòa")


ALPHABETICAL = ["An", "Ánh", "Ăn", "Ân", "Ấn", "Dao", "Dũng", "Đào", "Đức"]
ALPHABETICAL += ["Ha", "Hà", "Hả", "Hã", "Há", "Hạ"]


def test_sort_key_follows_the_vietnamese_alphabet():
    names = random.Random(5).sample(ALPHABETICAL, len(ALPHABETICAL))
    assert sorted(names, key=sort_key) == ALPHABETICAL


def test_sort_key_letters_decide_before_tones():
    places = ["Hà Nội", "Hạ Long", "Thanh Hóa", "Thanh Hoa 2", "Thạnh Hóa", "hà nam"]
    assert sorted(places, key=sort_key) == [
        "Hạ Long",
        "hà nam",
        "Hà Nội",
        "Thanh Hóa",
        "Thạnh Hóa",
        "Thanh Hoa 2",
    ]


def test_sort_key_ignores_case_form_and_edge_blanks_and_is_only_digits():
    assert sort_key(" ĐỐI NGOẠI ") == sort_key("đối  ngoại") == sort_key("đo\u0302\u0301i ngoại")
    assert sort_key("Việt - Lào (日本) ﷺ").isascii()
    assert sort_key("Việt - Lào 日").isdigit()


def test_people_are_sorted_by_given_name_then_family_then_middle():
    people = [
        "Nguyễn Thị An",
        "Lê Văn Ánh",
        "Trần Hà",
        "Lê Thị Hạ",
        "Nguyễn Thu Hằng",
        "Trần Thị Thu Hằng",
        "Trần Thu Hằng",
        "Bình",
    ]
    expected = [
        "Nguyễn Thị An",
        "Lê Văn Ánh",
        "Bình",
        "Trần Hà",
        "Lê Thị Hạ",
        "Nguyễn Thu Hằng",
        "Trần Thị Thu Hằng",
        "Trần Thu Hằng",
    ]
    assert sorted(people, key=person_sort_key) == expected
    assert person_sort_key("Angela Merkel", foreign=True) == sort_key("Angela Merkel")


@pytest.mark.parametrize("text", ["§¶ng bé", "Uû ban nh©n d©n", "Së Ngo¹i vô", "tØnh Thanh Ho¸ ®èi ngo¹i"])
def test_legacy_font_text_is_recognised(text):
    assert looks_like_tcvn3(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sở Ngoại vụ",
        "Microsoft® Office",
        "10 µm",
        "§ 5",
        "Hội đồng ©2025",
        "Lào¹",
        "kW·h",
        "naïve café",
        "",
        "2±1",
    ],
)
def test_unicode_text_is_not_taken_for_a_legacy_font(text):
    assert not looks_like_tcvn3(text)


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("TrầnThị Thu Hằng", [Slip("TEXT_NOSPACE", "TrầnThị", "Trần Thị")]),
        ("thành tích suất sắc", [Slip("SPELL_HINT", "suất sắc", "xuất sắc")]),
        ("Xúc tích, mạch lạc", [Slip("SPELL_HINT", "Xúc tích", "Súc tích")]),
        ("XÚC TÍCH", [Slip("SPELL_HINT", "XÚC TÍCH", "SÚC TÍCH")]),
        ("báo cáo, sơ kết tổng kết", [Slip("SO_KET_TONG_KET", "sơ kết tổng kết", "sơ kết, tổng kết")]),
        ("sơ kết, tổng kết; súc tích; xuất sắc", []),
        ("SNgV, LHHN, VietinBank, Trần Thị Thu Hằng", []),
    ],
)
def test_hygiene(text, slips):
    assert hygiene(text) == slips


def test_slips_come_in_the_order_of_the_text():
    found = [slip.code for slip in hygiene("sơ kết tổng kết, xúc tích, TrầnThị")]
    assert found == ["SO_KET_TONG_KET", "SPELL_HINT", "TEXT_NOSPACE"]


def test_slug():
    assert slug_vi("Tổ chức thực hiện (Phần III)") == "to-chuc-thuc-hien-phan-iii"


@pytest.mark.parametrize(
    ("typed", "known", "near"),
    [
        pytest.param("xa khong co that", "xa hoang chau", False, id="xã không có thật"),
        pytest.param("so khong co", "so khcn", False, id="sở không có"),
        pytest.param("so y ta", "so y te", True, id="sai một chữ"),
        pytest.param("so giao duc", "so giao duc va dao tao", True, id="viết thiếu phần sau"),
        pytest.param("xa an binhh", "xa an binh", True, id="thừa một chữ"),
    ],
)
def test_near_spellings_are_only_slips(typed, known, near):
    assert near_spellings(typed, [known]) == ([known] if near else [])
