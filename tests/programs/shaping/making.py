"""A small draft to be cut, joined and moved, and how its tests name its parts."""

from django.urls import reverse

from programs.wording.outline import Kind, Node


def cell(text, columns=1, rows=1):
    return {"text": text, "columns": columns, "rows": rows}


def tree():
    return [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ"),
        Node(Kind.HEADING, 1, "I.", "BỐI CẢNH"),
        Node(Kind.PARAGRAPH, 2, "", "Một hai[^1]. Ba bốn[^2].", footnotes=["Nguồn một", "Nguồn hai"]),
        Node(Kind.PARAGRAPH, 2, "a)", "Năm sáu[^1].", footnotes=["Nguồn ba"]),
        Node(Kind.HEADING, 1, "II.", "KẾT QUẢ"),
        Node(Kind.PARAGRAPH, 2, "", "Bảy tám."),
        Node(Kind.TABLE, 2, table=[[cell("TT"), cell("Chỉ tiêu")], [cell("1"), cell("Đoàn ra")]]),
        Node(Kind.PART, 0, "2", "MỤC TIÊU"),
        Node(Kind.PARAGRAPH, 1, "", "Chín mười."),
        Node(Kind.PARAGRAPH, 1, "", "Mười một."),
    ]


def at(draft, text):
    found = draft.sections.get(text__startswith=text)
    found.draft = draft
    return found


def url(name, draft, *more):
    return reverse(f"programs:{name}", args=[*draft.address, *more])


def order(draft):
    return [
        f"{row.level} {row.chapter == row.key} {row.text[:9]}"
        for row in draft.sections.in_order()
        if row.kind in ("DOAN", "MUC")
    ]


def texts(draft):
    return [row.text[:7] for row in draft.sections.in_order() if row.text]
