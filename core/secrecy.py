"""Marks of secrecy (mật, tối mật, tuyệt mật): the portal must refuse what carries one."""

import re
import unicodedata

SECRECY_REFUSAL = "Cổng này không nhận thông tin bí mật nhà nước."

# What Unicode lets a reader ignore (Default_Ignorable_Code_Point): soft hyphens, joiners, fillers.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What is drawn over or under a letter, and any mark on a consonant: Vietnamese knows neither.
_DRAWN = re.compile("[\u0332-\u0338\u20d0-\u20ef]|(?<=[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ])[\u0300-\u036f]+")
# Cyrillic and Greek letters and small capitals that look like those of the marks.
_LOOK_ALIKE = str.maketrans(
    "\u0410\u0415\u0406\u041c\u041e\u0422\u0423\u0430\u0435\u0456\u043c\u043e\u0442\u0443"
    "\u0391\u0395\u0399\u039c\u039f\u03a4\u03a5\u03bf"
    "\u1d00\u1d05\u1d07\u026a\u029f\u1d0d\u1d0f\u1d1b\u1d1c\u028f",
    "AEIMOTYaeimotyAEIMOTYoADEILMOTUY",
)
# With slips of the keyboard: "tuyêt", "mậtt", the dot below typed behind its letter ("mâ.t") or left out.
_LOW = r"(?:mậtt?|mâ\.?tt?)"
_HIGH_MARK = rf"(?:tuyệt|tuyêt|tối)[\s.·_–-]{{0,3}}{_LOW}"
_MARK = rf"(?:{_HIGH_MARK}|{_LOW})"
# Everyday words that begin with "mật": honey, density, cryptography, intimate …
_EVERYDAY = r"(?!\s+(?:độ|ong|mía|thiết|mã|khẩu|vụ|thám|nghị|danh|lệnh|báo|thư|ngọt|hoa|gấu|rỉ|tông|ước)\b)"

_PAPER = (
    r"(?:tài\s+liệu|văn\s+bản|công\s+văn|hồ\s+sơ|thông\s+tin|báo\s+cáo|tờ\s+trình|kế\s+hoạch|bản|dấu|loại)"
)

# A line that holds nothing but the mark, as the stamp at the head of a paper does.
_STAMP = re.compile(r"(?:T[ỐÔÓ]I|TUY[ỆÊẾE]T)(?:M[ẬÂẠ]TT?|MAT)|TOIM(?:[ẬÂ]TT?|AT)|M[ẬÂ]TT?|MAT")
_STAMP_WORDS = {"Mật", "Tối mật", "Tuyệt mật", "Tối Mật", "Tuyệt Mật"}
_HIGH_STAMP = re.compile(_HIGH_MARK, re.IGNORECASE)
_FRAME = " \t()[]{}|*_.,:;!-–—“”\"'/\\#"

_PHRASES = re.compile(
    "|".join(
        (
            r"\b(?:độ|cấp\s+độ|mức\s+độ)\s+mật\s*:\s*(?!không\b|thường\b|$)\S+(?:\s+mật\b)?",
            r"\bđộ\s+mật\s*:\s*$",
            rf"\bđộ\s+mật\s+{_MARK}\b{_EVERYDAY}",
            rf"\bđộ\s+{_HIGH_MARK}\b",
            rf"\bbí\s+mật\s+nhà\s+nước\s*[-–—,:;(]*\s*(?:độ\s+)?{_MARK}\b{_EVERYDAY}",
            rf"\b{_PAPER}\s*[-–—:(]*\s*{_HIGH_MARK}\b",
            # "văn bản “Mật”", "Công văn số 12 (Mật)": the mark alone between quotes or brackets.
            (
                rf"\b(?:{_PAPER}|độ|mức)(?:\s+(?:số\s+)?\S{{0,20}}\d\S{{0,20}})?(?:\s+(?:loại|độ|mức|dấu))?"
                rf"\s*[“”\"'‘’«(\[]{{1,2}}\s*{_MARK}\s*[“”\"'‘’»)\]]"
            ),
            rf"[(\[]\s*{_HIGH_MARK}\s*[)\]]",
            # Two words that a hidden sign joins.
            r"\b(?:tuyệt|tối)mật\b",
            rf"\b(?:tài\s+liệu|văn\s+bản|công\s+văn|hồ\s+sơ|đóng\s+dấu|dấu)\s+{_LOW}\b{_EVERYDAY}",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
# Capitals speak for themselves, also inside a line; a lone MẬT only where something sets it apart.
_CAPITAL = r"M(?:ẬTT?|Â\.?TT?)"
_CAPITALS = re.compile(
    rf"\d[\w./-]{{0,30}}\s+{_CAPITAL}\b(?i:{_EVERYDAY})|^\s*{_CAPITAL}\s+\d|[-–—]\s*{_CAPITAL}\s*[-–—]"
    rf"|\bđộ\s+(?:{_CAPITAL}|Mật)\b(?i:{_EVERYDAY})"
    rf"|\b(?:TUY[ỆÊẾ]T|T[ỐÔÓ]I|TOI)[\s.·_–“”\"'-]{{1,5}}{_CAPITAL}\b|^\s*{_CAPITAL}\s*[-–—:|/(]"
    rf"|[-–—|(\t:]\s*{_CAPITAL}\s*[)|]?\s*$",
    re.MULTILINE,
)
# Typewriter capitals without marks.
_BARE_CAPITALS = re.compile(
    r"\bTUYET[\s.·_–-]{1,3}MAT\b|\bDO\s+MAT\s*:|\bDO\s+TOI\s+MAT\b|\b(?:TAI\s+LIEU|VAN\s+BAN|CONG\s+VAN)\s+(?:TOI\s+)?MAT\b"
    r"|\bBI\s+MAT\s+NHA\s+NUOC\s*[-–—:,(]+\s*(?:DO\s+)?(?:TOI\s+)?MAT\b"
)


# Letters set apart by blanks, dots, strokes or hyphens, as stamps are typed, and marks typed as HTML.
_SPREAD = re.compile(r"(?<!\w)\w(?:[ \t.·•_–~/|\\*+=-]{1,3}\w){2,}(?!\w)")
_APART = re.compile(r"[\s.·•_–~/|\\*+=-]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")


def secrecy_mark(text: str) -> str:
    """Return the first mark of secrecy found in the text as it is written there, or "" when there is none.

    Ordinary words (bí mật kinh doanh, bảo mật, mật thiết, mật độ) are no marks.
    """
    text = _plain(text)
    for spread in _SPREAD.finditer(text):
        letters = _APART.sub("", spread[0])
        # Small letters without marks are too often other words.
        if _STAMP.fullmatch(letters) or (not letters.isascii() and _STAMP.fullmatch(letters.upper())):
            return spread[0]
    # A stroke below joins words; the patterns know blanks.
    text = re.sub("_+", " ", text)
    # A wide gap sets words apart as a tab does; short runs also keep the patterns below from backtracking.
    text = re.sub(r"\n\s+", "\n", re.sub(r"[^\S\n]{2,}", "\t", text))
    for line in text.splitlines():
        stamp = line.strip(_FRAME + "\u00a0\u3000")
        letters = _APART.sub("", stamp)
        # A second capital is none of a sentence: "MẬt".
        letters = letters.upper() if letters[:2].isupper() else letters
        if _STAMP.fullmatch(letters) or " ".join(stamp.split()) in _STAMP_WORDS:
            return " ".join(stamp.split())
        if _HIGH_STAMP.fullmatch(stamp):
            return " ".join(stamp.split())
    for pattern in (_PHRASES, _CAPITALS, _BARE_CAPITALS):
        if found := pattern.search(text):
            return " ".join(found[0].strip(_FRAME).split())
    return ""


def _plain(text: str) -> str:
    """Return the letters of a text as a reader sees them: no hidden signs, no wide or foreign look-alikes."""
    text = _TAG.sub("", _INVISIBLE.sub("", text))
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKE)
    return unicodedata.normalize("NFC", _DRAWN.sub("", apart))


def has_secrecy_mark(text: str) -> bool:
    """Return whether the text carries a mark of secrecy."""
    return bool(secrecy_mark(text))


def secrecy_refusal(text: str) -> str:
    """Return the sentence that refuses a text with a mark of secrecy, or ""."""
    mark = secrecy_mark(text)
    return f"Văn bản có dấu hiệu độ mật “{mark}”. {SECRECY_REFUSAL}" if mark else ""
