"""Tokens whose number says something else than the words beside them; pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reports.figures import FIGURES
from reports.figures.words import BARE
from reports.narrative import without_tokens
from reports.text_checks.meant import SENTENCE
from reports.text_checks.parts import WHOLE

_A_TOKEN = re.compile(r"\{\{\s*([^{}\s|]+)(?:\|[^{}\s]*)?\s*\}\}")


def as_read(text: str) -> str:
    """Return the words with the name of each figure in square brackets instead of its code."""
    return _A_TOKEN.sub(
        lambda found: f"[{FIGURES[found[1]].label}]" if found[1] in FIGURES else found[0], text
    )


class Beside(NamedTuple):
    """A token that its words do not go with, what to tell, and whether the two surely contradict."""

    words: str
    message: str
    is_sure: bool = False


_TOUCHED = re.compile(r"\d[\d.,]*\{\{[^{}\n]{1,80}\}\}|\{\{[^{}\n]{1,80}\}\}[.,]?\d[\d.,]*")
# The words right before a token of money that name the other figure: "giải ngân {{aid.committed_usd}}".
_PAID_OR_PROMISED = re.compile(
    r"(?P<word>giải ngân|cam kết)(?!\w)(?:(?!giải ngân|cam kết|vốn|trên|so với)[^.;,:{}()\d\n]){0,40}"
    r"(?P<token>\{\{\s*aid\.(?P<code>committed|disbursed)_usd[^{}\n]{0,40}\}\})",
    re.IGNORECASE,
)
_MODES = {
    "aid.programmes": r"chương trình",
    "aid.projects": r"(?<!phi )dự án",
    "aid.non_projects": r"phi dự án",
}
_NOUNS = {"aid.programmes": "chương trình", "aid.projects": "dự án", "aid.non_projects": "phi dự án"}
_MODE = r"(?:phi dự án|dự án|chương trình)"
_NOUN = (
    rf"khoản|{_MODE}(?:(?:\s*[,/]\s*(?:và\s+)?|\s+và\s+){_MODE})*|nhà tài trợ|hội nghị|cuộc họp|cuộc|nhiệm vụ"
    r"|việc(?!\s+làm)|hội(?=\s+(?:hữu nghị|thành viên))"
)
_COUNTED = re.compile(
    r"\{\{\s*(?P<code>[^{}\s|]+)(?:\|(?P<form>chinh-xac|hoac-khong|cung-ky|chi-so))?\s*\}\}"
    rf"(?P<behind>\s+(?:các\s+)?(?P<noun>{_NOUN})(?!\w))?",
    re.IGNORECASE,
)
_UNITS = frozenset({"khoản", "nhà tài trợ", "hội nghị", "cuộc", "nhiệm vụ", "việc", "hội"})
_END = re.compile(r"[.;\n](?=\s|$)")


def touched(text: str) -> Iterator[str]:
    """Yield the tokens that a typed digit touches: "1" before a token of 2 prints 12."""
    yield from dict.fromkeys(_TOUCHED.findall(text))


def misplaced(text: str) -> Iterator[Beside]:
    """Yield the tokens that the words beside them contradict.

    Money behind the word for the other money may be meant. A count prints its own noun: another one behind it
    is surely wrong, its own noun once more is to be taken out. Projects alone told of as all items of the
    province are surely wrong, too.
    """
    wrong = {"giải ngân": "committed", "cam kết": "disbursed"}
    for found in _PAID_OR_PROMISED.finditer(text):
        if found["code"] == wrong[found["word"].lower()]:
            message = "Lời văn nói “{}” nhưng ô số {} là số khác; chọn lại ô số hoặc sửa lời."
            yield Beside(found["token"], message.format(found["word"], as_read(found["token"])))
    for found in _COUNTED.finditer(text):
        if beside := _counted(text, found):
            yield beside


def _counted(text: str, found: re.Match[str]) -> Beside | None:
    """Return what is wrong between a token of a count and the noun behind it."""
    code, noun = found["code"], " ".join((found["noun"] or "").lower().split())
    unit = FIGURES[code].unit if code in FIGURES else ""
    if unit not in _UNITS:
        return None
    token, mode = as_read(found[0].removesuffix(found["behind"] or "")), _MODES.get(code)
    is_mode_noun = bool(re.match(_MODE, noun))
    if mode and not (is_mode_noun or _says_mode(text, found, mode)):
        message = (
            f"Ô số {token} là {_label(code)}, lời văn nói khoản viện trợ chung; chọn lại ô số hoặc sửa lời. "
            f"Muốn in “5 {_NOUNS[code]}” thay vì “5 khoản”: thêm |{BARE} vào sau mã trong ô, rồi gõ "
            f"“{_NOUNS[code]}” sau ô."
        )
        return Beside(found[0], message, is_sure=bool(WHOLE.search(_sentence(text, found))))
    if is_mode_noun and unit == "khoản":
        if code not in _MODES:
            return (
                None if _is_several(noun) or code not in _ALL else Beside(found[0], _other(token, code, noun))
            )
        is_own = bool(re.fullmatch(_MODES[code], noun))
        return None if is_own else Beside(found[0], _other(token, code, noun), is_sure=True)
    if found["form"] == BARE and noun.startswith(unit):
        return None
    if noun and not noun.startswith(unit):
        return Beside(found[0], _other(token, code, noun), is_sure=True)
    if noun:
        return Beside(found[0], f"Ô số {token} đã in kèm chữ “{unit}”; bỏ chữ “{unit}” gõ sau ô.")
    return None


_ALL = frozenset({"aid.items_received", "aid.items_all"})


def _is_several(noun: str) -> bool:
    return len(re.findall(_MODE, noun)) > 1


def _label(code: str) -> str:
    label = FIGURES[code].label
    return f"{label[:1].lower()}{label[1:]}"


def _other(token: str, code: str, noun: str) -> str:
    return f"Ô số {token} là {_label(code)}, lời văn sau ô lại ghi “{noun}”; chọn lại ô số hoặc sửa lời."


def _sentence(text: str, found: re.Match[str]) -> str:
    """Return the words around a token up to a full stop, tokens left out."""
    first = max(0, found.start() - SENTENCE)
    starts = [end.end() for end in _END.finditer(text, first, found.start())]
    last = _END.search(text, found.end(), found.end() + SENTENCE)
    return without_tokens(
        text[starts[-1] if starts else first : last.start() if last else found.end() + SENTENCE]
    )


def _says_mode(text: str, found: re.Match[str], mode: str) -> bool:
    return bool(re.search(mode, _sentence(text, found), re.IGNORECASE))
