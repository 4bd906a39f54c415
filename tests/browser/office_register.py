"""A register of 48 gifts as an office keeps it: a title above, a total below, three spellings of its own."""

from datetime import date, timedelta

from openpyxl import Workbook

TOTAL = sum(10_000 + 100 * number for number in range(1, 49))
# Column, the office's own spelling, what the catalogue calls it.
MISTAKES = (
    ("Lĩnh vực", "Y tế xã", "Y tế"),
    ("Loại", "Phi dự ánn", "Phi dự án"),
    ("Cơ quan", "Sở Y tế TH", "Sở Y tế"),
)


def write_register(path):
    """Write the register to a file."""
    (_, sector, sector_right), (_, kind, kind_right), (_, agency, agency_right) = MISTAKES
    book = Workbook()
    sheet = book.active
    for cells in (["SỞ NGOẠI VỤ TỈNH THANH HÓA"], ["SỔ THEO DÕI VIỆN TRỢ NĂM 2025"], []):
        sheet.append(cells)
    sheet.append([
        "STT", "Tên khoản viện trợ", "Loại", "Nhà tài trợ", "Lĩnh vực", "Cơ quan tiếp nhận", "Giá trị (USD)",
        "Số quyết định", "Ngày phê duyệt",
    ])  # fmt: skip
    for number in range(1, 49):
        sheet.append([
            number,
            f"Khoản viện trợ số {number}",
            kind if number % 7 == 3 else kind_right,
            "Tổ chức Nắng Mai (hư cấu)",
            sector if number % 6 == 0 else sector_right,
            agency if number % 8 == 1 else agency_right,
            10_000 + 100 * number,
            f"{700 + number}/QĐ-UBND",
            date(2025, 1, 6) + timedelta(days=number),
        ])  # fmt: skip
    sheet.append(["", "Tổng cộng", "", "", "", "", TOTAL])
    book.save(path)
