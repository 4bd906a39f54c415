"""Small workbooks made by hand, so that a test can bend exactly one thing."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

TASK_HEADER = ("Mã nhiệm vụ", "Tên nhiệm vụ", "Cơ quan chủ trì", "Hạn hoàn thành")
AID_HEADER = (
    "Mã dự án",
    "Tên dự án",
    "Nhà tài trợ",
    "Cơ quan chủ quản",
    "Giá trị viện trợ",
    "Loại tiền",
    "Ngày phê duyệt",
)


def text_row(number, values):
    """A row of inline strings; None leaves the cell out."""
    cells = "".join(
        f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        for i, value in enumerate(values)
        if value is not None
    )
    return f'<row r="{number}">{cells}</row>'


def sheet_xml(rows, after=""):
    """A worksheet part around the rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def book(sheets, *, extra=None, formats=(), relations=()):
    """A workbook of (name, state, xml) sheets, with extra parts by name."""
    types = [f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>']
    links, tabs, parts = list(relations), [], {}
    for number, (name, state, xml) in enumerate(sheets, start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        parts[part] = xml
        types.append(f'<Override PartName="/{part}" ContentType="{KIND}.worksheet+xml"/>')
        links.append(
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        tabs.append(f'<sheet name="{escape(name)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>')
    if formats:
        types.append(f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>')
        codes = "".join(
            f"<numFmt numFmtId='{170 + i}' formatCode={quoteattr(f)}/>" for i, f in enumerate(formats)
        )
        xfs = "".join(f'<xf numFmtId="{170 + i}"/>' for i in range(len(formats)))
        parts["xl/styles.xml"] = (
            f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
            f'<cellXfs><xf numFmtId="0"/>{xfs}</cellXfs></styleSheet>'
        )
    parts |= {
        "[Content_Types].xml": f"<Types>{''.join(types)}</Types>",
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(tabs)}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{"".join(links)}</Relationships>',
    }
    parts |= extra or {}
    return pack(parts)


def pack(parts):
    """A zip file of the parts, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def task_book(*rows, after="", extra_header=(), **options):
    """A workbook with one table of tasks; rows are tuples of texts or ready XML."""
    lines = [text_row(1, TASK_HEADER + tuple(extra_header))]
    for number, row in enumerate(rows, start=2):
        lines.append(row if isinstance(row, str) else text_row(number, row))
    return book([("Nhiệm vụ", "visible", sheet_xml(lines, after))], **options)
