"""Makes the three registers beside it as offices keep them; run it again after a change and commit both.

python -m tests.data.registers.make
"""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = Path(__file__).parent
FIRST, LAST = (datetime(*day) for day in ((2025, 7, 1), (2026, 6, 30)))  # noqa: DTZ001 - workbooks know no zone
MADE = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001 - workbooks know no zone


def _save(book, name):
    book.properties.created = book.properties.modified = MADE
    book.save(HERE / name)


def _merge(sheet, *ranges):
    for one in ranges:
        sheet.merge_cells(one)
        sheet[one.split(":")[0]].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def grouped_by_sector():
    """A title block, a header of two rows, sectors as roman groups with sums, a total, a signature."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    sheet["A1"], sheet["F1"] = "UBND TỈNH THANH HÓA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["A2"], sheet["F2"] = "SỞ NGOẠI VỤ", "Độc lập - Tự do - Hạnh phúc"
    sheet["A4"] = "DANH MỤC CÁC KHOẢN VIỆN TRỢ KHÔNG HOÀN LẠI NĂM 2025"
    sheet["A4"].font = Font(bold=True)
    sheet["A5"] = "(Kèm theo Báo cáo số 15/BC-SNgV ngày 05/01/2026)"
    _merge(sheet, "A1:D1", "F1:K1", "A2:D2", "F2:K2", "A4:K4", "A5:K5")
    for cell, text in {
        "A7": "TT", "B7": "Tên chương trình, dự án", "C7": "Đơn vị tài trợ", "D7": "Chủ dự án",
        "E7": "QĐ phê duyệt", "F7": "Giá trị", "H7": "Thời gian", "J7": "Địa bàn", "K7": "Ghi chú",
        "F8": "USD", "G8": "VND", "H8": "Bắt đầu", "I8": "Kết thúc",
    }.items():  # fmt: skip
        sheet[cell] = text
    _merge(sheet, *(f"{letter}7:{letter}8" for letter in "ABCDEJK"), "F7:G7", "H7:I7")
    for column in range(1, 12):
        sheet.cell(9, column, f"({column})")
    rows = [
        ("I", "Y tế", None, None, None, 178000.5, None, None, None, None, None),
        (1, "Nâng cấp trạm y tế xã Quảng Bình", "Tổ chức Giọt nước xanh", "Sở Y tế",
         "Số 123/QĐ-UBND\nngày 05/3/2025", 86000.5, None, "01/04/2025", "31/12/2026", "Xã Quảng Bình", None),
        (2, "Trang thiết bị phòng khám lưu động", "Quỹ Nhịp cầu (Đức)", "Sở Y tế",
         "QĐ số 318/QĐ-UBND ngày 02 tháng 6 năm 2025", 92000, None, FIRST, LAST,
         "Toàn tỉnh", "Bàn giao theo quý"),
        ("II", "Giáo dục", None, None, None, 41500, 1250000000, None, None, None, None),
        (3, "Cộng đồng đọc sách cho học sinh tiểu học", "Quỹ Nhịp cầu (Đức)",
         "Liên hiệp các tổ chức hữu nghị tỉnh", "411/QĐ-UBND, 15/7/2025", 41500, None, "01/08/2025", "2026",
         "Xã Quảng Bình", None),
        (4, "Nhà bán trú cho học sinh vùng cao", "Hội Bạn hữu", "Liên hiệp các tổ chức hữu nghị tỉnh",
         "Số 502/QĐ-UBND ngày 20/8/2025", None, 1250000000, "09/2025", "12/2026", None, None),
        (None, "Tổng cộng", None, None, None, 219500.5, 1250000000, None, None, None, None),
    ]  # fmt: skip
    for number, row in enumerate(rows, start=10):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    _merge(sheet, "B10:E10", "B13:E13")
    sheet["B18"], sheet["I18"] = "Ghi chú: giá trị theo quyết định phê duyệt.", None
    sheet["I19"] = "Thanh Hóa, ngày 05 tháng 01 năm 2026"
    sheet["B20"], sheet["I20"] = "Người lập biểu", "KT. GIÁM ĐỐC"
    sheet["I21"] = "PHÓ GIÁM ĐỐC"
    sheet["I25"] = "Nguyễn Văn Ví Dụ"
    _save(book, "theo-linh-vuc.xlsx")


def mixed_units():
    """Dates and amounts as text, units mixed in one column, several values in a cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "2024-2026"
    sheet["A1"] = "SỔ THEO DÕI VIỆN TRỢ PHI CHÍNH PHỦ NƯỚC NGOÀI"
    header = [
        "STT", "Nội dung viện trợ", "Tổ chức tài trợ", "Quốc tịch", "Đơn vị tiếp nhận", "Giá trị cam kết",
        "Số, ngày QĐ", "Thời gian thực hiện", "Lĩnh vực", "Đã giải ngân",
    ]  # fmt: skip
    rows = [
        header,
        ["1", "Nước sạch cho vùng ven biển", "Tổ chức Giọt nước xanh", "Pháp", "Sở Y tế", "1,9 triệu USD",
         "Số 45/QĐ-UBND ngày 12/02/2024", "2024-2026", "Y tế", "300 nghìn USD"],
        ["2", "Học bổng cho học sinh dân tộc thiểu số", "Quỹ Nhịp cầu", "Đức", "Sở Ngoại vụ",
         "450 triệu đồng",
         "46/QĐ-UBND, 12/02/2024", "03/2024 - 12/2025", "Giáo dục", None],
        ["3", "Xe cứu thương cho bệnh viện huyện", "Hội Bạn hữu", None, "Sở Y tế",
         "1.250.000.000đ (trong đó đối ứng 50.000.000đ)", "Quyết định số 77/QĐ-UBND ngày 5/3/2024",
         "01/4/2024 - 31/12/2024", "Y tế", None],
        ["4", "Tập huấn phòng chống thiên tai", "Hội Bạn hữu", None, "Liên hiệp các tổ chức hữu nghị tỉnh",
         "20.500,50 EUR", "90/QĐ-UBND ngày 01/4/2024; điều chỉnh tại 12/QĐ-UBND ngày 10/01/2025",
         "từ 5/2024 đến 6/2025", "Y tế; Giáo dục", None],
        ["5", "Thư viện thân thiện", "Quỹ Nhịp cầu", "Đức", "Sở Ngoại vụ", "USD 86,000.50",
         "Số 101/QĐ-UBND ngày 02-5-2024", "2025", "Giáo dục", None],
        ["", "Tổng số: 5 khoản", None, None, None, None, None, None, None, None],
    ]  # fmt: skip
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    _save(book, "so-lan-don-vi.xlsx")


def old_font():
    """One header row, donors as groups, ditto marks, a hidden row, TCVN3; in thousands of dollars."""
    from core.legacy_fonts import _TCVN3_LETTERS

    signs = str.maketrans({new: old for old, new in _TCVN3_LETTERS.items()})
    book = Workbook()
    sheet = book.active
    sheet.title = "VT"
    rows = [
        ["Danh sách khoản viện trợ theo nhà tài trợ"],
        ["Đơn vị tính: 1.000 USD"],
        ["STT", "Tên dự án", "Cơ quan chủ quản", "Kinh phí", "Ngày phê duyệt", "Ngành", "Ghi chú"],
        ["A. Tổ chức Giọt nước xanh"],
        [1, "Bể lọc nước cho trường học", "Sở Y tế", 86.5, "12/4/2023", "Y tế", None],
        [2, "Tủ thuốc thôn bản", "-nt-", 41.25, "15/05/2023", '"', None],
        [3, "Khoản đã rút lại", "Sở Y tế", 10, "16/05/2023", "Y tế", "rút"],
        ["Cộng", None, None, 127.75],
        ["B. Quỹ Nhịp cầu"],
        [4, "Lớp học ngoại ngữ", "Sở Ngoại vụ", 7.2, "01/09/2023", "Giáo dục", None],
        [5, "Máy tính cho thư viện", "nt", 12, "02/10/2023", "nt", None],
        ["Cộng", None, None, 19.2],
        ["Tổng cộng", None, None, 146.95],
        [None, "Người lập"],
    ]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value.translate(signs) if isinstance(value, str) else value)
            cell.font = Font(name=".VnTime")
    sheet.row_dimensions[7].hidden = True
    _save(book, "phong-chu-cu.xlsx")


if __name__ == "__main__":
    grouped_by_sector()
    mixed_units()
    old_font()
