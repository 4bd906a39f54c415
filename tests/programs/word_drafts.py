"""Drafts for the tests: trees that use everything a draft can hold, and how they are compared."""

import json
import os
import random
import subprocess
from dataclasses import asdict
from pathlib import Path

from programs.wording.outline import Kind, Node, outline_of, with_keys
from programs.wording.word_reading import Line, read_word
from reports.documents.html import STATIC
from reports.documents.word_draft import draft_docx

TITLE = ("CHƯƠNG TRÌNH", "Công tác đối ngoại tỉnh Thanh Hóa", "giai đoạn 2026 - 2030")
LONG = (
    "Công tác đối ngoại được triển khai đồng bộ trên cả ba trụ cột; nhiều thỏa thuận hợp tác đã đi vào "
    "thực chất, góp phần giữ vững "
    "môi trường hòa bình, ổn định và huy động nguồn lực bên ngoài cho phát triển."
)


def cell(text, columns=1, rows=1):
    """Return a cell of a table as the tree keeps it."""
    return {"text": text, "columns": columns, "rows": rows}


def full_draft():
    """Return a tree with every kind of node, number, table and footnote."""
    plain = [[cell("TT"), cell("Chỉ tiêu"), cell("2030")], [cell("1"), cell("Đoàn ra\nđoàn vào"), cell("")]]
    spans = [
        [cell("TT", rows=2), cell("Chỉ tiêu", rows=2), cell("Kết quả", columns=2)],
        [cell("2025"), cell("2030")],
        [cell("1", rows=2), cell("Viện trợ <USD> & khác", columns=2, rows=2), cell("9,5")],
        [cell("12,0")],
        [cell("Cộng", columns=3), cell("21,5")],
    ]
    rows = (
        (Kind.PART, 0, "1", "ĐÁNH GIÁ TÌNH HÌNH[^1]", ["Số liệu đến 31/12/2025"]),
        (Kind.HEADING, 1, "I.", "BỐI CẢNH", []),
        (Kind.PARAGRAPH, 2, "", f"{LONG}[^1] Xem thêm[^2].", ["Nguồn: <Báo> & “Đài”", "Trang 5\nvà trang 9"]),
        (Kind.PARAGRAPH, 2, "", "Dòng đầu\ndòng sau ngắt mềm", []),
        (Kind.PARAGRAPH, 2, "", "VIẾT HOA TOÀN ĐOẠN", []),
        (Kind.PARAGRAPH, 2, "", "Phần II của chương trình nêu mục tiêu", []),
        (Kind.HEADING, 1, "II", "KẾT QUẢ", []),
        (Kind.HEADING, 2, "1.", "Đối ngoại Đảng[^1]", ["Gồm cả cấp xã"]),
        (Kind.PARAGRAPH, 3, "a)", "Đoàn ra;", []),
        (Kind.PARAGRAPH, 3, "đ)", "Đoàn vào;", []),
        (Kind.PARAGRAPH, 3, "-", "Ký 05 thỏa thuận", []),
        (Kind.PARAGRAPH, 3, "+", "Trong đó 02 với Hủa Phăn", []),
        (Kind.HEADING, 3, "1.1.", "Kênh Đảng", []),
        (Kind.PARAGRAPH, 4, "", LONG, []),
        (Kind.HEADING, 4, "1.1.1.", "Mục nhỏ", []),
        (Kind.TABLE, 5, "", plain, []),
        (Kind.TABLE, 5, "", spans, []),
        (Kind.PARAGRAPH, 2, "2.", "Trong giai đoạn này, tỉnh đã làm nhiều việc", []),
        (Kind.PARAGRAPH, 2, "3)", "Ngoại giao kinh tế", []),
        (Kind.HEADING, 1, "", "Đánh giá chung", []),
        (Kind.PARAGRAPH, 2, "(1)", "Ưu điểm là chủ động", []),
        (Kind.PART, 0, "2", "MỤC TIÊU", []),
        (Kind.TABLE, 1, "", plain, []),
        (Kind.PART, 0, "3", "", []),
        (Kind.HEADING, 1, "1.", "Giao Sở Ngoại vụ", []),
        (Kind.HEADING, 1, "2.", "Giao Sở Tài chính", []),
        (Kind.HEADING, 2, "2.1", "Bố trí kinh phí", []),
        (Kind.HEADING, 1, "3.", "Giao các xã", []),
        (Kind.PARAGRAPH, 2, "", "Câu cuối.", []),
    )
    nodes = []
    for number, (kind, level, label, content, notes) in enumerate(rows):
        is_table = kind == Kind.TABLE
        nodes.append(
            Node(
                kind,
                level,
                label,
                "" if is_table else content,
                f"khoa{number:06}",
                list(notes),
                content if is_table else None,
            )
        )
    return nodes


def random_draft(seed, size=150):
    """Return a tree that `outline_of` made out of random lines: what the portal could have stored."""
    chance = random.Random(seed)
    words = [*LONG.split(), "[^1]", "PHẦN", "I.", "1.", "a)", "-", "<b>", "&", "T/M", "2026"]
    lines = [Line("Phần thứ nhất\nĐẦU", is_bold=True)]
    part = 1
    for _ in range(size):
        style = chance.random()
        text = (
            " ".join(word for word in chance.choices(words, k=chance.randint(2, 25)) if word != "[^1]")
            or "chữ"
        )
        if style < 0.03 and part < 12:
            part += 1
            lines.append(Line(f"Phần {part}" if chance.random() < 0.5 else f"PHẦN {part}\nTÊN", is_bold=True))
        elif style < 0.3:
            number = chance.choice(["I.", "II.", "1.", "2.", "1.1.", "1.1.1.", "a)", "A."])
            lines.append(Line(f"{number} {text}", is_bold=chance.random() < 0.7))
        elif style < 0.4:
            lines.append(Line(text, outline_level=chance.randint(1, 4)))
        elif style < 0.5:
            notes = ["Một", "Hai\nba"][: chance.randint(1, 2)]
            marks = "".join(f"[^{index}]" for index in range(1, len(notes) + 1))
            lines.append(Line(f"{text}{marks} tiếp", number=chance.choice(["", "b)", "7."]), footnotes=notes))
        else:
            lines.append(Line(chance.choice(["", "- ", "+ ", "c) ", "4. "]) + text))
    keys = (f"k{number:05}" for number in range(size * 2))
    return list(with_keys(outline_of(lines).nodes, lambda: next(keys)))


def as_json(nodes):
    """Return the nodes as JSON, one a line, for comparing."""
    return [json.dumps(asdict(node), ensure_ascii=False, sort_keys=True) for node in nodes]


def written(nodes):
    """Return the Word file of a draft."""
    return draft_docx(nodes, title_lines=TITLE)


def read_back(data):
    """Return the nodes that a Word file gives."""
    return outline_of(read_word(data).lines).nodes


def _fonts(folder: Path):
    """Return fontconfig settings with the bundled face alone, which stands in for Times New Roman."""
    settings = folder / "fonts.conf"
    settings.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{STATIC / "fonts"}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir>"
        '<alias binding="same"><family>Times New Roman</family>'
        "<accept><family>Liberation Serif</family></accept></alias></fontconfig>",
        encoding="utf-8",
    )
    return str(settings)


def saved_by_office(data, folder: Path, *, to="docx"):
    """Return the bytes of a file after LibreOffice opened it and saved it."""
    before = folder / "goc.docx"
    before.write_bytes(data)
    after = folder / "ra"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", to, "--outdir", str(after), str(before)]
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"FONTCONFIG_FILE": _fonts(folder)}
    )
    return (after / f"goc.{to}").read_bytes()
