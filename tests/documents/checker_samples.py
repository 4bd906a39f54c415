"""Papers with one thing wrong each: the code that the checker must name, what is wrong, and how it is made.

A sample is a good paper whose HTML is changed in one place, by a style or by other words.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from reports.documents import blocks as b
from reports.documents.engine import write_pdf
from reports.documents.html import paper_parts
from reports.documents.runs import Footnote
from tests.documents.samples import HEADER, LONG, SIGNATURE, aid_table, small_document

type Edit = Callable[[str], str]


def official() -> b.Document:
    """Return a numbered, addressed report with grounds, a part, sections, clauses and points."""
    return replace(
        small_document(),
        addressees=["Ủy ban nhân dân tỉnh Thanh Hóa", "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh"],
        bases=["Căn cứ Điều lệ Liên hiệp các tổ chức hữu nghị", "Căn cứ Chương trình công tác năm 2025"],
        blocks=[
            b.Heading(b.Level.PART, 1, "Đánh giá chung"),
            b.Heading(b.Level.ROMAN, 1, "Kết quả công tác"),
            b.Heading(b.Level.ARABIC, 1, "Hoạt động hữu nghị"),
            b.Paragraph(LONG),
            *b.points(["tham mưu;", "phối hợp;", "tuyên truyền;", "kiều bào;", "thi đua."]),
            b.Heading(b.Level.ARABIC, 2, "Công tác phi chính phủ nước ngoài"),
            b.Paragraph("Viện trợ cam kết mới đạt 1,9 triệu USD."),
            b.Heading(b.Level.ROMAN, 2, "Phương hướng"),
            b.Paragraph(LONG),
        ],
        signature=replace(SIGNATURE, capacity=["TM. BAN THƯỜNG TRỰC", "KT. CHỦ TỊCH"], title="PHÓ CHỦ TỊCH"),
    )


def decision() -> b.Document:
    """Return a decision of a collective body with two articles."""
    header = b.Header(
        issuing=["ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"],
        symbol="QĐ-UBND",
        place="Thanh Hóa",
        number=12,
        signed_on=HEADER.signed_on,
    )
    return replace(
        small_document(),
        header=header,
        type=b.DocumentType("QUYẾT ĐỊNH", ["Ban hành Chương trình đối ngoại năm 2026"]),
        blocks=[
            b.Heading(b.Level.ARTICLE, 1, "Ban hành kèm theo Quyết định này Chương trình đối ngoại."),
            b.Heading(b.Level.ARTICLE, 2, "Quyết định này có hiệu lực kể từ ngày ký."),
            b.Paragraph("Các cơ quan có tên ở trên chịu trách nhiệm thi hành Quyết định này."),
        ],
        signature=b.Signature("CHỦ TỊCH", "Nguyễn Văn Mẫu", ["TM. ỦY BAN NHÂN DÂN"]),
    )


def letter() -> b.Document:
    """Return a công văn of the department."""
    header = b.Header(
        superior=["UBND TỈNH THANH HÓA"],
        issuing=["SỞ NGOẠI VỤ"],
        symbol="SNgV-HTQT",
        place="Thanh Hóa",
        number=763,
        signed_on=HEADER.signed_on,
        subject="V/v góp ý dự thảo Chương trình",
    )
    return replace(
        small_document(),
        header=header,
        type=None,
        bases=[],
        addressees=["Công an tỉnh."],
        blocks=[b.Paragraph(LONG)],
        signature=b.Signature("GIÁM ĐỐC", "Nguyễn Văn Mẫu"),
    )


def friends() -> b.Document:
    """Return a report of a member association."""
    header = b.Header(
        superior=["LIÊN HIỆP CÁC TỔ CHỨC", "HỮU NGHỊ TỈNH THANH HÓA"],
        issuing=["HỘI HỮU NGHỊ VIỆT - LÀO", "TỈNH THANH HÓA"],
        symbol="BC-HHNVL",
        place="Thanh Hóa",
        number=7,
        signed_on=HEADER.signed_on,
    )
    return replace(small_document(), header=header)


def minutes() -> b.Document:
    """Return minutes with their fields and two who sign."""
    fields = ["Thời gian bắt đầu: 14 giờ 00", "Địa điểm: Hội trường", "Thành phần tham dự: 5 cơ quan",
              "Chủ trì (chủ tọa): ông Mẫu", "Thư ký: bà Mẫu", "Nội dung (theo diễn biến): thảo luận",
              "Hội nghị kết thúc vào 16 giờ 30, ngày 28 tháng 11 năm 2025."]  # fmt: skip
    return replace(
        small_document(),
        header=replace(HEADER, symbol="BB-LHHN", has_date=False),
        type=b.DocumentType("BIÊN BẢN", ["Hội nghị tổng kết năm 2025"]),
        bases=[],
        blocks=[b.Paragraph(field) for field in fields],
        signature=b.Signature("CHỦ TỌA", "Nguyễn Văn Mẫu"),
        co_signature=b.Signature("THƯ KÝ", "Lê Thị Mẫu"),
        recipients=["Lưu: VT, Hồ sơ"],
    )


def invitation() -> b.Document:
    """Return an invitation with its fields."""
    fields = ["Liên hiệp trân trọng kính mời: Công an tỉnh;", "Tới dự: Hội nghị tổng kết;",
              "Chủ trì: ông Mẫu;", "Thời gian: 14 giờ 00;", "Địa điểm: Hội trường."]  # fmt: skip
    return replace(
        small_document(),
        header=replace(HEADER, symbol="GM-LHHN"),
        type=b.DocumentType("GIẤY MỜI", ["Dự Hội nghị tổng kết năm 2025"]),
        bases=[],
        blocks=[b.Paragraph(field) for field in fields],
    )


def attachment() -> b.Document:
    """Return an agenda that goes out with another paper: no number, no signature."""
    return replace(
        small_document(),
        header=replace(HEADER, has_number=False, has_date=False),
        type=b.DocumentType("CHƯƠNG TRÌNH", ["Hội nghị tổng kết năm 2025"]),
        attached="Kèm theo Giấy mời số 05/GM-LHHN ngày 12 tháng 01 năm 2026",
        bases=[],
        signature=None,
        recipients=[],
        closing="",
    )


def with_appendix() -> b.Document:
    """Return a report with an appendix."""
    attached = "Kèm theo Báo cáo số 05/BC-LHHN ngày 12 tháng 01 năm 2026"
    appendix = b.Appendix(1, "Danh mục viện trợ", [aid_table(3)], attached, landscape=True)
    return replace(small_document(), appendices=[appendix])


def covering() -> b.Document:
    """Return a report whose numbers cover a period."""
    words = b.Text("(số liệu từ ngày 01/01/2025 đến ngày 31/12/2025)", italic=True)
    return replace(official(), opening=b.Paragraph(words))


def half_year() -> b.Document:
    """Return a report with a heading that begins at the indent and ends as far from the right."""
    titles = ("Kết quả công tác đối ngoại 6 tháng đầu năm 2025", "Đánh giá chung")
    blocks = [b.Heading(b.Level.ROMAN, at, title) for at, title in enumerate(titles, start=1)]
    return replace(official(), blocks=[blocks[0], b.Paragraph(LONG), blocks[1], b.Paragraph(LONG)])


def noted() -> b.Document:
    """Return a report with footnotes below its signature."""
    note = Footnote("Số liệu từng năm nêu trong báo cáo của năm đó.")
    heading = b.Heading(b.Level.ROMAN, 1, "Kết quả", notes=["Ghi chú của đề mục."])
    return replace(official(), blocks=[heading, b.Paragraph([LONG, note, " Lời sau ghi chú."])])


def long_table() -> b.Document:
    """Return a report whose appendix has a table that goes on overleaf."""
    appendix = b.Appendix(1, "Danh mục viện trợ", [aid_table(24)])
    return replace(small_document(), appendices=[appendix])


def long_report() -> b.Document:
    """Return a report of two pages without numbering."""
    return replace(small_document(), blocks=[b.Paragraph(LONG) for _ in range(26)])


def flash() -> b.Document:
    """Return a report that is to go out at once."""
    return replace(small_document(), urgency=b.Urgency.FLASH)


@cache
def _parts(make: Callable[[], b.Document]) -> tuple[str, ...]:
    return tuple(paper_parts(make()))


@dataclass(frozen=True)
class Sample:
    """One thing wrong: the code to be named, in words, the good paper, and the change."""

    code: str
    wrong: str
    paper: Callable[[], b.Document] = official
    style: str = ""
    edit: tuple[str, str] = ("", "")

    def pdf(self) -> bytes:
        """Return the spoilt paper; the words to change must be there."""
        old, new = self.edit
        parts = _parts(self.paper)
        assert not old or any(old in part for part in parts), old
        changed = [part.replace(old, new, 1) if old else part for part in parts]
        return write_pdf(
            [part.replace("</head>", f"<style>{self.style}</style></head>") for part in changed]
        )[0]


GOOD = (
    official, decision, letter, friends, minutes, invitation, attachment, with_appendix, covering, long_table,
    noted, half_year, flash,
)  # fmt: skip
LINED = "font-size:11pt;border-top:1pt solid #000"
ADDRESS = "Địa chỉ: 25 Đại lộ Lê Lợi, Thanh Hóa"
FOOT = f'<div style="position:absolute;top:240mm;left:0;right:0;{{}}">{ADDRESS}</div></body>'
SIGNED = "Thời gian ký: 12/01/2026 08:00:00 +07:00"
MARK = f'<div style="position:absolute;top:-10mm;right:0;font-size:10pt">{SIGNED}</div></body>'
BOX = "border:1pt solid #000;"
STAMP = f'<p style="font-size:13pt;font-weight:bold;{BOX}width:60mm">LƯU HÀNH NỘI BỘ</p></body>'
TYPIST = '<p style="font-size:11pt">PL.(300)</p></body>'
BODY = "</body>"
SUMS = '<tr class="vb-total">'
LAST_ROW = '<tr style="break-before: page"><td colspan="6">25</td></tr>'
# What the decree lets a paper carry besides; nothing is found.
EXTRAS = (
    Sample("", "địa chỉ", small_document, edit=(BODY, FOOT.format(LINED))),
    Sample("", "chữ ký số", small_document, edit=(BODY, MARK)),
    Sample("", "phạm vi lưu hành", small_document, edit=(BODY, STAMP)),
    Sample("", "người soạn", small_document, edit=(BODY, TYPIST)),
)
ISSUING = '<div class="vb-bold">LIÊN HIỆP CÁC TỔ CHỨC</div>'
# The Union's name on one line; an association that stands under another body than the Union.
UNBROKEN = (
    f'{ISSUING}\n        \n          <div class="vb-bold">HỮU NGHỊ',
    '<div class="vb-bold vb-one">LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ</div><div class="vb-bold">',
)
NOT_UNDER = (
    "LIÊN HIỆP CÁC TỔ CHỨC</div>\n      \n        <div>HỮU NGHỊ",
    "ỦY BAN MTTQ VIỆT NAM</div><div>",
)
ABOVE = ".vb-row:first-child .vb-left > div:first-child"
FIT = '<div class="vb-fit">'
SAMPLES = (
    # The page
    Sample("thut-dong", "lùi 5 mm", style=".vb .vb-p { text-indent: 5mm }"),
    Sample("can-deu", "không dàn đều", style=".vb .vb-p { text-align: left }"),
    Sample("gian-dong", "cách dòng gần 2", style=".vb-p { line-height: 1.85 }"),
    Sample("gian-dong", "cách dòng dưới đơn", style=".vb-p { line-height: 1 }"),
    Sample("cach-doan", "cách đoạn 2 pt", style=".vb .vb-p { margin-top: 2pt }"),
    Sample("kieu-chu", "lời văn nghiêng", long_report, ".vb-p { font-style: italic }"),
    Sample("kieu-chu", "lời văn đậm", style=".vb-heading + .vb-p { font-weight: bold }"),
    # 1 Quốc hiệu, Tiêu ngữ
    Sample("vi-tri-quoc-hieu", "lệch Tiêu ngữ", style=".vb-nation { position: relative; left: -4mm }"),
    Sample("gach-tieu-ngu", "thiếu gạch", style=".vb-motto { border-bottom: 0 }"),
    Sample("gach-tieu-ngu", "gạch ngắn", style=".vb-motto { border-bottom: 0 }",
           edit=("</div>\n    </div>\n  </div>", '</div><div class="vb-rule"></div>\n    </div>\n  </div>')),
    # 2 Cơ quan
    Sample("co-quan", "chữ thường", edit=(ISSUING, '<div class="vb-bold">Liên hiệp các tổ chức</div>')),
    Sample("co-quan", "cỡ 11", style=".vb-fit .vb-bold { font-size: 11pt }"),
    Sample("co-quan", "không đậm", style=".vb-fit .vb-bold { font-weight: normal }"),
    Sample("co-quan", "chủ quản đậm ở dưới", style=f"{ABOVE} {{ font-weight: bold }}"),
    Sample("co-quan", "lệch giữa", style=f"{ABOVE} {{ position: relative; left: 6mm }}"),
    Sample("co-quan", "tên Liên hiệp không ngắt",
           style=".vb-one { white-space: nowrap; font-size: 12pt; letter-spacing: -.3pt }", edit=UNBROKEN),
    Sample("gach-co-quan", "thiếu gạch", style=".vb-left .vb-rule { display: none }"),
    Sample("gach-co-quan", "gạch dài", style=".vb-left .vb-rule { width: 90% }"),
    Sample("gach-co-quan", "gạch lệch", style=".vb-left .vb-rule { position: relative; left: 6mm }"),
    # 3 Số, ký hiệu
    Sample("so-ky-hieu", "thiếu hai chấm", edit=("Số: 05/BC", "Số 05/BC")),
    Sample("so-ky-hieu", "số 5 không có số 0", edit=("Số: 05/BC", "Số: 5/BC")),
    Sample("so-ky-hieu", "cách quanh gạch nối", edit=("05/BC-LHHN", "05/BC - LHHN")),
    Sample("so-ky-hieu", "chữ nghiêng", style=".vb-number { font-style: italic }"),
    Sample("so-ky-hieu", "lệch giữa", style=".vb-number > div { position: relative; left: -9mm }"),
    Sample("ky-hieu-loai", "báo cáo mang TB", edit=("05/BC-LHHN", "05/TB-LHHN")),
    Sample("ky-hieu-loai", "công văn có loại", letter, edit=("763/SNgV-HTQT", "763/BC-SNgV")),
    # 4 Địa danh, ngày tháng
    Sample("dia-danh-ngay", "chữ đứng", style=".vb-date { font-style: normal }"),
    Sample("dia-danh-ngay", "không ngang số", style=".vb-date { padding-top: 14pt !important }"),
    Sample("dia-danh-ngay", "lệch giữa", style=".vb-date { text-align: right }"),
    Sample("ngay-thang", "tháng 1", edit=("tháng 01 năm", "tháng 1 năm")),
    Sample("ngay-thang", "tháng 03", edit=("tháng 01 năm", "tháng 03 năm")),
    Sample("ngay-thang", "ngày 5", edit=("ngày 12 tháng", "ngày 5 tháng")),
    Sample("ngay-thang", "năm 26", edit=("năm 2026</div>", "năm 26</div>")),
    Sample("dia-danh", "nơi khác", edit=("Thanh Hóa, ngày", "Hà Nội, ngày")),
    # 5a, 5b
    Sample("ten-loai", "chữ thường", edit=(">BÁO CÁO<", ">Báo cáo<")),
    Sample("ten-loai", "không ở giữa", style=".vb-title { text-align: left !important }"),
    Sample("trich-yeu", "không đậm", style=".vb-abstract { font-weight: normal }"),
    Sample("trich-yeu", "xa tên loại", style=".vb-abstract { margin-top: 20mm !important }"),
    Sample("gach-trich-yeu", "thiếu gạch", style=".vb-abstract .vb-rule { display: none }"),
    Sample("trich-yeu-cong-van", "nghiêng", letter, ".vb-subject { font-style: italic }"),
    Sample("trich-yeu-cong-van", "sát số", letter, ".vb-subject { margin-top: 0 !important }"),
    # 6, 9a
    Sample("ky-so-lieu", "chữ đứng", covering, ".vb-attached em { font-style: normal }"),
    Sample("ky-so-lieu", "sát phải", covering, ".vb .vb-attached-main { text-align: right }"),
    Sample("ky-so-lieu", "dưới căn cứ", covering,
           edit=("<h2", '<p class="vb-p"><em>(số liệu từ ngày 01/01/2025)</em></p><h2')),
    Sample("can-cu", "chữ đứng", style=".vb-base { font-style: normal }"),
    Sample("can-cu", "dấu phẩy", edit=("hữu nghị;", "hữu nghị,")),
    Sample("kinh-gui", "nghiêng", style=".vb-addressees { font-style: italic }"),
    Sample("kinh-gui", "thiếu chấm phẩy", edit=("Thanh Hóa;", "Thanh Hóa")),
    Sample("kinh-gui", "thiếu hai chấm", letter, edit=("Kính gửi:", "Kính gửi")),
    # Body
    Sample("phan-chuong", "Phần 1", edit=("Phần I<br>", "Phần 1<br>")),
    Sample("phan-chuong", "sát lề", style=".vb .vb-part { text-align: left }"),
    Sample("phan-chuong", "tiêu đề chữ thường", edit=("ĐÁNH GIÁ CHUNG", "Đánh giá chung")),
    Sample("thu-tu", "Phần III đứng đầu", edit=("Phần I<br>", "Phần III<br>")),
    Sample("thu-tu", "nhảy từ I sang III", edit=("II. PHƯƠNG", "III. PHƯƠNG")),
    Sample("thu-tu", "nhảy từ 1 sang 3", edit=("2. Công tác phi", "3. Công tác phi")),
    Sample("thu-tu", "Điều 3 sau Điều 1", decision, edit=("Điều 2</span>.", "Điều 3</span>.")),
    Sample("de-muc", "mục La Mã chữ thường", edit=("I. KẾT QUẢ CÔNG TÁC", "I. Kết quả công tác")),
    Sample("de-muc", "mục La Mã không đậm", style=".vb h2.vb-heading { font-weight: normal }"),
    Sample("de-muc", "khoản ghi 1)", edit=("1. Hoạt</span>", "1) Hoạt</span>")),
    Sample("de-muc", "điểm ghi a.", edit=("a) tham mưu", "a. tham mưu")),
    Sample("de-muc", "điều không đậm", decision, ".vb .vb-heading { font-weight: normal }"),
    Sample("de-muc", "đề mục cỡ 12", style=".vb h3.vb-heading { font-size: 12pt }"),
    Sample("chu-cai-diem", "bỏ đ", edit=("đ) thi đua", "e) thi đua")),
    Sample("chu-cai-diem", "điểm f", edit=("đ) thi đua", "f) thi đua")),
    # 7, 9b, capacities
    Sample("chuc-vu-ky", "chữ thường", edit=("<div>PHÓ CHỦ TỊCH</div>", "<div>Phó Chủ tịch</div>")),
    Sample("chuc-vu-ky", "cỡ 12", style=".vb-signer div:first-child { font-size: 12pt }"),
    Sample("chuc-vu-ky", "không đậm", style=".vb-signer div:first-child { font-weight: normal }"),
    Sample("chuc-vu-ky", "không có", small_document, ".vb-end { display: none }"),
    Sample("ten-nguoi-ky", "học vị", edit=("Nguyễn Văn Mẫu", "ThS. Nguyễn Văn Mẫu")),
    Sample("ten-nguoi-ky", "không đậm", style=".vb-signer div:last-child { font-weight: normal }"),
    Sample("ten-nguoi-ky", "lệch giữa", style=".vb-signer div:last-child { text-align: right }"),
    Sample("ten-nguoi-ky", "có số mà thiếu tên", edit=("Nguyễn Văn Mẫu", "")),
    Sample("quyen-han", "T/M", edit=("TM. BAN", "T/M BAN")),
    Sample("quyen-han", "KT. mà không phải cấp phó", edit=("<div>PHÓ CHỦ TỊCH", "<div>CHỦ TỊCH")),
    Sample("quyen-han", "cấp phó không ghi KT.", letter, edit=("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    Sample("quyen-han", "UBND không ghi TM.", decision, edit=("<div>TM. ỦY BAN NHÂN DÂN</div>", "")),
    Sample("noi-nhan", "không nghiêng", style=".vb-recipients-title { font-style: normal }"),
    Sample("noi-nhan", "danh sách cỡ 12", style=".vb-recipient { font-size: 12pt }"),
    Sample("noi-nhan", "thiếu chấm phẩy", edit=("Các hội thành viên;", "Các hội thành viên")),
    Sample("noi-nhan", "không lưu", edit=("- Lưu: VT.", "- Sở Ngoại vụ.")),
    Sample("noi-nhan", "thiếu Như trên", edit=("- Như trên;", "- Tỉnh đoàn;")),
    Sample("noi-nhan", "không ngang chức vụ", style=".vb-recipients { padding-top: 9mm !important }"),
    # Stamps and notes
    Sample("dau-khan", "màu đen", flash, ".vb-urgency span { color: #000; border-color: #000 }"),
    Sample("dau-khan", "khung rộng", flash, ".vb-urgency .vb-urgency-flash { width: 45mm }"),
    Sample("dau-khan", "không khung", flash, ".vb-urgency span { border: 0 }"),
    Sample("luu-hanh", "không khung", small_document, edit=(BODY, STAMP.replace(BOX, ""))),
    Sample("ky-hieu-nguoi-soan", "cỡ 14", small_document, edit=(BODY, TYPIST.replace("11pt", "14pt"))),
    Sample("dia-chi", "không gạch", small_document, edit=(BODY, FOOT.format("font-size:11pt"))),
    Sample("dia-chi", "cỡ 14", small_document, edit=(BODY, FOOT.format(LINED.replace("11pt", "14pt")))),
    Sample("ky-so", "cỡ 12", small_document, edit=(BODY, MARK.replace("10pt", "12pt"))),
    # Issuers
    Sample("co-quan-chu-quan", "sở không có UBND tỉnh", letter, edit=("UBND TỈNH", "HĐND TỈNH")),
    Sample("co-quan-chu-quan", "UBND tỉnh có chủ quản", decision, edit=(FIT, f"<div>CHÍNH PHỦ</div>{FIT}")),
    Sample("co-quan-chu-quan", "hội không dưới Liên hiệp", friends, edit=NOT_UNDER),
    # Special papers
    Sample("bien-ban", "thiếu địa điểm", minutes, edit=("Địa điểm: Hội", "Nơi họp: Hội")),
    Sample("bien-ban", "thiếu giờ kết thúc", minutes, edit=("Hội nghị kết thúc vào", "Biên bản lập lúc")),
    Sample("bien-ban", "thiếu thư ký ký", minutes, edit=("<div>THƯ KÝ</div>", "<div>KẾ TOÁN</div>")),
    Sample("giay-moi", "thiếu Tới dự", invitation, edit=("Tới dự:", "Về việc:")),
    Sample("phu-luc", "số Ả Rập", with_appendix, edit=("Phụ lục I<", "Phụ lục 1<")),
    Sample("phu-luc", "tên chữ thường", with_appendix, edit=("DANH MỤC VIỆN TRỢ", "Danh mục viện trợ")),
    Sample("phu-luc", "sát lề", with_appendix, ".vb-appendix-label { text-align: left }"),
    Sample("phu-luc", "Kèm theo đứng", with_appendix, ".vb-attached { font-style: normal }"),
    Sample("kem-theo", "đứng", attachment, ".vb-attached { font-style: normal }"),
    Sample("ket-thuc", "thiếu ./.", small_document, edit=("./.", ".")),
    # Breaks
    Sample("chu-ky-rieng-trang", "chữ ký sang trang", long_report, ".vb-end { break-before: page }"),
    Sample("hang-bang-le", "để lại một hàng", long_table, ".vb-table tr.vb-kept { break-after: page }"),
    Sample("hang-bang-le", "mang sang một hàng", long_table, edit=(SUMS, f"{LAST_ROW}{SUMS}")),
    Sample("de-muc-cuoi-trang", "đề mục cuối trang", style=".vb h3.vb-heading { break-after: page }"),
)  # fmt: skip
