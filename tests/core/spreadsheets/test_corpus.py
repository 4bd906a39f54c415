"""Every file of the corpus gets the verdict, the sense and the place that its manifest asks for."""

from datetime import date
from decimal import Decimal

import pytest

from core.spreadsheets.reader import read_table
from core.spreadsheets.template import TASKS
from tests.core.spreadsheets.corpus import AGENCY_NAMES, LOOKUPS, content, entries, manifest, read

IMPORTS = ("import_task", "import_aid", "import_csv")
# Depend on who imports and on what is stored; the hook for them is tested below.
BY_ROW_CHECK = {"j04_row_of_another_agency.xlsx", "j09_update_of_closed_record.xlsx"}

# Where our sentence carries the sense of the manifest in other words.
WORDS = {
    "b04_pdf_renamed.xlsx": ["không phải Excel .xlsx hợp lệ", "PDF"],
    "b06_xls_renamed.xlsx": ["Tệp .xls cũ", "Lưu thành .xlsx"],
    "b09_csv_renamed.xlsx": ["không phải Excel .xlsx hợp lệ", "CSV"],
    "b11_ods_renamed.xlsx": ["Tệp .ods", "Lưu thành .xlsx"],
    "b16_template_xltx_renamed.xlsx": ["không phải Excel .xlsx hợp lệ", ".xltx"],
    "b17_encrypted_password.xlsx": ["Tệp có mật khẩu", "gỡ mật khẩu"],
    "c01_zipbomb_sheet_256mb.xlsx": ["Tệp nén bất thường", "100 MB sau khi giải nén"],
    "c04_zip_path_traversal.xlsx": ["Tệp nén bất thường", "đường dẫn"],
    "c06_zip_duplicate_member.xlsx": ["Tệp nén bất thường", "trùng tên"],
    "f09_vertically_merged_data.xlsx": ["ô gộp D5:D7", "bỏ gộp và điền đủ"],
    "f12_group_heading_rows.xlsx": ["hàng 5: dòng nhóm 'I'", "hàng 7: dòng nhóm 'II'"],
    "f16_1m_empty_formatted_rows.xlsx": ["1.048.576 hàng", "đa số trống", "xoá hàng trống dưới bảng"],
    "g17_date_serial_without_format.xlsx": ["46203 là số, không phải ngày", "định dạng ô kiểu Ngày"],
    "h01_amount_ambiguous_dot.xlsx": ["1.900 không rõ là", "1,9"],
    "h27_amount_is_date.xlsx": ["ô là ngày", "cần số"],
    "j06_thirty_rows_all_bad.xlsx": ["bắt buộc nhập", "không phải ngày hợp lệ", "không có trong danh mục"],
    "j07_3000_errors_capped.xlsx": ["không phải ngày hợp lệ", "không có trong danh mục"],
    "k16_xlsx_renamed.csv": ["Tệp là Excel", "đổi đuôi thành .xlsx"],
}
NOT_UTF8 = ["Tệp CSV không phải UTF-8", "CSV UTF-8 (Comma delimited)"]


def _refused_here():
    return [line for line in entries(*IMPORTS, expected="reject") if line["file"] not in BY_ROW_CHECK]


def _words(line):
    if line["expected_error_hint"].startswith("Tệp CSV không phải UTF-8"):
        return NOT_UTF8
    return WORDS.get(line["file"], [line["expected_error_hint"]])


@pytest.mark.parametrize("line", _refused_here(), ids=lambda line: line["file"])
def test_bad_file_is_refused_at_the_right_place(line):
    table = read(line["file"])

    assert not table.accepted
    said = " | ".join(refusal.message for refusal in table.refusals).casefold()
    for words in _words(line):
        assert words.casefold() in said
    first = table.refusals[0]
    places = {refusal.row for refusal in table.refusals}
    if line["sheet"]:
        assert first.sheet == line["sheet"]
    if line["row"] and "-" not in line["row"]:
        assert {int(number) for number in line["row"].split(",")} <= places
        assert first.row == int(line["row"].split(",")[0])
    if line["col"]:
        assert first.column == line["col"]


@pytest.mark.parametrize("line", entries(*IMPORTS, expected="accept"), ids=lambda line: line["file"])
def test_good_file_is_taken(line):
    table = read(line["file"])

    assert table.refusals == []
    assert table.rows
    said = " | ".join(table.warnings).casefold()
    assert line["warning_expected"].casefold() in said


def test_manifest_is_covered_whole():
    listed = {line["file"] for line in manifest() if line["kind"] in IMPORTS}
    seen = {line["file"] for line in entries(*IMPORTS, expected="accept")}
    seen |= {line["file"] for line in _refused_here()} | BY_ROW_CHECK

    assert listed == seen


def test_every_cell_refusal_names_value_and_what_to_do():
    table = read("j06_thirty_rows_all_bad.xlsx")

    assert len(table.refusals) == 30
    assert [refusal.row for refusal in table.refusals] == list(range(5, 35))
    assert {refusal.column for refusal in table.refusals} == {
        "Hạn hoàn thành",
        "Cơ quan chủ trì",
        "Tên nhiệm vụ",
    }
    assert table.refusals[0].as_dict() == {
        "sheet": "Nhiệm vụ",
        "row": 5,
        "column": "Hạn hoàn thành",
        "value": "sai",
        "message": "'sai' không phải ngày hợp lệ (dd/mm/yyyy): ví dụ 28/11/2025.",
    }
    assert table.summary == "30 lỗi"


def test_three_thousand_refusals_are_counted():
    table = read("j07_3000_errors_capped.xlsx")

    assert len(table.refusals) == 3000
    assert table.summary == "3.000 lỗi, hiển thị 100 lỗi đầu"


def test_row_of_another_agency_is_refused_by_the_callers_check():
    def own_agency(row):
        if row.values.get("lead") != "Sở Y tế":
            yield "lead", f"hàng {row.number}: không có quyền với '{row.values['lead']}'"

    table = read("j04_row_of_another_agency.xlsx", row_checks=[own_agency])

    refusal = table.refusals[0]
    assert (refusal.sheet, refusal.row, refusal.column) == ("Nhiệm vụ", 6, "Cơ quan chủ trì")
    assert refusal.message == "hàng 6: không có quyền với 'Sở Tài chính'"
    assert refusal.value == "Sở Tài chính"


def test_row_without_a_column_is_refused_by_the_callers_check():
    def closed(row):
        if row.number == 6:
            yield "", "hàng 6: nhiệm vụ đã kết thúc, không sửa qua nhập tệp"

    table = read("j09_update_of_closed_record.xlsx", row_checks=[closed])

    assert [(refusal.row, refusal.column) for refusal in table.refusals] == [(6, "")]


def test_values_of_a_good_task_file():
    table = read("a01_ok_tasks.xlsx")

    assert (table.sheet, table.header_row) == ("Nhiệm vụ", 4)
    assert [row.number for row in table.rows] == [5, 6, 7]
    values = table.rows[0].values
    assert values["code"] == "NV-2026-001"
    assert values["partners"] == ["Công an tỉnh", "Sở Y tế"]
    assert (values["start"], values["deadline"]) == (date(2026, 3, 1), date(2026, 6, 30))
    assert values["note"] == ""


def test_values_of_a_good_aid_file():
    table = read("a02_ok_aid.xlsx")

    values = table.rows[0].values
    assert values["amount"] == Decimal("25000.5")
    assert values["currency"] == "USD"
    assert values["approved"] == date(2026, 2, 10)
    assert values["places"] == ["Xã An Bình"]
    assert "hàng 5: nhà tài trợ mới 'Friendship Fund (giả định)' cần xác nhận" in table.warnings


def test_dates_of_the_1904_system():
    values = read("a11_ok_date_system_1904.xlsx").rows[0].values

    assert (values["start"], values["deadline"]) == (date(2026, 3, 1), date(2026, 6, 30))


def test_text_dates_are_day_first():
    rows = read("a22_ok_date_text_ddmmyyyy.xlsx").rows

    assert date(2026, 4, 3) in {row.values["start"] for row in rows}
    assert date(2026, 3, 4) not in {row.values[key] for row in rows for key in ("start", "deadline")}


def test_amounts_as_text():
    rows = read("a21_ok_amounts_as_text_vi.xlsx").rows
    read_values = {(row.cells["amount"].value, row.values["currency"]): row.values["amount"] for row in rows}

    assert read_values["1.900.000,50", "USD"] == Decimal("1900000.50")
    assert read_values["1,900,000.50", "USD"] == Decimal("1900000.50")
    assert read_values["1.900", "VND"] == 1900
    assert Decimal("0.3") in read_values.values()


def test_rich_text_is_joined_and_nfd_is_composed():
    assert all(row.values["name"] for row in read("a12_ok_rich_text_cell.xlsx").rows)
    assert len(read("a24_ok_max_length_500_when_nfd.xlsx").rows[0].values["name"]) == 500


def test_eth_becomes_d_stroke():
    assert read("a36_ok_eth_instead_of_d_stroke.xlsx").rows[0].values["name"] == "Tiếp Đoàn Đại sứ Đức"


def test_html_stays_text():
    assert (
        read("a34_ok_html_is_plain_text.xlsx").rows[0].values["name"].startswith("<script>alert(1)</script>")
    )


def test_all_records_are_read_whatever_the_dimension_says():
    assert len(read("a14_ok_dimension_too_small.xlsx").rows) == 3


def test_hidden_row_is_data_and_flagged():
    hidden = [row.number for row in read("a27_ok_filtered_hidden_row.xlsx").rows if row.hidden]

    assert hidden == [7]


def test_quoted_line_break_of_a_csv_is_kept():
    note = read("a06_ok_quoted_newline.csv").rows[0].values["note"]

    assert note == 'dòng 1\ndòng 2, có "ngoặc kép" và dấu ; phẩy'


def test_without_lookups_the_text_is_given_back():
    table = read_table(content("a01_ok_tasks.xlsx"), "a01.xlsx", TASKS)

    assert table.rows[0].values["lead"] == "Sở Ngoại vụ"


def test_content_decides_but_the_name_must_agree():
    table = read_table(content("a01_ok_tasks.xlsx"), "bang.xlsm", TASKS, lookups=LOOKUPS)

    assert [refusal.message for refusal in table.refusals] == [
        "Chỉ nhận tệp .xlsx và .csv. Hãy đổi đuôi tệp cho đúng nội dung rồi tải lại."
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sở  ngoại VỤ ", "Sở Ngoại vụ"),
        ("Sở Ngoại vụ", "Sở Ngoại vụ"),
        ("SỞ Y TẾ", "Sở Y tế"),
    ],
    ids=["chữ hoa và khoảng trắng", "đúng nguyên văn", "toàn chữ hoa"],
)
def test_names_match_without_case_and_spaces(typed, found):
    assert AGENCY_NAMES.find(typed) == found
