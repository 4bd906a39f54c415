"""How a text is typed: spelling, blanks, letters of old fonts, marks of secrecy, the closing sign. Hints."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from core.legal import Citation
from core.secrecy import SECRECY_REFUSAL, secrecy_mark
from core.text import LOWER, UPPER, hygiene, looks_like_tcvn3, nfc
from programs.wording.checks.dates import ND30
from programs.wording.checks.findings import Finding, Piece, Severity, around

SECRETS_LAW = Citation("Luật Bảo vệ bí mật nhà nước năm 2018")
UNICODE_RULE = Citation("Phụ lục I Nghị định 30/2020/NĐ-CP: phông chữ Unicode TCVN 6909:2001")
DICTIONARY = Citation("Từ điển tiếng Việt")
CLOSING = "./."
_SLIPS = {
    "SPELL_HINT": ("SPELL_HINT", "Có thể sai chính tả: “{found}”, thường viết “{right}”; xem rồi tự sửa."),
    "TEXT_NOSPACE": ("TEXT_NOSPACE", "Thiếu dấu cách: “{found}”, viết “{right}”."),
    "SO_KET_TONG_KET": (
        "SPELL_HINT",
        "Có thể thiếu dấu phẩy: “{found}”, thường viết “{right}”; xem rồi tự sửa.",
    ),
}
# A comma, semicolon or colon that touches the next word; figures, addresses and e-mail do not.
_TOUCHING = re.compile(r"(?<![^\W_])[^\W_]+[,;:](?=[^\W\d_])[^\W_]+")
_TOUCHING_STOP = re.compile(rf"(?<![^\W\d_])[^\W\d_]*[{LOWER}]{{2}}\.(?=[{UPPER}][{LOWER}])[^\W_]+")
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:@|://|www\.)\S*")
# The signs by which VNI fonts put a mark behind its letter: "Uyû ban nhaân daân".
_VNI = re.compile(
    r"[aeouyAEOUYôöÔÖ][ùøûõïâáàåãäéèúüëêÙØÛÕÏÂÁÀÅÃÄÉÈÚÜËÊ]|(?<!\w)ñ[aeiouöô]|[òóìíæ][eôa](?=\w)"
)
_VNI_WORDS = 3
# Sought from the beginning of a word alone: else a word without end takes a time that grows with its square.
_ETH = re.compile(r"(?<!\w)\w*?[Ðð]\w*")
_LOW_PEOPLE = re.compile(r"(?<!\w)[Đđ]ối ngoại nhân dân(?!\w)")


def check_typing(pieces: Sequence[Piece], *, closes: bool = True) -> Iterator[Finding]:
    """Yield how the passages are typed badly; `closes` says that the last one may end with "./."."""
    last = pieces[-1].key if pieces and closes else None
    for piece in pieces:
        if not piece.text:
            continue
        yield from _secrecy(piece)
        yield from _letters(piece)
        yield from _slips(piece)
        yield from _closing(piece, is_last=piece.key == last)


def _secrecy(piece: Piece) -> Iterator[Finding]:
    mark = secrecy_mark(piece.text)
    if mark:
        message = f"Có dấu hiệu độ mật “{mark}”. {SECRECY_REFUSAL} Bỏ đoạn này khỏi cổng."
        yield Finding("SECRET_MARK", Severity.BLOCK, piece.key, mark, message, SECRETS_LAW)


def _letters(piece: Piece) -> Iterator[Finding]:
    text = piece.text
    if not unicodedata.is_normalized("NFC", text):
        wrong = next((word for word in text.split() if word != nfc(word)), text[:40])
        message = f"Chữ “{nfc(wrong)}” gõ bằng dấu rời (Unicode tổ hợp); gõ lại bằng Unicode dựng sẵn."
        yield Finding("TEXT_NFC", Severity.WARN, piece.key, wrong, message, UNICODE_RULE)
    if font := legacy_font(text):
        message = f"Đoạn gõ bằng phông cũ {font}; chuyển mã sang Unicode rồi dán lại."
        yield Finding("TEXT_TCVN3", Severity.BLOCK, piece.key, around(text, 0, 60), message, UNICODE_RULE)
        return
    for found in _ETH.finditer(text):
        right = found[0].replace("Ð", "Đ").replace("ð", "đ")
        message = f"Chữ “{found[0]}” dùng ký tự nước ngoài giống chữ đ; gõ lại “{right}”."
        yield Finding("TEXT_ETH", Severity.WARN, piece.key, found[0], message, UNICODE_RULE)


def legacy_font(text: str) -> str:
    """Return the name of the legacy encoding that a text seems to be typed in, or ""."""
    if looks_like_tcvn3(text):
        return "TCVN3 (.VnTime)"
    # Unicode Vietnamese of some length always has one of ă đ ơ ư ạ … ỹ; VNI never has.
    if any("\u0100" <= sign <= "\u01b0" or "\u1ea0" <= sign <= "\u1ef9" for sign in nfc(text)):
        return ""
    return "VNI" if sum(_VNI.search(word) is not None for word in text.split()) >= _VNI_WORDS else ""


def _slips(piece: Piece) -> Iterator[Finding]:
    for slip in hygiene(piece.text):
        code, words = _SLIPS[slip.code]
        message = words.format(found=slip.found, right=slip.suggestion)
        yield Finding(code, Severity.HINT, piece.key, slip.found, message, DICTIONARY)
    skipped = [found.span() for found in _ADDRESS.finditer(piece.text)]
    for pattern in (_TOUCHING, _TOUCHING_STOP):
        for found in pattern.finditer(piece.text):
            if any(start <= found.start() < end for start, end in skipped):
                continue
            right = re.sub(r"([,;:.])(?=[^\W\d_])", r"\1 ", found[0])
            message = f"Thiếu dấu cách: “{found[0]}”, viết “{right}”."
            yield Finding("TEXT_NOSPACE", Severity.HINT, piece.key, found[0], message, DICTIONARY)
    for found in _LOW_PEOPLE.finditer(piece.text):
        message = f"Viết hoa chữ Nhân dân: “{found[0][:-8]}Nhân dân”."
        yield Finding("FORMAT_ND30", Severity.HINT, piece.key, found[0], message, ND30)


def _closing(piece: Piece, *, is_last: bool) -> Iterator[Finding]:
    for at in _places(piece.text, CLOSING):
        if is_last and not piece.text[at + len(CLOSING) :].strip():
            continue
        message = "Dấu “./.” chỉ đặt ở cuối văn bản; bỏ dấu này ở đây."
        words = around(piece.text, max(0, at - 30), at + 3)
        yield Finding("FORMAT_ND30", Severity.HINT, piece.key, words, message, ND30)


def _places(text: str, sign: str) -> Iterable[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)
