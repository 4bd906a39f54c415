"""A small draft in three parts, its addresses, and it as a Word file."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.wording.outline import Kind, Node
from reports.documents.word_draft import draft_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE = [[{"text": "TT", "columns": 1, "rows": 1}, {"text": "Chỉ tiêu", "columns": 1, "rows": 1}]]


def small_tree():
    """Return three parts with headings, a table and a footnote."""
    return [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ CHUNG"),
        Node(Kind.HEADING, 1, "I.", "BỐI CẢNH"),
        Node(Kind.PARAGRAPH, 2, "", "Tình hình thế giới phức tạp[^1].", footnotes=["Theo báo cáo"]),
        Node(Kind.HEADING, 1, "II.", "KẾT QUẢ"),
        Node(Kind.PARAGRAPH, 2, "1.", "Đã ký năm thỏa thuận."),
        Node(Kind.TABLE, 2, table=TABLE),
        Node(Kind.PART, 0, "2", "MỤC TIÊU"),
        Node(Kind.HEADING, 1, "I.", "QUAN ĐIỂM"),
        Node(Kind.PARAGRAPH, 2, "", "Giữ vững hòa bình."),
        Node(Kind.PART, 0, "3", "TỔ CHỨC THỰC HIỆN"),
        Node(Kind.PARAGRAPH, 1, "", "Các sở, ngành thực hiện."),
    ]


def url(name, draft, *more):
    """Return the address of a page of the draft."""
    return reverse(f"programs:{name}", args=[draft.program.slug, draft.number, *more])


def paragraph(draft, text="Đã ký"):
    """Return the stored paragraph that begins so."""
    return draft.sections.get(text__startswith=text)


def word_file(nodes, name="du-thao.docx"):
    """Return an upload of a draft as the portal writes it."""
    return SimpleUploadedFile(name, draft_docx(nodes, title_lines=("CHƯƠNG TRÌNH",)), content_type=DOCX)


def as_rows(nodes):
    """Return what must survive a way through Word."""
    return [
        (one.key, str(one.kind), one.level, one.number, one.text, one.table, list(one.footnotes))
        for one in nodes
    ]
