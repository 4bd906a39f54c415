"""What may stand in outlines and passages: tables without a database."""

import pytest

from reports.copying import with_years
from reports.outline_rules import pattern_problems
from reports.typed_numbers import attached
from reports.writing_rules import (
    Place,
    heading_removal_problems,
    tasks_without_deadline,
    years_left_behind,
)


@pytest.mark.parametrize(
    ("text", "has_program", "sentence"),
    [
        pytest.param("Báo cáo năm {nam}, nhiệm vụ {namsau}", False, "", id="chữ biết"),
        pytest.param("Giai đoạn {namdau}-{namcuoi}", True, "", id="kỳ chương trình"),
        pytest.param("Báo cáo năm {namx}", False, "không biết chữ {namx}", id="chữ lạ"),
        pytest.param("Báo cáo {nam.real}", False, "không biết chữ {nam.real}", id="thuộc tính"),
        pytest.param("Báo cáo {} năm", False, "không biết chữ {}", id="ngoặc rỗng"),
        pytest.param("Báo cáo {nam", False, "chưa đủ cặp", id="thiếu ngoặc"),
        pytest.param("Giai đoạn {namdau}", False, "không theo kỳ chương trình", id="không có chương trình"),
    ],
)
def test_patterns(text, has_program, sentence):
    found = [str(one) for one in pattern_problems(text, has_program=has_program, field="title")]
    assert bool(found) is bool(sentence)
    assert sentence in " ".join(found)


@pytest.mark.parametrize(
    ("text", "words", "printed", "expected"),
    [
        pytest.param(
            "Có 10 hội hữu nghị.", "10 hội hữu nghị", "10 hội", "Có {{x}} hữu nghị.", id="phần sau còn"
        ),
        pytest.param("Nhận 12 khoản.", "12 khoản", "11 khoản", "Nhận {{x}}.", id="số sai"),
        pytest.param("Vốn 2 triệu USD.", "2 triệu USD", "khoảng 1,9 triệu USD", "Vốn {{x}}.", id="tiền"),
        pytest.param("Có mười hai khoản.", "mười hai khoản", "11 khoản", "Có {{x}}.", id="số viết chữ"),
        pytest.param("Dự án: 99.", "Dự án: 99", "5 khoản", "Dự án: {{x|chi-so}}.", id="số đứng sau"),
        pytest.param(
            "Gồm 3 chương trình.",
            "3 chương trình",
            "3 khoản",
            "Gồm {{x|chi-so}} chương trình.",
            id="chữ khác",
        ),
        pytest.param(
            "Có khoảng mười hai (12) dự án y tế.",
            "khoảng mười hai (12) dự án",
            "05 khoản",
            "Có {{x|chi-so}} dự án y tế.",
            id="chữ số và số",
        ),
        pytest.param("Đã đổi.", "12 khoản", "11 khoản", None, id="chữ không còn"),
    ],
)
def test_typed_numbers_give_way_to_figures(text, words, printed, expected):
    assert attached(text, words, code="x", printed=printed) == expected


def test_tasks_of_the_outlook_name_a_deadline():
    text = "Mở bài.\n- Rà soát hồ sơ trước 30/6\n- Mở rộng quan hệ\n- Gặp mặt hằng năm"
    assert tasks_without_deadline("Nhiệm vụ trọng tâm", text) == ["Mở rộng quan hệ"]
    assert tasks_without_deadline("Kết quả", text) == []


def test_a_heading_keeps_its_roof():
    places = [Place(0, "Mở đầu"), Place(2, "Kết quả"), Place(3, "Viện trợ"), Place(2, "Đánh giá")]
    assert "1 mục bên dưới" in str(heading_removal_problems(places, 1)[0])
    assert heading_removal_problems(places, 2) == []
    assert heading_removal_problems(places, 0) == []
    assert heading_removal_problems(places[:1], 0)


def test_years_in_headings_follow():
    years = {"2025": "2026", "2026": "2027"}
    assert (
        with_years("Kết quả 2025, nhiệm vụ 2026, số 12/2025/QĐ", years)
        == "Kết quả 2026, nhiệm vụ 2027, số 12/2025/QĐ"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Năm 2025, thế giới và khu vực diễn biến phức tạp. Công tác có nhiều tiến bộ.", 1),
        ("Liên hiệp hoàn thành xuất sắc nhiệm vụ trong năm 2025.", 1),
        ("Năm 2026 tiếp nhận 12 khoản, tăng so với năm 2025.", 0),
        ("So với cùng kỳ năm 2025, số đoàn tăng.", 0),
        ("Thực hiện Nghị quyết năm 2025 của Tỉnh ủy.", 0),
        ("Từ năm 2025, hai bên họp hằng quý.", 0),
        ("Năm 2020, tỉnh có 5 đoàn.", 0),
        ("Trong năm 2025 và năm 2026, tỉnh có 5 đoàn.", 0),
    ],
)
def test_a_year_left_behind_in_copied_words_is_found(text, found):
    assert len(years_left_behind(text, 2026)) == found
