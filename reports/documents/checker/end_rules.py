"""The rules of a paper's end and of its stamps: elements 7 to 14 and the capacities of who signs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reports.documents.blocks import Urgency
from reports.documents.checker.anatomy import End, Piece
from reports.documents.checker.findings import Finding
from reports.documents.checker.marks import CIRCULATION, CONTACT, COPIES, SIGNED, joined
from reports.documents.checker.reading import Line
from reports.documents.checker.words import excerpt, is_size, millimetres, points

SIGN_MM = 9.0
FRAMES_MM = {Urgency.FLASH: 30, Urgency.VERY_URGENT: 40, Urgency.URGENT: 20}
_TITLES = re.compile(
    r"^(GS|PGS|TS|ThS|CN|KS|BS|CKI+|NGND|NGƯT|Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ)[\s.,]", re.IGNORECASE
)
_CAPACITY = re.compile(r"^(TM|KT|TL|TUQ|Q)\.\s*(.*)$")
_PARTY = re.compile(r"^(T/M|K/T|T/L|TM|KT|TL|TUQ)\s")


def posts_of(end: End) -> list[Line]:
    """Return the lines above the room for the signature."""
    for at, (above, below) in enumerate(pairwise(end.signer), start=1):
        if below.top - above.bottom > SIGN_MM:
            return list(end.signer[:at])
    return [line for line in end.signer if line.is_upper] or list(end.signer)


def names_of(end: End) -> list[Line]:
    return list(end.signer[len(posts_of(end)) :])


def signer(piece: Piece) -> Iterator[Finding]:
    """Elements 7a and 7b: posts in bold capitals in the right half, the name in bold, centred, bare."""
    end = piece.end
    if end is None:
        if piece.number is not None:
            yield Finding("chuc-vu-ky", piece.pages[-1].number, "thiếu quyền hạn, chức vụ người ký bên phải.")
        return
    posts, names, at = posts_of(end), names_of(end), end.page.number
    wrong = next((line for line in posts if not (line.is_upper and line.is_bold and line.is_upright)), None)
    if wrong:
        yield Finding("chuc-vu-ky", at, f"“{excerpt(wrong.text)}”: chức vụ người ký phải in hoa, đứng, đậm.")
    elif any(not is_size(line.size, 13, 14) for line in posts):
        yield Finding("chuc-vu-ky", at, f"chức vụ người ký cỡ {points(posts[0].size)}; phải cỡ 13-14.")
    if not names:
        found = re.match(r"^Số:\s*\d", joined(piece.number.text)) if piece.number else None
        if found:
            yield Finding("ten-nguoi-ky", at, "văn bản đã có số mà thiếu họ tên người ký.")
        return
    name = names[-1]
    if _TITLES.match(joined(name.text)):
        yield Finding("ten-nguoi-ky", at, f"“{excerpt(name.text)}”: trước họ tên không ghi học hàm, học vị.")
    elif name.is_upper or not name.is_bold or not name.is_upright or not is_size(name.size, 13, 14):
        yield Finding(
            "ten-nguoi-ky", at, f"“{excerpt(name.text)}”: họ tên phải là chữ thường, đứng, đậm, cỡ 13-14."
        )
    elif abs(name.middle - posts[-1].middle) > 1.5:
        yield Finding("ten-nguoi-ky", at, f"“{excerpt(name.text)}”: họ tên phải canh giữa dưới chức vụ.")


def capacity(piece: Piece) -> Iterator[Finding]:
    """TM., KT., TL., TUQ., Q. stand where each belongs, and the post below them fits."""
    if piece.end is None:
        return
    lines, at = [joined(line.text) for line in posts_of(piece.end)], piece.end.page.number
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else ""
        found = _CAPACITY.match(line)
        if _PARTY.match(line):
            yield Finding("quyen-han", at, f"“{excerpt(line)}”: văn bản hành chính ghi “TM.”, “KT.”, “TL.”.")
        elif found and not found[2]:
            yield Finding("quyen-han", at, f"sau “{line}” phải ghi tên cơ quan hoặc chức vụ.")
        elif found and found[1] == "KT" and not after.upper().startswith("PHÓ "):
            yield Finding("quyen-han", at, f"dưới “{excerpt(line)}” phải là chức vụ của cấp phó.")
        elif found and found[1] in {"TM", "TL", "TUQ"} and not after:
            yield Finding("quyen-han", at, f"dưới “{excerpt(line)}” phải ghi chức vụ người ký.")
        elif not found and line.startswith("PHÓ ") and not index:
            yield Finding("quyen-han", at, f"“{excerpt(line)}”: cấp phó ký phải ghi “KT.” cấp trưởng.")
    issuer = " ".join(joined(line.text) for line in piece.issuer if line.is_bold)
    is_delegated = lines and lines[0].startswith(("TM.", "TL.", "TUQ."))
    is_of_two = bool(piece.end.second)
    if issuer.startswith("ỦY BAN NHÂN DÂN") and not (is_of_two or is_delegated) and piece.number is not None:
        yield Finding("quyen-han", at, "Ủy ban nhân dân làm việc tập thể: phải ghi “TM. ỦY BAN NHÂN DÂN”.")


def copies(piece: Piece) -> Iterator[Finding]:
    """Element 9b: "Nơi nhận:" 12 pt italic bold level with 7a; a list of 11 pt, the archive at its end."""
    end = piece.end
    if end is None or not end.copies:
        return
    head, *rows = end.copies
    at = end.page.number
    if not (head.is_bold and head.is_italic):
        yield Finding("noi-nhan", at, "“Nơi nhận:” phải là chữ nghiêng, đậm.")
    elif not joined(head.text).startswith("Nơi nhận:"):
        yield Finding("noi-nhan", at, "sau “Nơi nhận” phải có dấu hai chấm.")
    if head.left - piece.column[0] > 2:
        yield Finding("noi-nhan", at, "“Nơi nhận:” phải sát lề trái.")
    elif not end.second and abs(head.top - end.signer[0].top) > 3:
        yield Finding("noi-nhan", at, "“Nơi nhận:” phải ngang với chức vụ người ký.")
    odd = next(
        (row for row in rows if row.is_bold or not row.is_upright or not is_size(row.size, 11, 11)), None
    )
    if odd:
        yield Finding("noi-nhan", at, f"“{excerpt(odd.text)}”: danh sách nơi nhận là chữ đứng, cỡ 11.")
    yield from _list(piece, rows, at)


def _list(piece: Piece, rows: list[Line], at: int) -> Iterator[Finding]:
    items: list[str] = []
    for row in rows:
        if row.text.startswith("-") or not items:
            items.append(joined(row.text))
        else:
            items[-1] += f" {joined(row.text)}"
    for index, item in enumerate(items, start=1):
        sign = "." if index == len(items) else ";"
        if not item.startswith("- ") or not item.endswith(sign):
            yield Finding(
                "noi-nhan", at, f"“{excerpt(item)}”: dòng này bắt đầu bằng “- ”, kết thúc bằng “{sign}”."
            )
            return
    if not items or not items[-1].startswith("- Lưu:"):
        yield Finding("noi-nhan", at, "dòng cuối của nơi nhận phải là “- Lưu: VT, …”.")
    elif piece.addressees and not items[0].startswith("- Như trên"):
        yield Finding("noi-nhan", at, "văn bản có “Kính gửi” thì dòng đầu của nơi nhận là “- Như trên;”.")


def urgency(piece: Piece) -> Iterator[Finding]:
    """Element 10b: bright red bold capitals of 13-14 pt in a single frame of the prescribed size."""
    page = piece.first
    for line in page.lines:
        width = FRAMES_MM.get(Urgency(line.text.strip())) if line.text.strip() in set(Urgency) else None
        if width is None:
            continue
        around = [one for one in page.frames if one.left < line.left and one.right > line.right
                  and one.top < line.bottom and one.bottom > line.top]  # fmt: skip
        if not line.is_bold or not is_size(line.size, 13, 14) or not all(one.is_red for one in line.inked):
            yield Finding("dau-khan", page.number, f"“{line.text}” phải in đậm, cỡ 13-14, màu đỏ tươi.")
        elif not around or not around[0].is_red:
            yield Finding("dau-khan", page.number, f"“{line.text}” phải có khung đơn màu đỏ.")
        elif abs(around[0].size[0] - width) > 1 or abs(around[0].size[1] - 8) > 1:
            shown = " × ".join(millimetres(side) for side in around[0].size)
            yield Finding("dau-khan", page.number, f"khung “{line.text}” {shown} mm; phải là {width} × 8 mm.")


def circulation(piece: Piece) -> Iterator[Finding]:
    """Element 11: who may read it, bold capitals of 13-14 pt in a single frame."""
    page = piece.first
    for line in page.lines:
        if joined(line.text).upper() not in CIRCULATION:
            continue
        is_framed = any(one.left < line.left and one.right > line.right and one.top < line.bottom
                        and one.bottom > line.top for one in page.frames)  # fmt: skip
        if not (
            line.is_upper and line.is_bold and line.is_upright and is_size(line.size, 13, 14) and is_framed
        ):
            yield Finding(
                "luu-hanh", page.number, f"“{excerpt(line.text)}” phải in hoa, đậm, cỡ 13-14, có khung đơn."
            )


def drafter(piece: Piece) -> Iterator[Finding]:
    """Element 12: who typed it and how many copies, "PL.(300)", capitals of 11 pt."""
    for page in piece.pages:
        for line in page.lines:
            text = joined(line.text)
            if COPIES.match(text) and not (line.is_upper and line.is_upright and is_size(line.size, 11, 11)):
                yield Finding("ky-hieu-nguoi-soan", page.number, f"“{text}” phải in hoa, đứng, cỡ 11.")


def contact(piece: Piece) -> Iterator[Finding]:
    """Element 13: address, telephone, web at the foot of page 1, 11-12 pt, under a line across the page."""
    page = piece.first
    lines = [line for line in page.lines if CONTACT.match(line.text) and line.top > page.height - 45]
    if not lines:
        return
    left, right = piece.column
    across = [one for one in page.strokes if one.is_level and one.length > (right - left) * 0.95]
    if any(not is_size(line.size, 11, 12) or not line.is_upright for line in lines):
        yield Finding(
            "dia-chi", page.number, "địa chỉ, điện thoại ở cuối trang đầu phải là chữ đứng, cỡ 11-12."
        )
    elif not any(0 <= lines[0].top - one.bottom < 6 for one in across):
        yield Finding("dia-chi", page.number, "trên địa chỉ phải có đường kẻ ngang hết chiều rộng trang.")


def digital_mark(piece: Piece) -> Iterator[Finding]:
    """Element 14: what a digital signature says of itself, upright 10 pt, top right of page 1."""
    page = piece.first
    for line in page.lines:
        if not SIGNED.match(line.text):
            continue
        is_corner = line.left > page.width / 2 and line.top < 40
        if not is_size(line.size, 10, 10) or not line.is_upright or not is_corner:
            yield Finding(
                "ky-so", page.number, "thông tin chữ ký số phải ở góc trên bên phải trang đầu, cỡ 10."
            )
            return


RULES = (signer, capacity, copies, urgency, circulation, drafter, contact, digital_mark)
