"""Anniversaries in a text against the table of relations."""

import unicodedata
from datetime import date

import pytest

from programs.wording.checks.anniversaries import Relation, check_anniversaries
from programs.wording.checks.findings import Piece, Setting
from tests.programs.draft_texts import DRAFT, REPORT

KNOWN = [
    Relation("Trung Quốc", ("Trung Quốc",), date(1950, 1, 18)),
    Relation("Liên bang Nga", ("Liên bang Nga", "Nga", "Liên Xô"), date(1950, 1, 30)),
    Relation("Cộng hòa Séc", ("Cộng hòa Séc", "Séc", "Tiệp Khắc"), date(1950, 2, 2), "đại sứ quán"),
    Relation("Hungary", ("Hungary",), date(1950, 2, 3)),
    Relation("Mông Cổ", ("Mông Cổ",), date(1954, 11, 17), is_sure=False),
    Relation("Cộng hòa Liên bang Đức", ("Cộng hòa Liên bang Đức", "CHLB Đức", "Đức"), date(1975, 9, 23)),
    Relation("Thái Lan", ("Thái Lan",), date(1976, 8, 6)),
    Relation("Lào", ("Lào",), date(1962, 9, 5)),
    Relation("Hàn Quốc", ("Hàn Quốc",), date(1992, 12, 22)),
    Relation("Brunei", ("Brunei",), date(1992, 2, 29)),
    Relation("Andorra", ("Andorra",), None),
]


def anniversaries(text, *, setting=REPORT, part=0):
    found = check_anniversaries([Piece("d", text, part)], setting=setting, known=KNOWN)
    return [(one.source.text.split(": ")[1].split(",")[0], one.severity.value) for one in found]


ANNIVERSARY_CASES = [
    pytest.param(
        "Năm 2025: 70 năm thiết lập quan hệ ngoại giao với Cộng hòa Séc và Hungary, 50 năm thiết lập quan hệ "
        "ngoại giao với Cộng hòa Liên bang Đức...",
        ["Cộng hòa Séc", "Hungary"],
        id="câu của bài báo: hai nước sai, Đức đúng",
    ),
    pytest.param(
        "Năm 2025 kỷ niệm 75 năm với Trung Quốc, Nga, Séc, Hungary.", [], id="một số năm cho bốn nước, đúng"
    ),
    pytest.param(
        "Năm 2025 kỷ niệm 75 năm quan hệ với Trung Quốc, Mông Cổ và Séc.",
        ["Mông Cổ"],
        id="một nước lạc vào câu chung",
    ),
    pytest.param("75 năm thiết lập quan hệ ngoại giao với Liên Xô và Tiệp Khắc.", [], id="quốc gia kế thừa"),
    pytest.param(
        "75 năm thiết lập quan hệ ngoại giao với CHDC Đức, 50 năm với CHLB Đức.",
        [],
        id="hai nước Đức, đúng cả hai",
    ),
    pytest.param(
        "75 năm thiết lập quan hệ ngoại giao với Đức.", ["Cộng hòa Liên bang Đức"], id="lấy năm của CHDC Đức"
    ),
    pytest.param(
        "Kỷ niệm 75 năm Ngày thiết lập quan hệ ngoại giao Việt Nam - Hungary (03/02/1950 - 03/02/2025).",
        [],
        id="khoảng năm in kèm, đúng",
    ),
    pytest.param(
        "Kỷ niệm 75 năm Ngày thiết lập quan hệ ngoại giao Việt Nam - Mông Cổ (1950 - 2025).",
        ["Mông Cổ"],
        id="khoảng năm in kèm, sai năm đầu",
    ),
    pytest.param(
        "Quan hệ ngoại giao Việt Nam - Lào tròn 60 năm trong năm 2025.", ["Lào"], id="số năm đứng sau"
    ),
    pytest.param(
        "Năm 2027 kỷ niệm 65 năm thiết lập quan hệ ngoại giao với Lào và 35 năm với Hàn Quốc; năm "
        "2030 kỷ niệm 80 "
        "năm thiết lập quan hệ ngoại giao với Trung Quốc.",
        [],
        id="mỗi vế một năm",
    ),
    pytest.param(
        "55 năm quan hệ kết nghĩa với Hungary; 10 năm quan hệ đối tác chiến lược với Đức.",
        [],
        id="quan hệ khác",
    ),
    pytest.param(
        "35 năm quan hệ giữa tỉnh Thanh Hóa và địa phương của Hungary.", [], id="quan hệ giữa hai địa phương"
    ),
    pytest.param(
        "50 năm thiết lập quan hệ với CHLB Đức và đón đoàn Lào sang thăm.", [], id="hết danh sách nước"
    ),
    pytest.param(
        "Kỷ niệm lần thứ 70 ngày thiết lập quan hệ ngoại giao Việt Nam - Hungary.", ["Hungary"], id="lần thứ"
    ),
    pytest.param("Kỷ niệm bảy mươi năm quan hệ ngoại giao với Hungary.", ["Hungary"], id="số bằng chữ"),
    pytest.param("Kỷ niệm bảy mươi lăm năm quan hệ ngoại giao với Hungary.", [], id="số bằng chữ, đúng"),
    pytest.param(
        "Hungary và ta đã trải qua 70 năm quan hệ ngoại giao.", ["Hungary"], id="tên nước đứng trước"
    ),
    pytest.param("Sau 70 năm, Hungary vẫn là bạn.", [], id="không nói quan hệ"),
    pytest.param("63 năm thiết lập quan hệ ngoại giao với Andorra.", ["Andorra"], id="bảng chưa có ngày"),
]


@pytest.mark.parametrize(("text", "wrong"), ANNIVERSARY_CASES)
def test_years_of_relations(text, wrong):
    assert [name for name, _ in anniversaries(text)] == wrong


def test_a_decomposed_text_is_read_all_the_same():
    text = unicodedata.normalize("NFD", "Năm 2025: 70 năm thiết lập quan hệ ngoại giao với Hungary.")
    assert anniversaries(text) == [("Hungary", "block")]


def test_the_message_computes_and_names_the_row():
    [found] = check_anniversaries(
        [Piece("k", "70 năm thiết lập quan hệ ngoại giao với Cộng hòa Séc.")], setting=REPORT, known=KNOWN
    )
    assert found.message == (
        "“70 năm” với Cộng hòa Séc: tính từ 02/02/1950, đến năm 2025 là 75 năm; sửa “70 năm” thành “75 năm”."
    )
    assert str(found.source) == "Bảng quan hệ ngoại giao: Cộng hòa Séc, 02/02/1950, nguồn đại sứ quán"
    assert found.text == "70 năm thiết lập quan hệ ngoại giao với Cộng hòa Séc"


def test_an_uncertain_day_only_warns():
    assert anniversaries("70 năm thiết lập quan hệ ngoại giao với Mông Cổ.") == [("Mông Cổ", "warn")]


@pytest.mark.parametrize(
    ("text", "part", "wrong"),
    [
        pytest.param(
            "Tổ chức kỷ niệm 75 năm thiết lập quan hệ ngoại giao với Séc.",
            1,
            0,
            id="phần một, trong 2021-2025",
        ),
        pytest.param(
            "Tổ chức kỷ niệm 70 năm thiết lập quan hệ ngoại giao với Séc.", 1, 1, id="phần một, năm 2020"
        ),
        pytest.param("Kỷ niệm 80 năm thiết lập quan hệ ngoại giao với Séc.", 2, 0, id="phần hai, năm 2030"),
        pytest.param("Kỷ niệm 75 năm thiết lập quan hệ ngoại giao với Séc.", 2, 1, id="phần hai, đã qua"),
    ],
)
def test_a_program_speaks_of_its_period(text, part, wrong):
    assert len(anniversaries(text, setting=DRAFT, part=part)) == wrong


@pytest.mark.parametrize(
    ("text", "setting", "part", "count"),
    [
        pytest.param(
            "Năm 2026 đã kỷ niệm 50 năm quan hệ ngoại giao với Thái Lan.", DRAFT, 2, 1, id="ghi đã, chưa tới"
        ),
        pytest.param("Năm 2026 kỷ niệm 50 năm quan hệ ngoại giao với Thái Lan.", DRAFT, 2, 0, id="kế hoạch"),
        pytest.param(
            "Năm 2025 kỷ niệm 50 năm quan hệ ngoại giao với Đức.",
            Setting(date(2025, 6, 30), (2025, 2025), looks_back=True),
            0,
            1,
            id="báo cáo ra trước ngày kỷ niệm",
        ),
        pytest.param(
            "Năm 2025 sẽ kỷ niệm 50 năm quan hệ ngoại giao với Đức.",
            Setting(date(2025, 6, 30), (2025, 2025), looks_back=True),
            0,
            0,
            id="báo cáo nói sẽ",
        ),
        pytest.param(
            "Năm 2026 kỷ niệm 50 năm quan hệ ngoại giao với Thái Lan.",
            REPORT,
            0,
            0,
            id="phương hướng năm sau",
        ),
        pytest.param(
            "Năm 2026 đã kỷ niệm 34 năm quan hệ ngoại giao với Brunei.", DRAFT, 2, 0, id="29/02 tính 28/02"
        ),
    ],
)
def test_a_day_that_is_not_reached(text, setting, part, count):
    found = anniversaries(text, setting=setting, part=part)
    assert [severity for _, severity in found] == ["warn"] * count
