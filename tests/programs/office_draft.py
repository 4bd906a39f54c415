"""A draft of about forty pages as an office types it: every habit and accident of Word in one file."""

import io
import unicodedata
from copy import deepcopy

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tests.programs.office_sentences import AGENCIES, BANKS, paragraphs, task_rows

_NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="MucTuDong"/>
<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="8"/></w:num>
</w:numbering>"""

# What an importer has to correct: a misspelt word, an office that is no more; the last line is right.
_SLIPS = BANKS["chỗ sai"]


class _Typist:
    """Types the file and notes what should be read."""

    def __init__(self, first_year):
        self.file = docx.Document()
        self.first_year, self.typed = first_year, 0
        self.expected = []
        self.notes = []
        self.part = self.depth = 0
        self.file.part.numbering_part._element = parse_xml(_NUMBERING)
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(14)
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        bold = self.file.styles.add_style("Muc Dam", WD_STYLE_TYPE.PARAGRAPH)
        bold.base_style, bold.font.bold = normal, True
        automatic = self.file.styles.add_style("MucTuDong", WD_STYLE_TYPE.PARAGRAPH)
        automatic.base_style = bold
        automatic.element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="5"/></w:numPr>')
        )

    def see(self, kind, number, text, level=None):
        """Expect a node; text stands one below the heading before it."""
        if kind == "PHAN":
            self.depth = 0
        elif kind == "MUC":
            self.depth = level
        self.expected.append((kind, self.depth + (kind == "DOAN" or kind == "BANG"), number, text))

    def line(self, *runs, style=None, centre=False, list_=None):
        """Type a paragraph; a run that begins with "*" is bold."""
        paragraph = self.file.add_paragraph(style=style)
        for run in runs:
            paragraph.add_run(run.removeprefix("*")).bold = True if run.startswith("*") else None
        if centre:
            paragraph.alignment = 1
        if list_:
            number, level = list_
            paragraph._p.get_or_add_pPr().append(
                parse_xml(
                    f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
                )
            )
        return paragraph

    def fill(self, subject, count, *, but=""):
        """Type paragraphs about a subject."""
        for text in paragraphs(subject, count, first_year=self.first_year, start=self.typed, but=but):
            self.line(text)
            self.see("DOAN", "", text)
        self.typed += count

    def insert(self, paragraph, xml):
        """Put a piece of WordprocessingML at the end of a paragraph."""
        holder = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
        paragraph._p.extend(list(holder))

    def note(self, paragraph, text):
        """Put a footnote at the end of a paragraph, as Word writes it."""
        self.notes.append(text)
        self.insert(paragraph, f'<w:r><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>')

    def saved(self):
        """Return the bytes of the file."""
        if self.notes:
            notes = "".join(
                f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
                f"<w:r><w:tab/><w:t>{text}</w:t></w:r></w:p></w:footnote>"
                for number, text in enumerate(self.notes, start=2)
            )
            blob = (
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'
                '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
                '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/>'
                f"</w:r></w:p></w:footnote>{notes}</w:footnotes>"
            )
            part = Part(
                PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, blob.encode(), self.file.part.package
            )
            self.file.part.relate_to(part, RT.FOOTNOTES)
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()


def office_draft(first_year=2026):
    """Return the bytes of the file and what should be read of it: (kind, level, number, text) in order.

    The program runs for five years from `first_year`.
    """
    typist = _Typist(first_year)
    _front(typist)
    _first_part(typist)
    _second_part(typist)
    _third_part(typist)
    _end(typist)
    return typist.saved(), typist.expected


def _front(typist):
    head = typist.file.add_table(1, 2)
    head.cell(0, 0).text, head.cell(0, 1).text = "TỈNH ỦY THANH HÓA\n*", "ĐẢNG CỘNG SẢN VIỆT NAM"
    typist.line("*DỰ THẢO CHƯƠNG TRÌNH", centre=True)
    years = f"{typist.first_year} - {typist.first_year + 4}"
    typist.line(f"*công tác đối ngoại giai đoạn {years}", centre=True)
    contents = typist.file.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    for text in ("Phần thứ nhất ĐÁNH GIÁ\t2", "I. BỐI CẢNH\t2"):
        typist.line(text, style=contents)
    typist.line("Phần thứ hai .............................. 15")


def _first_part(typist):
    typist.line("*PHẦN ", "*THỨ NHẤT", centre=True)
    typist.line("*ĐÁNH GIÁ TÌNH HÌNH", centre=True)
    typist.see("PHAN", "1", "ĐÁNH GIÁ TÌNH HÌNH")
    typist.line("*I.\tBỐI", "* CẢNH")
    typist.see("MUC", "I.", "BỐI CẢNH", 1)
    typist.fill("bối cảnh", 27)
    noted = typist.line("Kim ngạch tăng 12%")
    typist.note(noted, "Nguồn: Cục Thống kê")
    noted.add_run(" so với năm trước")
    typist.see("DOAN", "", "Kim ngạch tăng 12%[^1] so với năm trước")
    typist.line("Phần II của Chương trình trước nêu năm nhóm nhiệm vụ; kết quả như sau")
    typist.see("DOAN", "", "Phần II của Chương trình trước nêu năm nhóm nhiệm vụ; kết quả như sau")
    typist.line("Phần năm 2025 chưa quyết toán.")
    typist.see("DOAN", "", "Phần năm 2025 chưa quyết toán.")
    typist.line("*II.KẾT QUẢ ĐẠT ĐƯỢC")
    typist.see("MUC", "II.", "KẾT QUẢ ĐẠT ĐƯỢC", 1)
    decomposed = unicodedata.normalize("NFD", "1. Đối ngoại Đảng được tăng cường")
    typist.line("*" + decomposed)
    typist.see("MUC", "1.", "Đối ngoại Đảng được tăng cường", 2)
    typist.fill("kết quả", 18)
    typist.line("*1.1", "* Đoàn ra")
    typist.see("MUC", "1.1", "Đoàn ra", 3)
    typist.line("–\u00a0Cử 05 đoàn\u200b đi công\u00ad tác;")
    typist.see("DOAN", "-", "Cử 05 đoàn đi công tác;")
    typist.line("a)\tNội dung thứ nhất;")
    typist.see("DOAN", "a)", "Nội dung thứ nhất;")
    typist.line("1.2. Đoàn vào", style="Muc Dam")
    typist.see("MUC", "1.2.", "Đoàn vào", 3)
    typist.fill("kết quả", 16)
    typist.line(
        "*2. ", "*Ngoại giao kinh tế:", " Thu hút 12 dự án, tổng vốn 95 triệu USD; giải ngân đạt 78%."
    )
    typist.see(
        "DOAN", "2.", "Ngoại giao kinh tế: Thu hút 12 dự án, tổng vốn 95 triệu USD; giải ngân đạt 78%.", 1
    )
    typist.expected[-1] = ("DOAN", 2, *typist.expected[-1][2:])
    typist.depth = 1
    typist.line("3. Đối ngoại Nhân dân")
    typist.see("MUC", "3.", "Đối ngoại Nhân dân", 2)
    soft = typist.line("Dòng thứ nhất")
    soft.runs[0].add_break()
    soft.add_run("dòng thứ hai")
    typist.see("DOAN", "", "Dòng thứ nhất\ndòng thứ hai")
    _tables(typist)
    typist.fill("kết quả", 16)


def _tables(typist):
    table = typist.file.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).text = "Nhóm"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Kết quả"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Viện trợ"
    table.cell(1, 1).text, table.cell(1, 2).text = "2024", "2025"
    table.cell(2, 1).text, table.cell(2, 2).text = "8,1", "9,5"
    typist.see("BANG", "", "Nhóm|Kết quả:2|Viện trợ/2|2024|2025|8,1|9,5")
    typist.line("Đoạn sau bảng.")
    typist.see("DOAN", "", "Đoạn sau bảng.")


def _second_part(typist):
    typist.line("Phần thứ hai: QUAN ĐIỂM, MỤC TIÊU", style="Heading 1")
    typist.see("PHAN", "2", "QUAN ĐIỂM, MỤC TIÊU")
    typist.line("*Quan điểm", list_=(3, 0))
    typist.see("MUC", "I.", "Quan điểm", 1)
    typist.fill("quan điểm", 20)
    typist.line("*Mục tiêu", list_=(3, 0))
    typist.see("MUC", "II.", "Mục tiêu", 1)
    typist.line("*Mục tiêu chung", list_=(3, 1))
    typist.see("MUC", "1.", "Mục tiêu chung", 2)
    typist.line("Nâng cao hiệu quả đối ngoại;", list_=(3, 3))
    typist.see("DOAN", "a)", "Nâng cao hiệu quả đối ngoại;")
    typist.line("Mở rộng đối tác.", list_=(3, 3))
    typist.see("DOAN", "b)", "Mở rộng đối tác.")
    typist.line("*Mục tiêu cụ thể", list_=(3, 1))
    typist.see("MUC", "2.", "Mục tiêu cụ thể", 2)
    typist.line("*Đến năm 2028", list_=(3, 2))
    typist.see("MUC", "2.1.", "Đến năm 2028", 3)
    typist.line("Ký 10 thỏa thuận", list_=(3, 4))
    typist.see("DOAN", "+", "Ký 10 thỏa thuận")
    typist.fill("chỉ tiêu", 12)
    typist.line("III/ NHIỆM VỤ, GIẢI PHÁP")
    typist.see("MUC", "III.", "NHIỆM VỤ, GIẢI PHÁP", 1)
    changed = typist.line("Tỉnh ")
    typist.insert(changed, '<w:ins w:id="90" w:author="x"><w:r><w:t>tiếp tục</w:t></w:r></w:ins>')
    typist.insert(changed, '<w:del w:id="91" w:author="x"><w:r><w:delText>ngừng</w:delText></w:r></w:del>')
    changed.add_run(" triển khai")
    changed.add_run("bí mật").font.hidden = True
    typist.see("DOAN", "", "Tỉnh tiếp tục triển khai")
    for number, pillar in enumerate(("Đối ngoại Đảng", "Ngoại giao Nhà nước", "Đối ngoại Nhân dân"), start=1):
        typist.line(f"*{number}. {pillar}")
        typist.see("MUC", f"{number}.", pillar, 2)
        typist.fill("giải pháp", 10)
    capital = typist.line("IV. Nguồn lực thực hiện.")
    capital.runs[0].font.all_caps = True
    typist.see("MUC", "IV.", "Nguồn lực thực hiện.", 1)
    typist.fill("nguồn lực", 14)


def _third_part(typist):
    broken = typist.line("*PHẦN III", centre=True)
    broken.runs[0].add_break()
    broken.add_run("TỔ CHỨC THỰC HIỆN").bold = True
    typist.see("PHAN", "3", "TỔ CHỨC THỰC HIỆN")
    typist.line("*Phân công", list_=(4, 0))
    typist.see("MUC", "I.", "Phân công", 1)
    for number, agency in enumerate(("Sở Ngoại vụ", *AGENCIES), start=1):
        typist.line(f"Giao {agency}", style="MucTuDong")
        typist.see("MUC", f"{number}.", f"Giao {agency}", 2)
        typist.fill("nhiệm vụ", 4, but=agency)
    control = typist.line("Nằm trong khung điều khiển")._p
    holder = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    control.addprevious(holder)
    holder.find(qn("w:sdtContent")).append(deepcopy(control))
    control.getparent().remove(control)
    typist.see("DOAN", "", "Nằm trong khung điều khiển")
    for line in _SLIPS:
        typist.line(line.format(year=typist.first_year + 1))
        typist.see("DOAN", "", line.format(year=typist.first_year + 1))
    _appendix(typist)


def _appendix(typist):
    typist.line("*Danh mục nhiệm vụ trọng tâm", list_=(4, 0))
    typist.see("MUC", "II.", "Danh mục nhiệm vụ trọng tâm", 1)
    head = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm")
    rows = [head, *task_rows(12, first_year=typist.first_year)]
    table = typist.file.add_table(len(rows), len(head), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    typist.see("BANG", "", "|".join(text for row in rows for text in row))


def _end(typist):
    table = typist.file.add_table(1, 2)
    table.cell(0, 0).text = "Nơi nhận:\n- Thường trực Tỉnh ủy;\n- Lưu VT."
    table.cell(0, 1).text = "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ"
    typist.line("*Phụ lục", centre=True)
    typist.line("I. Danh mục")
