"""Names as the office's own registers write them: with lead words, shortened, with the district of old."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from aid.own_files.values import as_said
from core.spreadsheets.cells import Cell, CellRefused, unknown_name
from core.spreadsheets.reader import Lookup, Resolved
from core.text import fold, match_key, near_spellings

# Answers to what a cell of these columns means hold for every row with the same text.
ANSWERED = ("sectors", "owner", "donor", "places", "kind", "emergency")
EVERYWHERE = {"toàn tỉnh", "toàn tỉnh thanh hóa", "tỉnh thanh hóa", "toàn quốc", "nhiều xã", "các xã"}
LEAD = re.compile(r"^(?:lĩnh vực|linh vuc|lv|ngành|nganh|nhóm|nhom|mảng|mang)\b[\s:.–-]*", re.IGNORECASE)
SHARE_BEHIND = re.compile(r"^(?P<name>.*?)\s*(?P<share>\(?\s*[\d.,]+\s*%\s*\)?)?$", re.DOTALL)
COMMITTEE = re.compile(r"^(?:ubnd|uy ban nhan dan) (?P<kind>xa|phuong) (?P<name>.+)$")
DISTRICT = r"(?:huyện|thị\s+xã|thành\s+phố|tp\.?|tx\.?)\s+[^,;|()]+?"
PROVINCE = re.compile(r"[\s,–-]*\btỉnh\s+thanh\s+h(?:óa|oá)\s*(?=\)|\(|$)", re.IGNORECASE)
FORMER = re.compile(
    rf"^(?P<name>.+?)\s*(?:[,(|–-]|\s)\s*(?:thuộc\s+)?(?P<district>{DISTRICT})\s*\)?\s*(?P<share>\(\s*[\d.,]+\s*%\s*\))?$",
    re.IGNORECASE,
)
ONLY_DISTRICT = re.compile(rf"^{DISTRICT}$", re.IGNORECASE)


def letters_of(text: str) -> str:
    """Return the letters and digits of a name: "Sở GD&ĐT" and "Sở GDĐT" are one."""
    return re.sub(r"[\W_]+", "", match_key(text))


def sectors_of_registers(lookup: Lookup, known: Iterable[str]) -> Lookup:
    """Return the lookup that also takes "Lĩnh vực Y tế", "NGÀNH GIÁO DỤC" and names without marks."""
    folded = _alone(known, fold)

    def find(text: str) -> Any:
        try:
            return lookup(text)
        except CellRefused:
            bare = LEAD.sub("", text.strip()) or text
            parts = SHARE_BEHIND.match(bare)
            name, share = (parts["name"], parts["share"] or "") if parts else (bare, "")
            if meant := folded.get(fold(name)):
                return lookup(f"{meant} {share}".strip())
        return lookup(bare)

    return find


def agencies_of_registers(lookup: Lookup, known: Iterable[str]) -> Lookup:
    """Return the lookup that also takes names cut short or abbreviated, and offers only near names."""
    known = [name for name in dict.fromkeys(known) if name]
    spelt = _alone(known, letters_of)

    def find(text: str) -> Any:
        try:
            return lookup(text)
        except CellRefused as refused:
            meant = spelt.get(letters_of(text), "")
            wanted = match_key(text) + " "
            longer = [name for name in known if match_key(name).startswith(wanted)]
            if not meant and len(longer) == 1 and len(text.split()) > 2:
                meant = longer[0]
            if not meant:
                proposals = [name for name in refused.proposals if _is_near(text, name)]
                raise CellRefused(unknown_name(text, proposals), proposals) from refused
        found = lookup(meant)
        return Resolved(found, f"'{text}' hiểu là '{found}'")

    return find


def _is_near(text: str, name: str) -> bool:
    """Whether the committee of a commune is that of a commune of nearly this name; others may well be."""
    typed, other = COMMITTEE.match(fold(text)), COMMITTEE.match(fold(name))
    if typed is None:
        return True
    return other is not None and bool(near_spellings(typed["name"], [other["name"]], 1))


def _alone(names: Iterable[str], key: Callable[[str], str]) -> dict[str, str]:
    """Return the names by what is compared of them, without those that two names share."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(key(name), set()).add(name)
    return {compared: min(same) for compared, same in found.items() if len(same) == 1}


def former_district(text: str) -> tuple[str, str]:
    """Return a commune and the district that it lay in before 01/07/2025, "" where none is named.

    "xã Tam Thanh, huyện Quan Sơn" and "Xã Tam Thanh | Quan Sơn" both name it. Raises CellRefused for a
    district alone.
    """
    bare = PROVINCE.sub("", " ".join(text.split())) or text
    if ONLY_DISTRICT.match(bare):
        district = _bare_district(bare)
        raise CellRefused(
            f"'{bare[:80]}' là cấp huyện cũ, không còn từ 01/07/2025. "
            f"Hãy ghi xã, phường, ví dụ 'Xã … | {district}', hoặc để trống."
        )
    name, bar, district = bare.partition("|")
    if bar:
        return name.strip(" .,"), _bare_district(district)
    found = FORMER.match(bare)
    if found is None:
        return bare, ""
    return f"{found['name'].strip(' .,')} {found['share'] or ''}".strip(), _bare_district(found["district"])


def _bare_district(text: str) -> str:
    return re.sub(r"^huyện\s+", "", text.strip(" .,"), flags=re.IGNORECASE)[:100]


def is_everywhere(text: str) -> bool:
    """Whether the text names no commune but the whole province."""
    return " ".join(text.casefold().split()).strip(" .") in EVERYWHERE


def place_in_words(place: Any) -> str:
    """Return a value as the preview shows it: a commune with its district of old."""
    district = getattr(place, "former_district", None)
    return f"{place} | {district}" if district else str(place)


def answers_given(typed: dict[str, str], preview: dict[str, Any], unknown: str) -> dict[str, dict[str, str]]:
    """Return by column what was typed for texts that no catalogue knows: {"owner": {"so gd dt": "Sở …"}}."""
    answers: dict[str, dict[str, str]] = {}
    for row in preview["rows"]:
        for cell in row["cells"]:
            answer = typed.get(f"{row['number']}:{cell['key']}", "").strip()
            said = cell.get("source") or cell.get("raw") or cell["text"]
            is_name = cell["key"] in ANSWERED and unknown in cell["message"]
            if answer and is_name and (asked := answer_key(said)):
                answers.setdefault(cell["key"], {})[asked] = answer
    return answers


def answered(cells: list[Cell], given: Mapping[str, str]) -> tuple[list[Cell], str]:
    """Return the cells with the answer once given to their text, and that text; "" where none was."""
    said = "; ".join(as_said(cell) for cell in cells)
    answer = given.get(answer_key(said)) if cells else None
    if answer is None:
        return cells, ""
    return [replace(cells[0], kind="text", value=answer, formula=None, length=len(answer))], said


def answer_key(text: str) -> str:
    """Return the text as answers are found again: without marks, signs and case."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()[:250]
