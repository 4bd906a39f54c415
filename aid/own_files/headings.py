"""What a heading over rows says of them: sector, donor, agency, kind, that they are emergency relief."""

import re
from collections.abc import Mapping as Named

from aid.models import AidItem
from aid.own_files.headers import IGNORE, plain

# As everything else of its level.
AS_LEVEL = "="
FIXED = {
    f"{key}={code}": (key, label)
    for key, choices in (("emergency", AidItem.Emergency.choices), ("kind", AidItem.Mode.choices))
    for code, label in choices
    if code != AidItem.Mode.UNSORTED
}
RELIEF, RECOVERY = (f"emergency={code}" for code in AidItem.Emergency.values)
_RECOVERY = re.compile(
    r"\b(khac phuc hau qua|tai thiet sau|phuc hoi sau) (thien tai|bao|lu|mua|dich|tham hoa)"
)
_RELIEF = re.compile(r"\bkhan cap\b|\bcuu tro\b")
# A record may speak of emergencies without being one: "tập huấn ứng phó khẩn cấp".
_RELIEF_OF_RECORD = re.compile(
    r"\b(cuu tro|vien tro|ho tro|hang|tien) khan cap\b"
    r"|\bcuu tro (dot xuat|bao|lu|lut|mua|thien tai|nan nhan)\b"
)
_KIND = re.compile(
    r"(cac |nhom |loai |khoan |vien tro |theo |hinh thuc )*"
    r"(?P<kind>phi du an|du an|chuong trinh)( vien tro| ho tro)*"
)
PREFIXES = (
    "lĩnh vực",
    "nhà tài trợ",
    "đơn vị tài trợ",
    "tổ chức",
    "nhóm",
    "loại",
    "ngành",
    "địa bàn",
    "đơn vị",
)
# "Lĩnh vực Y tế" is Y tế, while "Tổ chức Y tế" is a donor of that name.
WITHOUT_COLON = ("sectors", "kind", "places")
_KINDS = {"phi du an": "kind=PHI_DU_AN", "du an": "kind=DU_AN", "chuong trinh": "kind=CHUONG_TRINH"}


def heading_key(level: str, text: str) -> str:
    """Return the name under which the meaning of a heading is kept."""
    return f"{level}:{plain(text)}"[:160]


def proposed_meaning(text: str) -> str:
    """Return what the words of a heading say by themselves, "" where they do not."""
    words = plain(text)
    if _RECOVERY.search(words):
        return RECOVERY
    if _RELIEF.search(words):
        return RELIEF
    found = _KIND.fullmatch(words)
    return _KINDS[found["kind"]] if found else IGNORE


def proposed_meanings(levels: Named[str, list[str]]) -> dict[str, str]:
    """Return the headings that mean something else than their level, by `heading_key`."""
    return {
        heading_key(level, text): meaning
        for level, texts in levels.items()
        for text in texts
        if (meaning := proposed_meaning(text))
    }


def without_prefix(text: str, key: str) -> str:
    """Return a heading without the word that says what it is: "Nhà tài trợ: Quỹ A", "Lĩnh vực Y tế"."""
    for prefix in PREFIXES:
        begins = text.casefold().startswith(f"{prefix} ") and key in WITHOUT_COLON
        if begins or (text.casefold().startswith(prefix) and ":" in text[: len(prefix) + 2]):
            text = text[len(prefix) :].lstrip(" :")
    return text


def label_of(key: str, code: str) -> str:
    """Return how the portal names a kind or an emergency."""
    return FIXED[f"{key}={code}"][1] if f"{key}={code}" in FIXED else code


def emergency_in(name: str) -> str:
    """Return how the name of a grant says that it is an emergency grant, as the portal names it."""
    words = plain(name)
    if _RECOVERY.search(words):
        return FIXED[RECOVERY][1]
    return FIXED[RELIEF][1] if _RELIEF_OF_RECORD.search(words) else ""
