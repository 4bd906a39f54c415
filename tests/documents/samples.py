"""Documents for the tests: one that uses every block, and a small one to change."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf

from reports.documents import blocks as b

HEADER = b.Header(
    superior=["ỦY BAN MTTQ VIỆT NAM", "TỈNH THANH HÓA"],
    issuing=["LIÊN HIỆP CÁC TỔ CHỨC", "HỮU NGHỊ TỈNH THANH HÓA"],
    symbol="BC-LHHN",
    place="Thanh Hóa",
    number=5,
    signed_on=date(2026, 1, 12),
)
SIGNATURE = b.Signature(capacity=["TM. BAN THƯỜNG TRỰC"], title="CHỦ TỊCH", name="Nguyễn Văn Mẫu")
AID_COLUMNS = [
    b.Column("TT", 5, b.Align.CENTER),
    b.Column("Tên khoản viện trợ", 32),
    b.Column("Bên tài trợ", 22),
    b.Column("Lĩnh vực", 13),
    b.Column("Cam kết (USD)", 14, b.Align.RIGHT),
    b.Column("Đã giải ngân (USD)", 14, b.Align.RIGHT),
]


def small_document() -> b.Document:
    """Return a one-page report that keeps every rule."""
    return b.Document(
        header=HEADER,
        title="Báo cáo kết quả công tác năm 2025",
        type=b.DocumentType("BÁO CÁO", ["Kết quả công tác năm 2025,", "phương hướng, nhiệm vụ năm 2026"]),
        bases=["Căn cứ Điều lệ Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa"],
        blocks=[
            b.Paragraph(
                [
                    "Năm 2025, toàn tỉnh tiếp nhận mới ",
                    b.FigureRef("aid.count", "11", "/bao-cao/so-lieu/aid.count/", 1),
                    " chương trình, dự án và phi dự án; các cơ quan, đơn vị phối hợp chặt chẽ.",
                ]
            )
        ],
        signature=SIGNATURE,
        recipients=["Thường trực Tỉnh ủy (để báo cáo)", "Các hội thành viên", "Lưu: VT"],
        author="Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa",
    )


def aid_table(rows: int) -> b.Table:
    """Return an aid list of so many made-up rows with its total."""
    return b.Table(
        AID_COLUMNS,
        [
            [
                str(n),
                f"Dự án minh họa số {n} về nước sạch và vệ sinh trường học",
                "Tổ chức minh họa",
                "Giáo dục",
                "12.500",
                "9.750",
            ]
            for n in range(1, rows + 1)
        ],
        caption="Danh mục khoản viện trợ tiếp nhận năm 2025",
        total=[
            "",
            b.Text("Tổng cộng"),
            "",
            "",
            f"{12500 * rows:,}".replace(",", "."),
            f"{9750 * rows:,}".replace(",", "."),
        ],
    )


LONG = (
    "Các hoạt động gặp mặt, giao lưu hữu nghị được tổ chức thiết thực, góp phần tăng cường hiểu biết và "
    "tình hữu nghị giữa Nhân dân trong tỉnh với bạn bè quốc tế; Đoàn công tác của Liên hiệp đã làm việc "
    "với nhiều đối tác, mở rộng quan hệ hợp tác trong các lĩnh vực y tế, giáo dục, sinh kế."
)


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30"><rect width="60" height="20"/></svg>'


def full_document(chart_svg: str = SQUARE) -> b.Document:
    """Return a document with every block, an upright and a wide appendix."""
    chart = b.Chart(chart_svg, "Biểu đồ minh họa", "Quý III cao nhất với 650 nghìn USD.", aid_table(2))
    body = [
        b.Paragraph(
            [
                b.Text("Mở đầu. ", bold=True),
                b.Text(LONG, italic=True),
                b.Text(" Hết.", bold=True, italic=True),
            ]
        ),
        b.Heading(b.Level.PART, 1, "Đánh giá chung tình hình thực hiện"),
        b.Heading(b.Level.ROMAN, 1, "Kết quả công tác năm 2025"),
        b.Heading(b.Level.ARABIC, 1, "Hoạt động hòa bình, đoàn kết, hữu nghị"),
        *(b.Paragraph(LONG) for _ in range(3)),
        *b.points(
            [
                "công tác tham mưu;",
                "công tác phối hợp;",
                "công tác tuyên truyền;",
                "công tác kiều bào;",
                "xây dựng tổ chức;",
                "thi đua, khen thưởng.",
            ]
        ),
        b.Heading(b.Level.ARABIC, 2, "Công tác phi chính phủ nước ngoài"),
        b.BulletList(["Cam kết mới 1,9 triệu USD;", "Giải ngân đạt 78%."]),
        b.BulletList(["Y tế 524.900 USD."], sign="+"),
        chart,
        b.Heading(b.Level.ROMAN, 2, "Phương hướng, nhiệm vụ năm 2026"),
        *(b.Paragraph(LONG) for _ in range(4)),
        b.Paragraph("Trên đây là báo cáo kết quả công tác năm 2025."),
    ]
    attached = "Kèm theo Báo cáo số 05/BC-LHHN ngày 12 tháng 01 năm 2026"
    return replace(
        small_document(),
        blocks=body,
        addressees=["Ủy ban nhân dân tỉnh", "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh"],
        appendices=[
            b.Appendix(1, "Danh mục khoản viện trợ", [aid_table(30)], attached, landscape=True),
            b.Appendix(2, "Hội nghị đã tổ chức", [b.Paragraph(LONG), aid_table(25)], attached),
        ],
    )


def words_of(content: bytes) -> str:
    """Return the words that copy out of a PDF, one space between them."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    return " ".join(text.split())
