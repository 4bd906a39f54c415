"""Vietnamese text: cleaning what people type, folding for search, sorting, and slips worth a hint."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from itertools import product
from typing import Any, NamedTuple

from core.secrecy import has_secrecy_mark, secrecy_mark

__all__ = [
    "LOWER",
    "UPPER",
    "Slip",
    "TextError",
    "canonical_tone",
    "clean_line",
    "clean_text",
    "fold",
    "has_secrecy_mark",
    "hygiene",
    "looks_like_tcvn3",
    "match_key",
    "near_spellings",
    "nfc",
    "person_sort_key",
    "secrecy_mark",
    "slug_vi",
    "sort_key",
]

# Signs that carry no meaning in an office text and come along when text is copied from web pages or Word.
ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u2060\ufeff"
ZERO_WIDTH_JOINER = "\u200d"
# What stands for bytes that are no text; also what a posted half of a pair of codes arrives as.
REPLACEMENT = "\ufffd"
_STRIPPED = str.maketrans(dict.fromkeys(ZERO_WIDTH) | {"Ð": "Đ", "ð": "đ"})
_MAX_MARKS = 4
_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two digits for each letter: only digits, so that every database collation sorts the key the same way.
_LETTER_CODES = {" ": "10"} | {sign: str(11 + i) for i, sign in enumerate("0123456789" + ALPHABET)}

# How much of what two names do not share at the beginning is alike when one is a slip of the other.
_SLIP = 0.72

_FOLD = str.maketrans(
    {"đ": "d", "ð": "d", "‘": "'", "’": "'", "“": '"', "”": '"'} | dict.fromkeys("\u2010\u2011\u2012–—−", "-")
)


class TextError(ValueError):
    """What is wrong with a text and what to do about it, as a Vietnamese sentence."""


class Slip(NamedTuple):
    """One printing slip: its code, the words found and what to write instead."""

    code: str
    found: str
    suggestion: str


def without_nul(value: Any) -> Any:
    """Return lists and dictionaries of plain values with NUL left out of every text."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {without_nul(key): without_nul(one) for key, one in value.items()}
    return [without_nul(one) for one in value] if isinstance(value, list | tuple) else value


def nfc(text: str) -> str:
    """Return the text in the composed form (NFC), in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def _refuse(problem: str) -> TextError:
    return TextError(f"Văn bản có {problem}; xóa đi rồi nhập lại.")


def _check_signs(text: str, *, allowed: str) -> None:
    """Raise TextError for the first sign that must not be stored; `allowed` are control signs to let pass."""
    for sign in dict.fromkeys(text):
        if " " <= sign <= "~" or sign in allowed:
            continue
        code = f"U+{ord(sign):04X}"
        match unicodedata.category(sign):
            case "Cc":
                raise _refuse(f"ký tự điều khiển {code}")
            case "Cf" if sign != ZERO_WIDTH_JOINER:
                raise _refuse(f"ký tự điều khiển ẩn {code}")
            case "Cs":
                raise _refuse(f"ký tự hỏng {code} (một nửa cặp mã)")
            case "So" if sign == REPLACEMENT:
                raise _refuse(f"ký tự hỏng {code} (chữ bị mất khi chép hoặc đổi bảng mã)")
            case "Co":
                raise _refuse(f"ký tự vùng riêng {code} (thường là dấu đầu dòng của phông Symbol, Wingdings)")
            case "Cn" if ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF:
                raise _refuse(f"mã không phải ký tự {code}")


def _check_marks(text: str) -> None:
    """Raise TextError when a letter carries more marks than any language writes."""
    run = 0
    for sign in text:
        run = run + 1 if sign > "\u02ff" and unicodedata.category(sign)[0] == "M" else 0
        if run > _MAX_MARKS:
            raise _refuse("quá nhiều dấu kết hợp trên một chữ")


def _without_joiners(text: str) -> str:
    """Return the text with zero-width joiners kept only inside emoji."""
    if ZERO_WIDTH_JOINER not in text:
        return text
    return re.sub(
        "(.?)\u200d+",
        lambda m: m[0][:2] if m[1] and unicodedata.category(m[1]) in {"So", "Sk", "Mn"} else m[1],
        text,
    )


def _cleaned(text: str, *, allowed: str) -> str:
    # Composing first keeps the count of marks fair; composing again joins what a zero-width sign kept apart.
    text = nfc(_without_joiners(nfc(text).translate(_STRIPPED)))
    _check_signs(text, allowed=allowed)
    _check_marks(text)
    return text


def _spaces_joined(line: str) -> str:
    """Return the line trimmed, each run of blanks (no-break and wide ones included) one plain space."""
    return " ".join(line.split())


def _check_length(text: str, max_length: int | None) -> None:
    if max_length is not None and len(text) > max_length:
        raise TextError(f"Nhập tối đa {max_length} ký tự; đang có {len(text)} ký tự.")


def clean_line(text: str, *, max_length: int | None = None, join_lines: bool = False) -> str:
    """Return one clean line: NFC, trimmed, no invisible signs, single spaces.

    A line break inside is refused, or becomes a space with `join_lines` (cells of a spreadsheet).
    Raises TextError.
    """
    text = _cleaned(_LINE_BREAKS.sub("\n", text), allowed="\t\n").strip()
    if "\n" in text and not join_lines:
        raise TextError("Ô này chỉ nhận một dòng; bỏ chỗ xuống dòng.")
    text = _spaces_joined(text)
    _check_length(text, max_length)
    return text


def clean_text(text: str, *, max_length: int | None = None) -> str:
    """Return clean text of several lines: as `clean_line` for each line, at most one empty line in a row."""
    text = _cleaned(_LINE_BREAKS.sub("\n", text), allowed="\t\n")
    text = "\n".join(_spaces_joined(line) for line in text.split("\n"))
    text = re.sub("\n{3,}", "\n\n", text).strip("\n")
    _check_length(text, max_length)
    return text


def fold(text: str) -> str:
    """Return the text as search sees it: lower case, no marks, đ as d, single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_FOLD)
    kept = (sign for sign in text if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
    return _spaces_joined("".join(kept))


def _tone_pairs() -> dict[str, str]:
    """Return every newer spelling of oa, oe, uy with a tone and its older one: {"oà": "òa", …}."""
    pairs = {}
    for (first, second), tone in product((("o", "a"), ("o", "e"), ("u", "y")), TONES):
        for a, b in product((first, first.upper()), (second, second.upper())):
            pairs[nfc(a + b + tone)] = nfc(a + tone + b)
    return pairs


_NEW_TONES = _tone_pairs()
_NEW_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_NEW_TONES)})(?![^\W\d_])")


def canonical_tone(text: str) -> str:
    """Return the text with tones of oa, oe, uy placed the older way (hoà as hòa), to compare spellings."""
    return _NEW_TONE.sub(lambda m: _NEW_TONES[m[0]], nfc(text))


def match_key(text: str) -> str:
    """Return the text as catalogues compare names: case, spaces and the place of tones do not matter."""
    return _spaces_joined(canonical_tone(text.translate(_STRIPPED)).casefold())


def near_spellings(typed: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known folded names that may be a slip of the folded `typed`, most alike first.

    One word that both begin with, such as "xa" or "so", proves nothing: what follows must look alike.
    """
    close = difflib.get_close_matches(typed, known, n=count * 5, cutoff=0.6)
    return [name for name in close if _is_slip(typed.split(), name.split())][:count]


def _is_slip(typed: list[str], known: list[str]) -> bool:
    shared = 0
    while typed and known and typed[0] == known[0]:
        typed, known, shared = typed[1:], known[1:], shared + 1
    if not typed or shared > 1:
        return True
    left, right = " ".join(typed), " ".join(known)
    matcher = difflib.SequenceMatcher(None, left, right)
    # Of a short word one letter is already half.
    alike = sum(block.size for block in matcher.get_matching_blocks())
    return alike >= max(len(left), len(right)) - 1 or matcher.ratio() >= _SLIP


def _letters(text: str) -> Iterable[tuple[str, str]]:
    """Yield (code of the letter, tone) for each sign that counts in sorting."""
    folded = unicodedata.normalize("NFD", text.translate(_STRIPPED).casefold())
    blank = True  # a blank at the beginning is dropped
    for cluster in re.findall(r".[\u0300-\u036f]*", folded, re.DOTALL):
        base, marks = cluster[0], cluster[1:]
        tone = next((TONES[mark] for mark in marks if mark in TONES), "0")
        shaped = nfc(base + "".join(mark for mark in marks if mark not in TONES))
        code = _LETTER_CODES.get(shaped) or _LETTER_CODES.get(base)
        if code is None and base.isalnum():
            code = f"99{ord(base):07d}"
        if code is None or code == "10":
            if not blank:
                yield "10", "0"
            blank = True
        else:
            yield code, tone
            blank = False


def sort_key(text: str) -> str:
    """Return a key of digits that sorts by the Vietnamese alphabet, then by tone.

    Letters of the whole text decide first; ngang < huyền < hỏi < ngã < sắc < nặng breaks ties.
    """
    letters = list(_letters(text))
    while letters and letters[-1][0] == "10":
        letters.pop()
    return "".join(code for code, _ in letters) + "00" + "".join(tone for _, tone in letters)


def person_sort_key(full_name: str, *, foreign: bool = False) -> str:
    """Return a key that sorts people by given name (the last word), then family name, then the middle.

    A foreign name has no fixed place for the given name and sorts as it is written.
    """
    words = full_name.split()
    if foreign or len(words) < 2:
        return sort_key(full_name)
    return "".join(sort_key(part) for part in (words[-1], words[0], " ".join(words[1:-1])))


# In the fonts of the nineties (.VnTime) these signs stood for Vietnamese letters.
_TCVN3_SIGNS = "¡¢£¤¥¦§¨©ª«¬®¯±µ¶·¸¹»¼½¾"
_TCVN3_WORD = re.compile(rf"[A-Za-zÀ-ÿ{_TCVN3_SIGNS}]+")
_TCVN3_INSIDE = re.compile(rf"[A-Za-zÀ-ÿ][{_TCVN3_SIGNS.translate(dict.fromkeys(map(ord, 'µ·')))}][a-zà-ÿ]")
_TCVN3_START = re.compile(rf"[§®][a-zß-ÿ{_TCVN3_SIGNS}]")
_TCVN3_TOUCHING = re.compile(rf"[A-Za-zÀ-ÿ][{_TCVN3_SIGNS}]|[{_TCVN3_SIGNS}][a-zà-ÿ]")


def looks_like_tcvn3(text: str) -> bool:
    """Return whether the text was typed in a legacy TCVN3 font and must be converted to Unicode."""
    touching = 0
    for word in text.split():
        if any(sign > "\u00ff" for sign in word):
            continue
        if _TCVN3_INSIDE.search(word) or _TCVN3_START.match(word):
            return True
        touching += any(_TCVN3_TOUCHING.search(part) for part in _TCVN3_WORD.findall(word))
    return touching >= 2


def slug_vi(text: str) -> str:
    """Return the text as part of a URL: "to-chuc-thuc-hien" for "Tổ chức thực hiện"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


# Misspellings met in office papers, and what the dictionaries print.
MISSPELLINGS = {
    "suất sắc": "xuất sắc",
    "xúc tích": "súc tích",
    "năng xuất": "năng suất",
    "hiệu xuất": "hiệu suất",
    "bổ xung": "bổ sung",
    "xử dụng": "sử dụng",
    "sát nhập": "sáp nhập",
    "tựu chung": "tựu trung",
    "sáng lạng": "xán lạn",
    "chỉnh chu": "chỉn chu",
    "cọ sát": "cọ xát",
    "trao dồi": "trau dồi",
    "đọc giả": "độc giả",
    "thăm quan": "tham quan",
    "sử lý": "xử lý",
    "rà xoát": "rà soát",
    "kiểm xoát": "kiểm soát",
    "sâu xắc": "sâu sắc",
    "xuất xắc": "xuất sắc",
    "đặc xắc": "đặc sắc",
    "chia xẻ": "chia sẻ",
    "xắp xếp": "sắp xếp",
    "sắp sếp": "sắp xếp",
    "xát nhập": "sáp nhập",
    "sữa đổi": "sửa đổi",
    "nghành": "ngành",
    "vô hình chung": "vô hình trung",
    "khắc khe": "khắt khe",
    "thõa thuận": "thỏa thuận",
    "đãm bảo": "đảm bảo",
    "thực tiển": "thực tiễn",
}
# Classes of letters for patterns: capitals, small letters.
UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯ" + "".join(chr(c) for c in range(0x1EA0, 0x1EFA, 2))
LOWER = "a-zđà-öø-ýăĩũơư" + "".join(chr(c) for c in range(0x1EA1, 0x1EFA, 2))
_GLUED = re.compile(rf"(?<!\w)(?:[{UPPER}][{LOWER}]+){{2,}}(?!\w)")
_WORD_START = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")
_MISSPELLED = re.compile(
    rf"(?<!\w)(?:{'|'.join(words.replace(' ', ' +') for words in MISSPELLINGS)})(?!\w)", re.IGNORECASE
)
_NO_COMMA = re.compile(r"(?<!\w)(sơ kết) +(tổng kết)(?!\w)", re.IGNORECASE)


def _like(model: str, words: str) -> str:
    """Return the words in the capitals of the model."""
    if model.isupper():
        return words.upper()
    return words[0].upper() + words[1:] if model[0].isupper() else words


def hygiene(text: str) -> list[Slip]:
    """Return the printing slips of a text, in the order of their place: hints, never refusals."""
    text = nfc(text)
    # Names such as VietinBank are written that way; a word with Vietnamese marks never is.
    slips = [
        (m.start(), Slip("TEXT_NOSPACE", m[0], _WORD_START.sub(" ", m[0])))
        for m in _GLUED.finditer(text)
        if not m[0].isascii()
    ]
    for m in _MISSPELLED.finditer(text):
        right = MISSPELLINGS[" ".join(m[0].casefold().split())]
        slips.append((m.start(), Slip("SPELL_HINT", m[0], _like(m[0], right))))
    slips.extend(
        (m.start(), Slip("SO_KET_TONG_KET", m[0], f"{m[1]}, {m[2]}")) for m in _NO_COMMA.finditer(text)
    )
    return [slip for _, slip in sorted(slips)]
