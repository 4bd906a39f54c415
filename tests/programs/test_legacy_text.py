"""Words typed in fonts of old code pages read as Unicode, by hand-made vectors of both tables."""

import io
import string

import docx
import pytest

from core.legacy_fonts import TCVN3, VNI, code_page, converter, from_tcvn3, from_vni
from programs.wording.taking_in import read_draft


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("Uû ban nh©n d©n tØnh Thanh Ho¸", "Uỷ ban nhân dân tỉnh Thanh Hoá", id="tên cơ quan"),
        pytest.param("§¶ng bé", "Đảng bộ", id="chữ hoa riêng"),
        pytest.param(
            "®èi ngo¹i, h÷u nghÞ, \u00adu tiªn", "đối ngoại, hữu nghị, ưu tiên", id="ư là gạch nối mềm"
        ),
        pytest.param("n¨m 2025: 9,5 triÖu USD", "năm 2025: 9,5 triệu USD", id="số giữ nguyên"),
        pytest.param("thùc hiÖn ®óng quy ®Þnh ph¸p luËt", "thực hiện đúng quy định pháp luật", id="câu"),
    ],
)
def test_tcvn3(typed, read):
    assert from_tcvn3(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param(
            "Uûy ban nhaân daân tænh Thanh Hoùa", "Ủy ban nhân dân tỉnh Thanh Hóa", id="tên cơ quan"
        ),
        pytest.param("Ñoái ngoaïi, höõu nghò, öu tieân", "Đối ngoại, hữu nghị, ưu tiên", id="chữ ư, đ"),
        pytest.param("THÖÏC HIEÄN ÑUÙNG", "THỰC HIỆN ĐÚNG", id="chữ hoa"),
        pytest.param("naêm 2025: 9,5 trieäu USD", "năm 2025: 9,5 triệu USD", id="số giữ nguyên"),
        pytest.param("ngôøi ôû Phaùp; kyù, kyõ, lyù", "ngời ở Pháp; ký, kỹ, lý", id="ơ và y"),
        pytest.param("Aáp Baéc, AÁP BAÉC", "Ấp Bắc, ẤP BẮC", id="hoa đầu, dấu thường"),
    ],
)
def test_vni(typed, read):
    assert from_vni(typed) == read


def test_plain_letters_stay_and_every_vietnamese_letter_is_made():
    plain = string.printable
    assert (from_tcvn3(plain), from_vni(plain)) == (plain, plain)
    small = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    every = "".join(map(chr, range(0xA0, 0x100)))
    assert set(small) <= set(from_tcvn3(every))
    pairs = " ".join(letter + mark for letter in "aeiouyôö" for mark in every)
    assert set(small) - set("ìí") <= set(from_vni(pairs))


def test_page_by_font_and_paragraph_typed_later_stays():
    assert (code_page(["VNI-Times"]), code_page([".VnTime"]), code_page([])) == (VNI, TCVN3, TCVN3)
    convert = converter(TCVN3)
    assert convert("®èi ngo¹i", {".VnTimeH"}) == "ĐỐI NGOẠI"
    assert convert("Đối ngoại à", {".VnTime"}) == "Đối ngoại à"


def old_file(font, *lines):
    document = docx.Document()
    for line in lines:
        run = document.add_paragraph().add_run(line)
        run.font.name = font
        run.bold = line == lines[0]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("font", "page", "lines"),
    [
        pytest.param(
            ".VnTime", TCVN3, ("PhÇn thø nhÊt: §¸nh gi¸", "T×nh h×nh thùc hiÖn ®èi ngo¹i."), id="TCVN3"
        ),
        pytest.param(
            "VNI-Times", VNI, ("Phaàn thöù nhaát: Ñaùnh giaù", "Tình hình thöïc hieän ñoái ngoaïi."), id="VNI"
        ),
    ],
)
def test_file_is_read_in_unicode_with_samples(font, page, lines):
    taken = read_draft("cu.docx", old_file(font, *lines))
    assert taken.errors == []
    assert taken.legacy == page
    assert [node.text for node in taken.nodes] == ["Đánh giá", "Tình hình thực hiện đối ngoại."]
    assert taken.samples[0] == [lines[0], "Phần thứ nhất: Đánh giá"]
