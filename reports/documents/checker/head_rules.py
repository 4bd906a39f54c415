"""The rules of a paper's head: elements 1 to 6 and 9a, number and day, who issues."""

import re
from collections.abc import Iterator
from itertools import pairwise

from reports.documents.checker.anatomy import Piece
from reports.documents.checker.drawn import rule_below
from reports.documents.checker.findings import Finding
from reports.documents.checker.marks import PLACE_DATE, TYPES, joined
from reports.documents.checker.reading import Line
from reports.documents.checker.words import excerpt, is_size, millimetres, points

_NUMBER = re.compile(r"^Số:\s*(?P<number>\d*)\s*/(?P<symbol>\S.*)$")
_SYMBOL = re.compile(r"^(\d{4}/)?[^\W\d_][\w&]*(-[^\W\d_][\w&]*)+$")
_DAY = re.compile(r"ngày\s*(?P<day>\d*)\s*tháng\s*(?P<month>\d*)\s*năm\s*(?P<year>\d*)")
_PROVINCE = re.compile(r"\bTỈNH\s+(.+)$")
_COMMUNE = re.compile(r"^(?:XÃ|PHƯỜNG|ĐẶC KHU)\s+(.+)$")
_LEVEL_MM, _CENTRE_MM = 1.2, 2.0


def _where(piece: Piece) -> int:
    return piece.first.number


def nation(piece: Piece) -> Iterator[Finding]:
    """Element 1: Quốc hiệu top right, Tiêu ngữ centred below it, with a line as long as its words."""
    top, motto, page = piece.nation, piece.motto, piece.first
    if top is None or motto is None:
        return
    at = _where(piece)
    if top.middle < page.width / 2 or top.top > 45:
        yield Finding("vi-tri-quoc-hieu", at, "Quốc hiệu phải ở góc trên bên phải trang đầu.")
    elif abs(top.middle - motto.middle) > _LEVEL_MM:
        yield Finding("vi-tri-quoc-hieu", at, "Tiêu ngữ phải canh giữa dưới Quốc hiệu.")
    rule = rule_below(motto, page)
    if rule is None or abs(rule.length - (motto.right - motto.left)) > 2:
        shown = f"dài {millimetres(rule.length)} mm" if rule else "không có"
        yield Finding(
            "gach-tieu-ngu", at, f"đường kẻ dưới Tiêu ngữ {shown}; phải là nét liền, dài bằng dòng chữ."
        )


def issuer(piece: Piece) -> Iterator[Finding]:
    """Element 2: the body above in regular capitals, the issuing body in bold ones, a short line below."""
    lines, at = piece.issuer, _where(piece)
    if piece.nation is None:
        return
    if not lines:
        yield Finding("co-quan", at, "thiếu tên cơ quan ban hành ở góc trên bên trái trang đầu.")
        return
    wrong = next((line for line in lines if not line.is_upper or not line.is_upright), None)
    sizes = next((line for line in lines if not is_size(line.size, 12, 13)), None)
    if wrong:
        yield Finding("co-quan", at, f"“{excerpt(wrong.text)}”: tên cơ quan phải viết chữ in hoa, đứng.")
    elif sizes:
        yield Finding("co-quan", at, f"tên cơ quan cỡ {points(sizes.size)}; phải cỡ 12-13.")
    elif not lines[-1].is_bold:
        yield Finding("co-quan", at, f"“{excerpt(lines[-1].text)}”: tên cơ quan ban hành phải in đậm.")
    elif any(not b.is_bold for a, b in pairwise(lines) if a.is_bold):
        yield Finding(
            "co-quan", at, "cơ quan chủ quản viết chữ thường ở trên, cơ quan ban hành in đậm ở dưới."
        )
    elif abs(lines[0].top - piece.nation.top) > _CENTRE_MM:
        yield Finding("co-quan", at, "tên cơ quan phải ở góc trên bên trái, ngang Quốc hiệu.")
    elif any(abs(line.middle - lines[-1].middle) > _LEVEL_MM for line in lines):
        yield Finding("co-quan", at, "tên cơ quan phải canh giữa với nhau.")
    yield from _short_rule(piece, lines, "gach-co-quan", "tên cơ quan ban hành")


def _short_rule(piece: Piece, lines: list[Line], code: str, name: str) -> Iterator[Finding]:
    """The line below: 1/3 to 1/2 of the words, in the middle."""
    rule = rule_below(lines[-1], piece.first)
    least = min(line.right - line.left for line in lines if line.is_bold == lines[-1].is_bold)
    most = max(line.right - line.left for line in lines if line.is_bold == lines[-1].is_bold)
    if rule is None:
        yield Finding(code, _where(piece), f"thiếu đường kẻ dưới {name}.")
    elif not least / 3 - 1 <= rule.length <= most / 2 + 1:
        yield Finding(
            code,
            _where(piece),
            f"đường kẻ dưới {name} dài {millimetres(rule.length)} mm; phải bằng 1/3 đến 1/2 dòng chữ.",
        )
    elif abs((rule.left + rule.right) / 2 - lines[-1].middle) > _CENTRE_MM:
        yield Finding(code, _where(piece), f"đường kẻ dưới {name} phải ở giữa dòng chữ.")


def number(piece: Piece) -> Iterator[Finding]:
    """Element 3: "Số: 05/BC-LHHN", 13 pt upright, centred under the issuer, code as the type."""
    line, at = piece.number, _where(piece)
    if line is None:
        return
    found = _NUMBER.match(joined(line.text))
    if not found:
        yield Finding("so-ky-hieu", at, f"“{excerpt(line.text)}”: phải ghi dạng “Số: 05/BC-SNgV”.")
        return
    digits, symbol = found["number"], found["symbol"]
    if digits and len(digits) < 2:
        yield Finding("so-ky-hieu", at, f"số “{digits}” nhỏ hơn 10; phải thêm số 0 phía trước.")
    if not _SYMBOL.match(symbol) or (not symbol[:1].isupper() and not symbol[:1].isdigit()):
        yield Finding(
            "so-ky-hieu", at, f"ký hiệu “{excerpt(symbol)}”: các nhóm chữ nối bằng “-”, không có dấu cách."
        )
    elif wrong := _wrong_code(piece, symbol):
        yield Finding("ky-hieu-loai", at, wrong)
    if not line.is_upright or line.is_bold:
        yield Finding("so-ky-hieu", at, "số, ký hiệu phải là chữ đứng, không đậm.")
    if piece.issuer and abs(line.middle - piece.issuer[-1].middle) > _CENTRE_MM + 1:
        yield Finding("so-ky-hieu", at, "số, ký hiệu phải canh giữa dưới tên cơ quan ban hành.")


def _wrong_code(piece: Piece, symbol: str) -> str:
    """Return what is wrong with the type's code: a named type begins its symbol, a công văn has none."""
    before = symbol.rpartition("/")[2].partition("-")[0]
    if piece.title:
        name = joined(piece.title[0].text).upper()
        code = TYPES.get(name)
        return f"{name} phải có ký hiệu bắt đầu bằng “{code}-”." if code and before != code else ""
    return "công văn không có tên loại trong ký hiệu." if before in TYPES.values() else ""


def day(piece: Piece) -> Iterator[Finding]:
    """Element 4: italic, level with the number, centred under the Tiêu ngữ, zeros as prescribed."""
    line, at = piece.date, _where(piece)
    if line is None:
        return
    if not line.is_italic or line.is_bold:
        yield Finding("dia-danh-ngay", at, "địa danh, ngày tháng năm phải là chữ nghiêng, không đậm.")
    if piece.number and abs(line.bottom - piece.number.bottom) > _LEVEL_MM:
        yield Finding("dia-danh-ngay", at, "địa danh, ngày tháng năm phải cùng dòng với số, ký hiệu.")
    if piece.motto and abs(line.middle - piece.motto.middle) > _CENTRE_MM:
        yield Finding("dia-danh-ngay", at, "địa danh, ngày tháng năm phải canh giữa dưới Tiêu ngữ.")
    yield from day_zeros(joined(line.text), at)


def day_zeros(words: str, at: int) -> Iterator[Finding]:
    """Days below 10 and the months 1 and 2 have a leading zero, other months none."""
    found = _DAY.search(words)
    if not found:
        return
    written, month = found["day"], found["month"]
    if len(written) == 1:
        yield Finding("ngay-thang", at, f"ngày “{written}” nhỏ hơn 10; phải thêm số 0 phía trước.")
    if month in {"1", "2"}:
        yield Finding("ngay-thang", at, f"tháng “{month}” phải ghi “0{month}”.")
    elif month.startswith("0") and month not in {"01", "02"}:
        yield Finding("ngay-thang", at, f"tháng “{month}” phải ghi “{month[1:]}”: chỉ tháng 1, 2 thêm số 0.")
    if found["year"] and len(found["year"]) != 4:
        yield Finding("ngay-thang", at, f"năm “{found['year']}” phải ghi đủ bốn chữ số.")


def title(piece: Piece) -> Iterator[Finding]:
    """Element 5a: type in bold capitals, abstract in bold below, both in the middle, a short line below."""
    at = _where(piece)
    for line in piece.title:
        if not line.is_upper or not line.is_bold or not line.is_upright:
            yield Finding("ten-loai", at, f"tên loại “{excerpt(line.text)}” phải in hoa, đứng, đậm.")
        elif not piece.is_centred(line) or not is_size(line.size, 13, 14):
            yield Finding("ten-loai", at, f"tên loại “{excerpt(line.text)}” phải ở giữa dòng, cỡ 13-14.")
    abstract = piece.abstract
    if not piece.title or not abstract:
        return
    wrong = next((one for one in abstract if not one.is_bold or not one.is_upright or one.is_upper), None)
    if wrong:
        yield Finding("trich-yeu", at, f"trích yếu “{excerpt(wrong.text)}” phải là chữ thường, đứng, đậm.")
    elif any(
        abs(one.middle - piece.middle) > _CENTRE_MM or not is_size(one.size, 13, 14) for one in abstract
    ):
        yield Finding("trich-yeu", at, "trích yếu phải ở giữa dòng, cỡ 13-14.")
    elif abstract[0].top - piece.title[-1].bottom > 6:
        yield Finding("trich-yeu", at, "trích yếu phải ngay dưới tên loại.")
    yield from _short_rule(piece, abstract, "gach-trich-yeu", "trích yếu")


def about(piece: Piece) -> Iterator[Finding]:
    """Element 5b: "V/v …" of a công văn, 12-13 pt upright, centred 6 pt below the number."""
    lines, at = piece.about, _where(piece)
    if not lines or piece.number is None:
        return
    if any(line.is_bold or not line.is_upright or not is_size(line.size, 12, 13) for line in lines):
        yield Finding("trich-yeu-cong-van", at, "“V/v …” phải là chữ đứng, không đậm, cỡ 12-13.")
    elif any(abs(line.middle - piece.number.middle) > _CENTRE_MM + 1 for line in lines):
        yield Finding("trich-yeu-cong-van", at, "“V/v …” phải canh giữa dưới số, ký hiệu.")
    elif lines[0].top - piece.number.bottom < 1.2:
        yield Finding("trich-yeu-cong-van", at, "“V/v …” phải cách số, ký hiệu 6 pt.")


def bases(piece: Piece) -> Iterator[Finding]:
    """Element 6: each ground on a line of its own, italic, ";" behind it and "." behind the last."""
    found = piece.bases
    for index, one in enumerate(found, start=1):
        sign = "." if index == len(found) else ";"
        if not all(row.is_italic and not row.is_bold for row in one.rows):
            yield Finding("can-cu", one.page, f"“{excerpt(one.text)}”: căn cứ phải là chữ nghiêng.")
        elif not one.text.endswith(sign):
            yield Finding(
                "can-cu", one.page, f"“{excerpt(one.text)}”: căn cứ này phải kết thúc bằng “{sign}”."
            )
        elif re.search(r"; Căn cứ\b", one.text):
            yield Finding("can-cu", one.page, "mỗi căn cứ phải ở một dòng riêng.")


def addressees(piece: Piece) -> Iterator[Finding]:
    """Element 9a: upright 13-14 pt; one recipient on the same line, several on lines with "-", ";", "."."""
    lines, at = piece.addressees, _where(piece)
    if not lines:
        return
    if any(line.is_bold or not line.is_upright or not is_size(line.size, 13, 14) for line in lines):
        yield Finding("kinh-gui", at, "“Kính gửi” phải là chữ đứng, không đậm, cỡ 13-14.")
    if not re.match(r"^Kính gửi:", lines[0].text):
        yield Finding("kinh-gui", at, "sau “Kính gửi” phải có dấu hai chấm.")
    starts = [index for index, line in enumerate(lines) if line.text.startswith("-")]
    if len(lines) > 1 and not starts and lines[0].text.rstrip().endswith(":"):
        yield Finding("kinh-gui", at, "mỗi nơi nhận “Kính gửi” phải ở một dòng, bắt đầu bằng “-”.")
    for begin, end in pairwise([*starts, len(lines)] if starts else []):
        sign = "." if end == len(lines) else ";"
        if not lines[end - 1].text.rstrip().endswith(sign):
            shown = excerpt(lines[begin].text)
            yield Finding("kinh-gui", at, f"“{shown}”: dòng này phải kết thúc bằng “{sign}”.")


def issuer_names(piece: Piece) -> Iterator[Finding]:
    """The right body above, the Union's name broken where it must be, the place of the issuer."""
    lines, at = [joined(line.text) for line in piece.issuer], _where(piece)
    bold = " ".join(joined(line.text) for line in piece.issuer if line.is_bold)
    above = " ".join(joined(line.text) for line in piece.issuer if not line.is_bold)
    if not bold:
        return
    if bold.startswith("ỦY BAN NHÂN DÂN TỈNH") and above:
        yield Finding("co-quan-chu-quan", at, "Ủy ban nhân dân tỉnh không ghi cơ quan chủ quản.")
    elif bold.startswith("SỞ ") and not re.match(r"^(UBND|ỦY BAN NHÂN DÂN) TỈNH\b", above):
        yield Finding("co-quan-chu-quan", at, "trên tên sở phải ghi “UBND TỈNH …”.")
    elif bold.startswith("HỘI HỮU NGHỊ") and above and not above.startswith("LIÊN HIỆP"):
        yield Finding(
            "co-quan-chu-quan", at, "trên tên hội hữu nghị phải ghi “LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ …”."
        )
    whole = "LIÊN HIỆP CÁC TỔ CHỨC"
    if f"{whole} HỮU NGHỊ" in " ".join(lines) and not any(line.endswith(whole) for line in lines):
        yield Finding("co-quan", at, "tên Liên hiệp phải ngắt dòng sau “LIÊN HIỆP CÁC TỔ CHỨC”.")
    place = _place_of(lines)
    if piece.date is None or not place:
        return
    written = PLACE_DATE.split(joined(piece.date.text))[0]
    if written.upper() != place:
        yield Finding(
            "dia-danh", at, f"địa danh “{excerpt(written)}”; phải là nơi cơ quan đóng: “{place.title()}”."
        )


def _place_of(lines: list[str]) -> str:
    """Return the commune or the province that the names of the issuer end with."""
    for found in filter(None, map(_COMMUNE.match, lines)):
        return found[1]
    return next((found[1] for found in filter(None, map(_PROVINCE.search, lines))), "")


RULES = (nation, issuer, number, day, title, about, bases, addressees, issuer_names)
