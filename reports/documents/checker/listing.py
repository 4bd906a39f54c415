"""The rules that the checker measures, as a clerk reads them: what is asked, what the file has, how it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Urgency
from reports.documents.checker.anatomy import Piece, pieces, steps_of
from reports.documents.checker.body_rules import SINGLE
from reports.documents.checker.end_rules import names_of, posts_of
from reports.documents.checker.findings import Finding
from reports.documents.checker.marks import (
    CIRCULATION,
    CONTACT,
    COPIES,
    GROUP,
    SIGNED,
    content,
    joined,
    left_edge,
)
from reports.documents.checker.reading import MM, Line, Paper
from reports.documents.checker.special_rules import FIELDS
from reports.documents.checker.words import excerpt, millimetres, points

# What a rule says of the file; None where the paper has no such element.
type Value = Callable[[Paper, Piece], str | None]

PAGE, PARTS, BODY, WHOLE = (
    "Trang giấy, phông chữ",
    "Thành phần thể thức",
    "Lời văn, đề mục",
    "Bố cục, phụ lục",
)
_SHEET = {"kho-giay", "chieu-giay", "khong-co-chu"}


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, what is asked, the codes of its findings, how its value is read."""

    group: str
    label: str
    asked: str
    codes: frozenset[str]
    value: Value


@dataclass(frozen=True)
class Measured:
    """One rule on one file. `value` is "" where only the outcome is known; `state` is DAT, SAI, KHONG_CO
    (no such element in this paper) or CHUA_DO (the sheet itself is wrong, so nothing else was measured)."""

    group: str
    label: str
    asked: str
    value: str
    state: str
    findings: list[str]


def measured_rules(paper: Paper, findings: Sequence[Finding]) -> list[Measured]:
    """Return every rule with its outcome on a file, in the order of the decree's annex."""
    stopped = any(finding.code in _SHEET for finding in findings)
    main = None if stopped else pieces(paper)[0]
    found = []
    for rule in RULES:
        wrong = [str(finding) for finding in findings if finding.code in rule.codes]
        value, state = "", "SAI" if wrong else "CHUA_DO"
        if main is not None:
            read = rule.value(paper, main)
            value, state = read or "", "SAI" if wrong else "KHONG_CO" if read is None else "DAT"
        elif rule.codes & _SHEET and not wrong:
            state = "DAT"
        found.append(Measured(rule.group, rule.label, rule.asked, value, state, wrong))
    return found


def _known(paper: Paper, main: Piece) -> str:
    return ""


def _sheet(paper: Paper, main: Piece) -> str:
    sides = sorted((main.first.width, main.first.height))
    return f"{sides[0]:.0f} × {sides[1]:.0f} mm, {len(paper.pages)} trang"


def _direction(paper: Paper, main: Piece) -> str:
    wide = sum(page.is_landscape for page in paper.pages)
    return f"{len(paper.pages) - wide} trang dọc" + (f", {wide} trang ngang" if wide else "")


def _margins(paper: Paper, main: Piece) -> str:
    pages = [page for page in paper.pages if content(page) and not page.is_landscape]
    lines = [line for page in pages for line in content(page)]
    if not lines:
        return ""
    sides = {
        "trái": left_edge(lines),
        "phải": min(page.width - line.right for page in pages for line in content(page)),
        "trên": min(line.top for line in lines),
        "dưới": min(page.height - line.bottom for page in pages for line in content(page)),
    }
    return (
        ", ".join(f"{side} {millimetres(size)}" for side, size in sides.items())
        + " mm (chỗ hẹp nhất, sai số đo 0,6)"
    )


def _fonts(paper: Paper, main: Piece) -> str:
    names = {re.sub(r"^[A-Z]{6}\+", "", font.name).partition("-")[0] for font in paper.fonts}
    return ", ".join(sorted(names))


def _body_size(paper: Paper, main: Piece) -> str:
    sizes = Counter(
        round(letter.size, 1) for page in main.pages for line in content(page) for letter in line.inked
    )
    return f"cỡ {points(sizes.most_common(1)[0][0])}" if sizes else ""


def _head_sizes(paper: Paper, main: Piece) -> str:
    parts = {"Quốc hiệu": main.nation, "Tiêu ngữ": main.motto, "số": main.number, "ngày": main.date}
    return ", ".join(f"{name} {points(round(line.size, 1))}" for name, line in parts.items() if line)


def _indent(paper: Paper, main: Piece) -> str:
    left = main.column[0]
    indents = Counter(round(one.first.left - left, 1) for one in main.flow.paragraphs)
    return f"{millimetres(indents.most_common(1)[0][0])} mm" if indents else ""


def _line_spacing(paper: Paper, main: Piece) -> str:
    steps = Counter(
        round(step / (one.first.size * MM * SINGLE), 1)
        for one in main.flow.paragraphs
        for step in steps_of(one)
    )
    return f"{millimetres(steps.most_common(1)[0][0])} dòng" if steps else ""


def _words(lines: Sequence[Line]) -> str | None:
    return excerpt(" ".join(joined(line.text) for line in lines)) if lines else None


def _line(name: str) -> Value:
    def read(paper: Paper, main: Piece) -> str | None:
        found = getattr(main, name)
        return joined(found.text) if found else None

    return read


def _title(paper: Paper, main: Piece) -> str | None:
    return _words([*main.title, *main.abstract])


def _count(name: str, unit: str) -> Value:
    def read(paper: Paper, main: Piece) -> str | None:
        found = getattr(main, name)
        return f"{len(found)} {unit}" if found else None

    return read


def _signer(paper: Paper, main: Piece) -> str | None:
    return _words(posts_of(main.end)) if main.end else None


def _name(paper: Paper, main: Piece) -> str | None:
    return _words(names_of(main.end)) if main.end else None


def _special(paper: Paper, main: Piece) -> str | None:
    return next((joined(line.text) for line in main.title if joined(line.text) in FIELDS), None)


def _copies(paper: Paper, main: Piece) -> str | None:
    return f"{len(main.end.copies)} dòng" if main.end and main.end.copies else None


def _where(is_mark: Callable[[str], object]) -> Value:
    def read(paper: Paper, main: Piece) -> str | None:
        found = (line.text.strip() for page in main.pages for line in page.lines)
        return next((excerpt(text) for text in found if is_mark(text)), None)

    return read


def _rule(group: str, label: str, asked: str, codes: str, value: Value = _known) -> Rule:
    return Rule(group, label, asked, frozenset(codes.split()), value)


RULES: tuple[Rule, ...] = (
    _rule(PAGE, "Tệp có chữ", "chữ đọc được, không phải ảnh quét", "khong-co-chu"),
    _rule(PAGE, "Khổ giấy", "A4 (210 × 297 mm)", "kho-giay", _sheet),
    _rule(PAGE, "Hướng giấy", "dọc; ngang chỉ ở bảng của phụ lục", "chieu-giay", _direction),
    _rule(PAGE, "Lề trang", "trên, dưới 20-25; trái 30-35; phải 15-20 mm", "le-trang", _margins),
    _rule(PAGE, "Phông chữ", "Times New Roman hoặc phông cùng khổ chữ", "phong-chu nhung-phong", _fonts),
    _rule(PAGE, "Bộ mã", "Unicode dựng sẵn, mọi chữ hiện và chép ra được", "ky-tu unicode"),
    _rule(PAGE, "Màu chữ", "đen, trừ dấu chỉ mức độ khẩn", "mau-chu"),
    _rule(PAGE, "Số trang", "giữa lề trên, cỡ 13-14, trang đầu không ghi; phụ lục đánh lại từ 1", "so-trang"),
    _rule(PARTS, "Quốc hiệu, Tiêu ngữ", "góc trên phải, đậm, kẻ dưới dài bằng Tiêu ngữ",
          "quoc-hieu vi-tri-quoc-hieu gach-tieu-ngu"),
    _rule(PARTS, "Cỡ chữ đầu trang", "Quốc hiệu 12-13, Tiêu ngữ 13-14, số 13, ngày 13-14",
          "co-chu-dau-trang", _head_sizes),
    _rule(PARTS, "Tên cơ quan", "góc trên trái, in hoa, cơ quan ban hành đậm, kẻ dưới 1/3-1/2",
          "co-quan gach-co-quan co-quan-chu-quan", lambda paper, main: _words(main.issuer)),
    _rule(PARTS, "Số, ký hiệu", "“Số: …/BC-…”, chữ đứng, giữa dưới tên cơ quan", "so-ky-hieu ky-hieu-loai",
          _line("number")),
    _rule(PARTS, "Địa danh, ngày tháng năm", "chữ nghiêng, ngang số; ngày dưới 10, tháng 1, 2 thêm số 0",
          "dia-danh-ngay ngay-thang dia-danh", _line("date")),
    _rule(PARTS, "Tên loại, trích yếu", "giữa, đậm, cỡ 13-14, kẻ dưới 1/3-1/2",
          "ten-loai trich-yeu gach-trich-yeu", _title),
    _rule(PARTS, "Trích yếu công văn", "“V/v …” cỡ 12-13, giữa dưới số", "trich-yeu-cong-van",
          lambda paper, main: _words(main.about)),
    _rule(PARTS, "Kỳ số liệu", "“(số liệu từ ngày …)” ngay dưới trích yếu, ở giữa, chữ nghiêng", "ky-so-lieu",
          lambda paper, main: _words(main.covers)),
    _rule(PARTS, "Căn cứ", "mỗi căn cứ một dòng, nghiêng, hết dòng “;”, cuối “.”", "can-cu",
          _count("bases", "căn cứ")),
    _rule(PARTS, "Kính gửi", "chữ đứng, cỡ 13-14, mỗi nơi một dòng", "kinh-gui",
          _count("addressees", "dòng")),
    _rule(PARTS, "Quyền hạn, chức vụ", "bên phải, in hoa, đậm, cỡ 13-14; TM., KT., TL. đúng chỗ",
          "chuc-vu-ky quyen-han", _signer),
    _rule(PARTS, "Họ tên người ký", "đậm, cỡ 13-14, không ghi học hàm, học vị", "ten-nguoi-ky", _name),
    _rule(PARTS, "Nơi nhận", "“Nơi nhận:” cỡ 12 nghiêng đậm; danh sách cỡ 11; cuối là Lưu",
          "noi-nhan co-chu-noi-nhan", _copies),
    _rule(PARTS, "Dấu chỉ mức độ khẩn", "khung đơn màu đỏ, đúng kích thước", "dau-khan",
          _where(lambda text: text in set(Urgency))),
    _rule(PARTS, "Chỉ dẫn phạm vi lưu hành", "in hoa, đậm, khung đơn", "luu-hanh",
          _where(lambda text: text in CIRCULATION)),
    _rule(PARTS, "Ký hiệu người soạn thảo", "in hoa, cỡ 11", "ky-hieu-nguoi-soan", _where(COPIES.match)),
    _rule(PARTS, "Địa chỉ, điện thoại", "cuối trang đầu, cỡ 11-12, dưới đường kẻ", "dia-chi",
          _where(CONTACT.match)),
    _rule(PARTS, "Thông tin chữ ký số", "góc trên phải trang đầu, cỡ 10", "ky-so", _where(SIGNED.match)),
    _rule(BODY, "Cỡ chữ lời văn", "13-14; không chữ nào ngoài 11-14", "co-chu", _body_size),
    _rule(BODY, "Kiểu chữ lời văn", "chữ đứng", "kieu-chu"),
    _rule(BODY, "Lùi dòng đầu", "10 mm hoặc 12,7 mm", "thut-dong", _indent),
    _rule(BODY, "Dàn lề", "đều cả hai lề", "can-deu"),
    _rule(BODY, "Cách dòng", "từ 1 đến 1,5 dòng", "gian-dong", _line_spacing),
    _rule(BODY, "Cách đoạn", "ít nhất 6 pt", "cach-doan"),
    _rule(BODY, "Phần, chương, mục", "giữa dòng, đậm; phần, chương số La Mã", "phan-chuong",
          _where(GROUP.match)),
    _rule(BODY, "Đề mục", "“I.” in hoa đậm, “1.”, “a)” chữ đứng, cỡ 13-14", "de-muc"),
    _rule(BODY, "Thứ tự đề mục", "nối tiếp, chữ cái điểm theo bảng chữ Việt", "thu-tu chu-cai-diem"),
    _rule(WHOLE, "Hết nội dung", "dấu “./.”", "ket-thuc"),
    _rule(WHOLE, "Biên bản, giấy mời", "đủ các mục của Mẫu 1.9, Mẫu 1.7", "bien-ban giay-moi", _special),
    _rule(WHOLE, "Văn bản kèm theo", "“(Kèm theo …)” ở giữa, chữ nghiêng", "kem-theo",
          lambda paper, main: _words(main.attached)),
    _rule(WHOLE, "Phụ lục", "“Phụ lục I” cỡ 14, đậm, giữa; tên in hoa, đậm", "phu-luc",
          _count("appendices", "phụ lục")),
    _rule(WHOLE, "Chữ ký", "không đứng riêng một trang", "chu-ky-rieng-trang"),
    _rule(WHOLE, "Ngắt trang", "đề mục, tên bảng, đầu bảng không đứng cuối trang", "de-muc-cuoi-trang"),
    _rule(WHOLE, "Bảng sang trang", "mỗi trang đầu, trang cuối của bảng có ít nhất hai hàng", "hang-bang-le"),
)  # fmt: skip
