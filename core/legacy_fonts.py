"""Text typed in the fonts of old code pages (TCVN3, VNI) turned into Unicode. Pure functions.

Both kept Vietnamese letters at the places of Western ones: TCVN3 (.VnTime) one place a letter, VNI a
letter and its mark one behind the other.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

TCVN3, VNI = "TCVN3", "VNI"
NAMES = {TCVN3: "TCVN3 (phông .VnTime)", VNI: "VNI (phông VNI-Times)"}

_TCVN3_LETTERS = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3 = str.maketrans(_TCVN3_LETTERS)

_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROUND = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_SHORT = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_ALONE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


def _vni_pairs() -> dict[str, str]:
    pairs = dict(_ALONE)
    for letter in "aeiouy":
        pairs |= {letter + mark: letter + tone for mark, tone in _TONES.items()}
    for letter in "aeo":
        pairs |= {letter + mark: letter + "\u0302" + tone for mark, tone in _ROUND.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _SHORT.items()}
    for letter in "ôö":
        pairs |= {letter + mark: _ALONE[letter] + tone for mark, tone in _TONES.items()}
    whole = {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}
    # A capital letter has a capital mark; in haste also a small one.
    for old, new in list(whole.items()):
        whole[old.upper()] = new.upper()
        whole[old[0].upper() + old[1:]] = new.upper()
    return whole


_VNI_PAIRS = _vni_pairs()
_VNI = re.compile("|".join(sorted(map(re.escape, _VNI_PAIRS), key=len, reverse=True)))


def code_page(fonts: Iterable[str]) -> str:
    """Return which code page these fonts hold; TCVN3 where nothing says VNI."""
    return VNI if any(name.upper().startswith("VNI-") for name in fonts) else TCVN3


def from_tcvn3(text: str, *, is_capital: bool = False) -> str:
    """Return the text in Unicode; a font of capitals (.VnTimeH) showed small letters as capitals."""
    plain = text.translate(_TCVN3)
    return plain.upper() if is_capital else plain


def from_vni(text: str) -> str:
    """Return the text in Unicode."""
    return _VNI.sub(lambda found: _VNI_PAIRS[found[0]], text)


def converter(page: str) -> Callable[[str, set[str]], str]:
    """Return what turns the text of a paragraph, typed in these fonts, into Unicode."""

    def convert(text: str, fonts: set[str]) -> str:
        # A paragraph with letters that only Unicode has was typed after the change.
        if any(sign > "\u00ff" and sign.isalpha() for sign in text):
            return text
        if page == VNI:
            return from_vni(text)
        return from_tcvn3(text, is_capital=bool(fonts) and all(name.upper().endswith("H") for name in fonts))

    return convert
