"""Numbers typed by hand as people write them in Vietnamese: what stops a report, what is let pass."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from programs.wording.checks.findings import Finding
from programs.wording.checks.findings import Severity as BlockOrWarn
from reports.checks import Severity, check_typed_numbers
from reports.text_checks.numbers import Known
from reports.text_checks.times import Told
from reports.text_checks.typed import in_words
from reports.typed_numbers import attached
from reports.windows import Kind, window
from reports.writing_rules import passage_print

BLOCK, WARN, HINT = "stops", "warn", "hint"


@dataclass(frozen=True)
class Value:
    """What the checks read of a figure."""

    label: str
    value: object

    @property
    def exact(self):
        return f"{self.value}"


def values(**numbers):
    return {code.replace("__", "."): Value(code, number) for code, number in numbers.items()}


THIS_YEAR = values(
    aid__items_received=11,
    aid__programmes=3,
    aid__projects=5,
    aid__non_projects=3,
    aid__items_all=13,
    aid__emergency_items=2,
    aid__donors=7,
    aid__committed_usd=Decimal("1900400.00"),
    aid__committed_all_usd=Decimal("2007200.00"),
    aid__disbursed_usd=Decimal("1118400.00"),
    aid__emergency_usd=Decimal("106800.00"),
    aid__sector_items__y_te=4,
    aid__sector_items__giao_duc=3,
    aid__sector_usd__y_te=Decimal("500400.00"),
    aid__sector_usd__giao_duc=Decimal("300000.00"),
    associations__members=10,
    associations__named=10,
    meetings__held=4,
    meetings__conferences=3,
    activities__total=12,
    activities__exchanges=5,
    followups__assigned=6,
    followups__done=4,
    followups__overdue=1,
)
# Items received: of the year before, and of two parts of this year.
ELSEWHERE = {
    window(Kind.YEAR, 2024): 6,
    window(Kind.QUARTER, 2025, 3): 3,
    window(Kind.FIRST_HALF, 2025): 5,
    window(Kind.MONTH, 2025, 9): 2,
}


def figures(span):
    count = ELSEWHERE.get(span)
    return Known(values(aid__items_received=count or 0), () if count else (span.start.year,))


TOLD = Told(year=2025, window=window(Kind.YEAR, 2025), as_of=date(2025, 12, 31), figures=figures)


def said(text, told=TOLD):
    levels = {Severity.WARN: WARN, Severity.INFO: HINT}
    return [
        BLOCK if one.code.endswith("_MISMATCH") else levels[one.severity]
        for one in check_typed_numbers(text, THIS_YEAR, told)
    ]


WRONG = [
    "Tiếp nhận tổng số 12 dự án.",
    "Với số 12 khoản viện trợ đã tiếp nhận.",
    "Tổng số 12 khoản.",
    "Năm 2025 tiếp nhận 5 khoản viện trợ.",
    "Năm 2025 tiếp nhận 3 khoản viện trợ.",
    "Tổng giá trị cam kết là 500.400 USD.",
    "Giải ngân 1.900.400 USD.",
    "Đã giải ngân được 1.900.400 USD.",
    "1.900.400 USD đã được giải ngân.",
    "Viện trợ khẩn cấp trị giá 1.900.400 USD.",
    "Cam kết 1.900.400 USD, giải ngân 1.900.400 USD.",
    "Tiếp nhận mười hai khoản viện trợ.",
    "Có 99 (chín mươi chín) dự án.",
    "Mười hai (12) khoản viện trợ.",
    "12 (mười hai) khoản viện trợ.",
    "Tiếp nhận một trăm linh năm khoản.",
    "Tiếp nhận chín khoản viện trợ.",
    "Tiếp nhận năm khoản viện trợ.",
    "Tiếp nhận 12 Khoản viện trợ.",
    "Tiếp nhận 99 Chương trình, dự án và phi dự án.",
    "TIẾP NHẬN 12 KHOẢN VIỆN TRỢ",
    "Tiếp nhận 99 chương trình,  dự án và phi dự án.",
    "Tiếp nhận 99 chương trình/dự án.",
    "Tiếp nhận 99 dự án, phi dự án.",
    "Tổ chức 99 Hội nghị.",
    "Dự án: 99",
    "Kết quả (chương trình: 3; dự án: 99; phi dự án: 3).",
    "Số dự án là 99.",
    "Tổng số khoản viện trợ tiếp nhận trong năm là 12.",
    "Số lượng khoản viện trợ đạt 12, tăng so với năm trước.",
    "Có 12345 dự án.",
    "Có 99,0 dự án.",
    "Có <b>99</b> dự án.",
    "Có 99-dự án.",
    "Có 12\u00a0phi\u00a0dự\u00a0án.",
    "Tổng vốn USD 77.777.777.",
    "Tổng vốn US$ 77.777.777.",
    "Cam kết 77.777.777 US$.",
    "Cam kết 77.777.777 đôla.",
    "Cam kết 77.777.777 Đô la Mỹ.",
    "Cam kết 7,7 triệu đô.",
    "Cam kết hai triệu USD.",
    "Cam kết 1 234 567 USD.",
    "Tiếp nhận 12 các khoản viện trợ.",
    "Tiếp nhận 77 hồ sơ viện trợ.",
    "Viện trợ của 99 tổ chức phi chính phủ tài trợ.",
    "Có 2 khoản khẩn cấp, tổng cộng 12 khoản.",
    "Ngoài ra có 12 khoản viện trợ khẩn cấp.",
    "Lĩnh vực y tế có 12 khoản.",
    "Tiếp nhận 12 khoản, trong đó có 3 chương trình, 5 dự án, 3 phi dự án.",
    "Tiếp nhận 11 khoản, trong đó có 9 dự án.",
    "Tiếp nhận 12 khoản, tăng so với năm 2024.",
    "So với năm 2024, toàn tỉnh tiếp nhận 12 khoản.",
    "Tiếp nhận 12 khoản (năm 2024: 6 khoản).",
    "Tiếp nhận 12 khoản, năm 2024 là 6 khoản.",
    "Năm 2024 khó khăn. Trong năm, tiếp nhận 12 khoản.",
    "Tăng từ 6 khoản lên 12 khoản.",
    "Vượt kế hoạch, đã tiếp nhận 12 khoản.",
    "Đạt 100% kế hoạch, tiếp nhận 12 khoản.",
    "Thực hiện Kế hoạch số 05/KH-LHHN ngày 10/01/2024, Liên hiệp tiếp nhận 12 khoản viện trợ.",
    "Thực hiện Nghị định số 80/2020/NĐ-CP ngày 08/7/2020, tiếp nhận 12 khoản viện trợ.",
    "Thực hiện Chương trình đối ngoại giai đoạn 2021-2025, tỉnh tiếp nhận 12 khoản viện trợ.",
    "Tính đến ngày 31/12/2025, toàn tỉnh tiếp nhận 12 khoản viện trợ.",
    "Năm 2025, quý III tiếp nhận 9 khoản viện trợ.",
    "6 tháng đầu năm 2025 tiếp nhận 11 khoản viện trợ.",
    "Tiếp nhận hơn 12 khoản viện trợ.",
    "Toàn tỉnh có 9 hội hữu nghị.",
    "Giao 9 việc, đã xong 6 việc.",
    "Toàn tỉnh đã tiếp nhận 12 chương trình, dự án và phi dự án mới, với tổng vốn khoảng 1,9 triệu USD.",
    "Đã có 11 dự án, phi dự án, tổng vốn khoảng 2,3 triệu USD, tập trung vào các lĩnh vực y tế, giáo dục.",
    "Liên hiệp vận động được 12 khoản viện trợ phi chính phủ nước ngoài.",
    "Số khoản viện trợ tiếp nhận: 12 khoản.",
    "Đã có 12 khoản viện trợ được tiếp nhận, trị giá 1,9 triệu USD.",
    "Kết quả vận động viện trợ đạt 12 khoản, tăng 1 khoản so với năm 2024.",
    "- Tiếp nhận 12 khoản viện trợ.",
    "Về viện trợ phi chính phủ nước ngoài: 12 khoản, 1.900.400 USD.",
    "Tổng vốn viện trợ là 1.900.401 USD.",
    "Giá trị viện trợ đạt gần 3 triệu USD.",
    "Tổng giá trị giải ngân đạt 1,9 triệu USD.",
    "Vốn cam kết 1,1 triệu USD; giải ngân 1,1 triệu USD.",
    "Vốn cam kết đạt 1.900.400 USD, trong đó đã giải ngân 1.118.500 USD.",
    "Có mười hai khoản viện trợ, trong đó năm dự án.",
    "Tiếp nhận 12 dự án viện trợ của các tổ chức phi chính phủ nước ngoài.",
    "Toàn tỉnh tiếp nhận được tất cả 12 khoản.",
    "Liên hiệp và 9 hội hữu nghị thành viên.",
    "Đã tổ chức 30 hoạt động giao lưu.",
    "Tổ chức 15 hoạt động đối ngoại.",
    "Thực hiện Nghị quyết số 12-NQ/TU, tiếp nhận 12 khoản viện trợ.",
    "Theo Báo cáo số 15/BC-UBND ngày 05/01/2025, năm 2025 tiếp nhận 12 khoản viện trợ.",
    "Năm 2025 là năm cuối của giai đoạn 2021-2025, tỉnh tiếp nhận 12 khoản.",
    "Kế hoạch giao 10 khoản, thực hiện 12 khoản.",
    "Mục tiêu 10 khoản; kết quả đạt 12 khoản.",
    "Hoàn thành mục tiêu năm 2025 với 12 khoản viện trợ.",
    "Nhiều khoản viện trợ (12 khoản) được tiếp nhận.",
    "Tiếp nhận (12) khoản viện trợ.",
    "Tiếp nhận 12khoản viện trợ.",
    "Tiếp nhận “12 khoản” viện trợ.",
    "Tiếp nhận 12 lượt khoản viện trợ.",
    "Tiếp nhận được 12 (mười hai) chương trình, dự án, phi dự án.",
    "Trong số 12 khoản viện trợ, 5 là dự án.",
    "Viện trợ phi chính phủ: 12 khoản.",
    "Khoản viện trợ tiếp nhận trong năm: 12.",
    "Có 12 chương trình, dự án, phi dự án viện trợ được tiếp nhận trong năm 2025.",
    "Cả năm tiếp nhận 12 khoản, cùng kỳ năm trước 6 khoản.",
    "Cơ cấu: y tế 9 khoản, giáo dục 3 khoản.",
    "Tiếp nhận mười hai khoản trị giá 2,3 triệu USD.",
    "Tiếp nhận 11 dự án trị giá 2,3 triệu USD.",
    "Tổng giá trị các dự án đạt 2,3 triệu USD.",
    "Tiếp nhận 12 khoản, trong năm 2024 là 6 khoản.",
    "Tiếp nhận 12 khoản viện trợ, tổng vốn 1,9 triệu USD trong năm 2025.",
    "Trong bối cảnh khó khăn, Liên hiệp đã vận động, tiếp nhận được 12 khoản viện trợ.",
    "Viện trợ PCPNN năm 2025 đạt 12 khoản.",
    "Công tác phi chính phủ nước ngoài đạt kết quả với 12 khoản viện trợ được phê duyệt.",
    "UBND tỉnh phê duyệt tiếp nhận 12 khoản viện trợ không hoàn lại.",
    "Bảng 1: 12 khoản viện trợ.",
    "Ngoài 2 khoản khẩn cấp, tiếp nhận 12 khoản.",
    "Toàn tỉnh hiện có 12 khoản viện trợ, giảm 1 khoản.",
    "Trong số đó, 9 dự án.",
    "Tỷ lệ giải ngân 59%, với 1,9 triệu USD giải ngân.",
    "Tham mưu, đề xuất UBND tỉnh tiếp nhận 12 khoản viện trợ phi chính phủ nước ngoài.",
    "Với kế hoạch cụ thể, toàn tỉnh đã vận động được 12 dự án.",
    "Với kế hoạch cụ thể, toàn tỉnh vận động được 12 dự án.",
    "Bám sát mục tiêu, chỉ tiêu được giao, tiếp nhận 12 khoản.",
    "Với mục tiêu thu hút nguồn lực, Liên hiệp vận động 12 dự án.",
    "Đề xuất và vận động 12 dự án.",
    "Đề nghị các sở, ngành phối hợp, tiếp nhận 12 khoản viện trợ.",
    "Thực hiện tốt kế hoạch đề ra, tỉnh tiếp nhận 12 khoản.",
    "Tạo tiền đề cho năm 2026, đã tiếp nhận 12 khoản viện trợ.",
    "Để chuẩn bị cho năm 2026, tỉnh đã vận động được 12 dự án.",
    "Thực hiện Chương trình số 5 giai đoạn 2026-2030, tiếp nhận 12 khoản.",
    "Chuẩn bị cho giai đoạn 2026-2030, tiếp nhận 12 khoản.",
    "Liên hiệp đã tiếp nhận được thêm 12 khoản.",
    "Toàn tỉnh có thêm 12 dự án.",
    "Tăng từ 6 khoản năm 2024 lên 12 khoản năm 2025.",
    "Theo báo cáo ngày 20/12/2025, toàn tỉnh tiếp nhận 12 khoản.",
    "Sở Ngoại vụ tiếp nhận 12 khoản viện trợ.",
    "Sở Y tế phối hợp, toàn tỉnh tiếp nhận 12 khoản.",
    "Phối hợp với Sở Tài chính, Sở Y tế, tiếp nhận 12 khoản.",
    "UBND tỉnh tiếp nhận 12 khoản.",
    "Kết thúc năm tiếp nhận 12 khoản.",
    "Tham dự hội nghị tổng kết, tiếp nhận 12 khoản.",
    "Kế hoạch giao 10 khoản, thực hiện 12.",
    "Tiếp nhận 12 CT, DA, PDA.",
    "Tiếp nhận 12 văn kiện dự án.",
    "Tiếp nhận 12 lượt viện trợ.",
    "Tiếp nhận “12” khoản.",
    "Tiếp nhận **12** khoản.",
    "Tiếp nhận 12\nkhoản viện trợ.",
    "Tiếp nhận 12\u00a0khoản viện trợ.",
    "Tổng vốn 2,9 tr.USD.",
    "Số khoản viện trợ tiếp nhận đạt con số 12.",
    "Số khoản tiếp nhận trong năm đạt con số 12, tăng 1 khoản.",
    "Tiếp nhận 1{{aid.emergency_items}} khoản.",
    "Tiếp nhận {{aid.emergency_items}}1 khoản.",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_number_that_the_register_contradicts_stops_the_report(text):
    assert BLOCK in said(text)


DOUBTFUL = [
    pytest.param("Gồm 500.400 USD.", id="số của lĩnh vực khác, câu không nói"),
    pytest.param("Tiếp nhận 13 khoản viện trợ.", id="số gồm cả khẩn cấp"),
    pytest.param("Tiếp nhận 11 dự án viện trợ.", id="dự án nói chung"),
    pytest.param("Năm 2024 tiếp nhận 7 khoản viện trợ.", id="năm khác, sổ nói khác"),
    pytest.param("Ngày 12/3/2025, tiếp nhận 1 khoản viện trợ.", id="một ngày"),
    pytest.param("Trong đó 4 khoản của Nhật Bản.", id="một nước"),
    pytest.param("Lũy kế có 150 dự án.", id="lũy kế"),
    pytest.param("Có 9 tổ chức phi chính phủ nước ngoài hoạt động.", id="tổ chức không rõ tài trợ"),
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_number_of_something_else_is_a_warning(text):
    assert said(text) == [WARN]


UNSURE = [
    "Thành phố Thanh Hóa tiếp nhận 2 khoản.",
    "Tổng giá trị viện trợ: 2.900.400.",
    "Giải ngân {{aid.committed_usd}}.",
    "Cam kết {{aid.disbursed_usd}} USD.",
]


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_mean_something_else_warns(text):
    assert said(text) == [WARN]


RIGHT = [
    "Tổng số 11 khoản.",
    "Mười một (11) khoản viện trợ.",
    "Tiếp nhận 11 Chương trình, dự án và phi dự án.",
    "Tiếp nhận 8 chương trình, dự án.",
    "Số dự án là 5.",
    "Dự án: 5",
    "Giải ngân 1.118.400 USD.",
    "Tổng vốn USD 1.900.400.",
    "Trong đó y tế 500.400 USD.",
    "Trong đó viện trợ khẩn cấp 2 khoản.",
    "Giá trị kể cả khẩn cấp 2.007.200 USD.",
    "Không kể viện trợ khẩn cấp, tiếp nhận 11 khoản.",
    "Tiếp nhận hơn 10 khoản viện trợ.",
    "Liên hiệp có 10 hội hữu nghị thành viên.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_number_is_told_to_become_a_figure(text):
    assert said(text) == [HINT]


PASSED = [
    "Năm 2024 tiếp nhận 6 khoản.",
    "Năm 2024, toàn tỉnh tiếp nhận 6 khoản viện trợ.",
    "Trong năm 2024 đã có 6 khoản.",
    "So với năm 2024 (6 khoản).",
    "Năm 2024:\n- 6 khoản viện trợ;",
    "Năm 2025, quý III tiếp nhận 3 khoản viện trợ.",
    "Quý III/2025 tiếp nhận 3 khoản viện trợ.",
    "Trong quý III, tiếp nhận 3 khoản viện trợ.",
    "6 tháng đầu năm tiếp nhận 5 khoản viện trợ.",
    "Tháng 9 tiếp nhận 2 khoản viện trợ.",
    "Mục tiêu năm 2026: vận động, tiếp nhận 15 khoản viện trợ.",
    "Năm 2026 phấn đấu tiếp nhận 15 khoản viện trợ.",
    "Phấn đấu tiếp nhận 15 khoản, tổng vốn 3 triệu USD.",
    "Đến năm 2030 tiếp nhận 80 khoản viện trợ.",
    "Kế hoạch đề ra 10 khoản.",
    "Báo cáo số 12/BC-UBND ngày 12/3/2025.",
    "Nghị định số 80/2020/NĐ-CP; Thông tư 12 khoản 3.",
    "Tại Điều 12, khoản 2 Điều 5, điểm a khoản 1 Điều 12 khoản 3.",
    "Điều 7 gồm 4 khoản.",
    "Theo khoản 2 Điều 5 và khoản 3 Điều 12.",
    "Ngày 12 tháng 5 năm 2025, quý III, tháng 12.",
    "Trong năm 2025 dự án được triển khai đúng hạn.",
    "Năm 2025 hoạt động đối ngoại sôi nổi; giai đoạn 2021-2025 dự án nhiều.",
    "Một số dự án, hàng trăm khoản, mỗi năm một hội nghị, một hoạt động ý nghĩa.",
    "Thu hút 12 dự án FDI, vốn 500 triệu USD vốn đầu tư.",
    "Kim ngạch xuất khẩu 5 tỷ USD.",
    "Tổ chức 12 chương trình giao lưu văn hóa.",
    "Chi 3 khoản chi thường xuyên.",
    "Đón 2 triệu lượt khách; trồng 5 nghìn cây.",
    "Trị giá 559 triệu đồng.",
    "Giải quyết 300 việc làm.",
]


@pytest.mark.parametrize("text", PASSED)
def test_a_number_that_is_no_claim_about_the_period_is_let_pass(text):
    assert said(text) == []


NOT_STOPPED = [
    "Đã có 11 chương trình, dự án, tổng vốn khoảng 1,9 triệu USD, tập trung vào các lĩnh vực y tế, giáo dục.",
    "Tổng giá trị giải ngân đạt 1,1 triệu USD.",
    "Vốn cam kết đạt 1.900.400 USD, trong đó đã giải ngân 1.118.400 USD.",
    "Nguồn vốn viện trợ: 2 triệu USD.",
    "Cùng kỳ năm trước tiếp nhận 6 khoản.",
    "Năm trước có 6 khoản.",
    "Tiếp nhận 11 khoản (cùng kỳ 6 khoản).",
    "Tiếp nhận 11 khoản (năm 2024 là 6 khoản).",
    "Tiếp nhận 11 khoản, tăng 5 khoản so với năm 2024 (6 khoản).",
    "Tiếp nhận 11 khoản, năm 2024 là 6 khoản.",
    "Từ 6 khoản năm 2024 lên 11 khoản năm 2025.",
    "Năm 2024, tỉnh tiếp nhận 6 khoản viện trợ, tổng giá trị 700.000 USD.",
    "Giai đoạn 2021-2025 tiếp nhận 269 khoản, 42,6 triệu USD.",
    "Dự kiến năm 2026 tiếp nhận 15 khoản.",
    "Phấn đấu năm 2026 vận động từ 12 đến 15 khoản, giá trị 2 triệu USD.",
    "Mỗi năm vận động ít nhất 12 khoản viện trợ.",
    "Chỉ tiêu năm 2026:\n- 15 khoản viện trợ;\n- 2,5 triệu USD.",
    "Nghị định số 80/2020/NĐ-CP ngày 08/7/2020 của Chính phủ.",
    "Theo quy định tại khoản 2 Điều 5, khoản 3 Điều 12 Nghị định số 313/2025/NĐ-CP.",
    "Điểm b khoản 2 Điều 5 và Điều 12 khoản 2.",
    "Kế hoạch số 12/KH-UBND, Công văn số 45/SNgV-HTQT ngày 12/5/2025.",
    "Quý I, quý II, quý III/2025.",
    "Dự án do tổ chức Plan tài trợ 120.000 USD.",
    "Trong đó tổ chức KOICA tài trợ 120.000 USD.",
    "Lớn nhất là dự án nước sạch tại xã Quan Sơn trị giá 412.000 USD.",
    "Một trong những dự án tiêu biểu là dự án “Nước sạch” với 120.000 USD.",
    "Triển khai 2 dự án trọng điểm.",
    "Liên hiệp tham gia 3 hội nghị do Trung ương tổ chức.",
    "Ngày 15/3/2025, Liên hiệp tổ chức 01 hội nghị.",
    "Năm 2025 có 365 ngày; 3 ngày hội.",
    "Cơ cấu: y tế 4 khoản, giáo dục 3 khoản.",
    "Lĩnh vực y tế 4 khoản, giá trị 500.400 USD; giáo dục 3 khoản, giá trị 300.000 USD.",
    "Tiếp nhận 2 khoản viện trợ khẩn cấp trị giá 106.800 USD.",
    "Ngoài ra, tiếp nhận 2 khoản cứu trợ khẩn cấp, trị giá 106.800 USD.",
    "Đạt 110% kế hoạch (kế hoạch 10 khoản).",
    "Tiếp nhận 11 khoản, vượt kế hoạch 1 khoản.",
    "Đến nay có 150 dự án đang triển khai.",
    "Một số khoản viện trợ chậm; hai năm liền; 2 đợt.",
    "Thu hút 12 dự án đầu tư, vốn 300 triệu USD.",
    "Khoản 2, 3 khoản 4 Điều 5.",
    "Đoàn gồm 12 người, 3 ngày, 2 việc làm.",
    "Một dự án y tế trị giá 120.000 USD.",
    "Tiếp nhận 269 khoản viện trợ, tổng vốn 42,6 triệu USD trong giai đoạn 2021-2025.",
    "Tiếp nhận 6 khoản viện trợ, tổng vốn 0,7 triệu USD trong năm 2024.",
    "Phấn đấu tăng cường vận động, đạt 15 khoản.",
    "Từ năm 2021 đến năm 2025, tiếp nhận 269 khoản.",
    "Năm 2026 vận động 12 dự án.",
    "So với năm 2024, có thêm 12 dự án.",
    "Tiếp nhận thêm 5 khoản so với năm 2024.",
    "Tăng thêm 5 khoản.",
    "Tăng từ 6 khoản năm 2024 lên 11 khoản năm 2025.",
    "Huyện Quan Sơn: 2 khoản viện trợ.",
    "Tham dự 5 hội nghị.",
    "Dự 5 hội nghị do Bộ Ngoại giao tổ chức.",
    "Làm việc với 3 nhà tài trợ.",
    "Thành phố Sầm Sơn tiếp nhận 2 khoản.",
    "Huyện Quan Sơn tiếp nhận 1 khoản 50.000 USD.",
    "Tổ chức Good Neighbors tài trợ 2 dự án.",
    "Tổ chức Good Neighbors tài trợ 2 dự án với 120.000 USD.",
    "Học bổng 5.000 USD cho 20 em.",
    "Năm 2025 có 2 dự án kết thúc.",
    "Thẩm định 4 dự án.",
    "Hai khoản lớn nhất chiếm 45%.",
    "Ba nhà tài trợ lớn nhất.",
    "Từ đầu nhiệm kỳ đến nay 40 khoản.",
    "Kế hoạch giao 10 khoản, thực hiện 11.",
    "Xã Pù Nhi tiếp nhận 2 khoản viện trợ.",
    "Sở Y tế tiếp nhận 3 khoản.",
    "Năm 2025\nDự án A được triển khai.",
    "Tổng vốn {{aid.committed_usd}}, đã giải ngân {{aid.disbursed_usd}}.",
    "Giải ngân {{aid.disbursed_usd}}; tiếp nhận {{aid.emergency_items}} khoản khẩn cấp.",
]


@pytest.mark.parametrize("text", NOT_STOPPED)
def test_ordinary_sentences_do_not_stop_the_report(text):
    assert BLOCK not in said(text)


def test_what_is_no_total_waits_for_a_source():
    assert said("Tăng 5 khoản so với năm 2024.") == [HINT]


def test_an_outlook_lies_ahead_unless_its_words_say_otherwise():
    ahead = Told(
        year=2025, window=TOLD.window, as_of=TOLD.as_of, figures=figures,
        headings=("Phương hướng, nhiệm vụ năm 2026", "Nhiệm vụ trọng tâm"),
    )  # fmt: skip
    assert said("Vận động, tiếp nhận 15 khoản viện trợ.", ahead) == []
    assert said("Phát huy kết quả đã tiếp nhận 12 khoản viện trợ.", ahead) == [BLOCK]
    assert said("Năm 2025 tiếp nhận 12 khoản viện trợ.", ahead) == [BLOCK]
    past = Told(
        year=2025, window=TOLD.window, as_of=TOLD.as_of, figures=figures,
        headings=("Kết quả năm 2025", "Nhiệm vụ và chỉ tiêu"),
    )  # fmt: skip
    assert said("Tiếp nhận 12 khoản viện trợ.", past) == [BLOCK]


def test_a_locked_report_is_not_compared_with_other_years():
    locked = Told(year=2025, window=TOLD.window, as_of=TOLD.as_of)
    assert said("Năm 2024 tiếp nhận 99 khoản viện trợ.", locked) == []
    assert said("Tiếp nhận 99 khoản viện trợ.", locked) == [BLOCK]


def test_the_message_names_the_figure_that_the_words_mean():
    [finding] = check_typed_numbers("Giải ngân 1.900.400 USD.", THIS_YEAR, TOLD)
    assert (finding.text, finding.figure) == ("1.900.400 USD", "aid.disbursed_usd")
    assert "aid__disbursed_usd là 1118400.00" in finding.message


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("mười hai", 12),
        ("hai mươi mốt", 21),
        ("chín mươi chín", 99),
        ("một trăm linh năm", 105),
        ("hai trăm bốn mươi", 240),
        ("một nghìn hai trăm", 1200),
        ("hai triệu", 2_000_000),
        ("ba chục", 30),
        ("năm mười hai", None),
        ("hai ba", None),
    ],
)
def test_numbers_in_words(words, number):
    assert in_words(words) == number


def test_the_same_number_in_two_clauses_is_decided_twice():
    found = check_typed_numbers("Toàn tỉnh tiếp nhận 12 khoản; huyện nhận 12 khoản.", THIS_YEAR, TOLD)
    marks = {Finding(one.code, BlockOrWarn.BLOCK, "I", one.text, "", near=one.near).mark for one in found}
    assert [one.text for one in found] == ["12 khoản", "12 khoản"]
    assert len(marks) == 2


def test_a_figure_takes_the_place_of_a_number_in_its_own_clause():
    text = "Từ {{aid.donors}}, tiếp nhận 11 khoản; giải ngân 11 khoản."
    near = "giải ngân 11 khoản."
    assert attached(text, "11 khoản", code="x", printed="9 khoản", near=near).endswith(
        "tiếp nhận 11 khoản; giải ngân {{x}}."
    )
    near = "Từ §, tiếp nhận 11 khoản"
    assert attached(text, "11 khoản", code="x", printed="9 khoản", near=near) == (
        "Từ {{aid.donors}}, tiếp nhận {{x}}; giải ngân 11 khoản."
    )


def test_another_heading_opens_a_decision_anew():
    seen = passage_print(Passage("Kết quả năm 2025", "Tiếp nhận 12 khoản."))
    assert seen != passage_print(Passage("Kết quả năm 2024", "Tiếp nhận 12 khoản."))


@dataclass(frozen=True)
class Passage:
    """What a print of a passage holds."""

    title: str
    text: str
