"""Marks of secrecy (mật, tối mật, tuyệt mật): the portal must refuse what carries one."""

import re
import unicodedata

SECRECY_REFUSAL = "Cổng này không nhận thông tin bí mật nhà nước."

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_MARK = r"(?:tuyệt\s+mật|tối\s+mật|mật)"
_HIGH_MARK = r"(?:tuyệt|tối)\s+mật"
# Everyday words that begin with "mật": honey, density, cryptography, intimate …
_EVERYDAY = r"(?!\s+(?:độ|ong|mía|thiết|mã|khẩu|vụ|thám|nghị|danh|lệnh|báo|thư|ngọt|hoa|gấu|rỉ|tông|ước)\b)"

_PAPER = (
    r"(?:tài\s+liệu|văn\s+bản|công\s+văn|hồ\s+sơ|thông\s+tin|báo\s+cáo|tờ\s+trình|kế\s+hoạch|bản|dấu|loại)"
)

# A line that holds nothing but the mark, as the stamp at the head of a paper does.
_STAMPS = {"MẬT", "TỐIMẬT", "TUYỆTMẬT", "MAT", "TOIMAT", "TUYETMAT"}
_STAMP_WORDS = {"Mật", "Tối mật", "Tuyệt mật", "Tối Mật", "Tuyệt Mật"}
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
            rf"\b(?:tài\s+liệu|văn\s+bản|công\s+văn|hồ\s+sơ|đóng\s+dấu|dấu)\s+mật\b{_EVERYDAY}",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
# Capitals speak for themselves, also inside a line; a lone MẬT only where something sets it apart.
_CAPITALS = re.compile(
    r"\b(?:TUYỆT|TỐI)\s+MẬT\b|^\s*MẬT\s*[-–—:|/(]|[-–—|(\t:]\s*MẬT\s*[)|]?\s*$", re.MULTILINE
)
# Typewriter capitals without marks.
_BARE_CAPITALS = re.compile(
    r"\bTUYET\s+MAT\b|\bDO\s+MAT\s*:|\bDO\s+TOI\s+MAT\b|\b(?:TAI\s+LIEU|VAN\s+BAN|CONG\s+VAN)\s+(?:TOI\s+)?MAT\b"
    r"|\bBI\s+MAT\s+NHA\s+NUOC\s*[-–—:,(]+\s*(?:DO\s+)?(?:TOI\s+)?MAT\b"
)


# Letters set apart by one blank each, as stamps are typed, and marks that somebody typed as HTML.
_SPREAD = re.compile(r"(?<!\w)\w(?:[ \t\u00a0]\w){2,}(?!\w)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")


def secrecy_mark(text: str) -> str:
    """Return the first mark of secrecy found in the text as it is written there, or "" when there is none.

    Ordinary words (bí mật kinh doanh, bảo mật, mật thiết, mật độ) are no marks.
    """
    text = unicodedata.normalize("NFC", _TAG.sub("", _INVISIBLE.sub("", text)))
    for spread in _SPREAD.finditer(text):
        if "".join(spread[0].split()) in _STAMPS:
            return spread[0]
    # A wide gap sets words apart as a tab does; short runs also keep the patterns below from backtracking.
    text = re.sub(r"\n\s+", "\n", re.sub(r"[^\S\n]{2,}", "\t", text))
    for line in text.splitlines():
        stamp = line.strip(_FRAME + "\u00a0\u3000")
        if "".join(stamp.split()) in _STAMPS or " ".join(stamp.split()) in _STAMP_WORDS:
            return " ".join(stamp.split())
    for pattern in (_PHRASES, _CAPITALS, _BARE_CAPITALS):
        if found := pattern.search(text):
            return " ".join(found[0].strip(_FRAME).split())
    return ""


def has_secrecy_mark(text: str) -> bool:
    """Return whether the text carries a mark of secrecy."""
    return bool(secrecy_mark(text))


def secrecy_refusal(text: str) -> str:
    """Return the sentence that refuses a text with a mark of secrecy, or ""."""
    mark = secrecy_mark(text)
    return f"Văn bản có dấu hiệu độ mật “{mark}”. {SECRECY_REFUSAL}" if mark else ""
