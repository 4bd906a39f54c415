"""The styles of a Word file and the automatic numbers that Word prints; nothing here reads text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from docx.oxml.ns import qn

LEGACY_FONTS = re.compile(r"\.Vn|VNI-", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(?:heading|tiêu đề|title)\s*(\d)?\Z", re.IGNORECASE)


def on_or_off(properties: Any, tag: str) -> bool | None:
    """Return whether a property is switched on or off here, None where nothing is said."""
    found = None if properties is None else properties.find(qn(tag))
    return None if found is None else found.get(qn("w:val"), "true") not in ("0", "false", "off")


def number_of(parent: Any, tag: str, default: int) -> int:
    found = None if parent is None else parent.find(qn(tag))
    value = "" if found is None else found.get(qn("w:val"), "")
    return int(value) if value.isdigit() else default


def name_of(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else unicodedata.normalize("NFC", name.get(qn("w:val"), ""))


def _roman(number: int) -> str:
    signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
             (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]  # fmt: skip
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: chr(64 + n) if n <= 26 else str(n),
    "lowerLetter": lambda n: chr(96 + n) if n <= 26 else str(n),
    "none": lambda n: "",
}


class Numbering:
    """Computes automatic numbers as Word prints them: counters by list, restarted by a higher level."""

    def __init__(self, document: Any) -> None:
        self.styles = {one.get(qn("w:styleId")): one for one in document.styles.element.iter(qn("w:style"))}
        self.levels: dict[str, dict[int, Any]] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.list_of: dict[str, str] = {}
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)
        self.own_levels: dict[str, dict[int, Any]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        linked: dict[str, str] = {}
        for abstract in root.iter(qn("w:abstractNum")):
            link = abstract.find(qn("w:numStyleLink"))
            if link is not None:
                linked[abstract.get(qn("w:abstractNumId"))] = link.get(qn("w:val"))
            self.levels[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): level for level in abstract.iter(qn("w:lvl"))
            }
        for number in root.iter(qn("w:num")):
            found = number.find(qn("w:abstractNumId"))
            if found is None:
                continue
            name = number.get(qn("w:numId"))
            self.list_of[name] = found.get(qn("w:val"))
            for override in number.iter(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                level = int(override.get(qn("w:ilvl")))
                if start is not None:
                    self.starts[name, level] = int(start.get(qn("w:val")))
                own = override.find(qn("w:lvl"))
                if own is not None:
                    self.own_levels[name][level] = own
        for name, abstract_id in list(self.list_of.items()):
            # A list that only points at a list style has its levels there.
            style = self.styles.get(linked.get(abstract_id, ""))
            number = None if style is None else style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None and number.get(qn("w:val")) in self.list_of:
                self.list_of[name] = self.list_of[number.get(qn("w:val"))]

    def style_of(self, paragraph: Any) -> Any:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return None if found is None else self.styles.get(found.get(qn("w:val")))

    def chain(self, style: Any) -> Iterator[Any]:
        """Yield a style and the styles it is based on."""
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            base = style.find(qn("w:basedOn"))
            style = None if base is None else self.styles.get(base.get(qn("w:val")))

    def style_value(self, style: Any, tag: str) -> bool | None:
        """Return whether a style switches a property of letters on or off, None where it says nothing."""
        values = (on_or_off(one.find(qn("w:rPr")), tag) for one in self.chain(style))
        return next((value for value in values if value is not None), None)

    def alignment(self, paragraph: Any, style: Any) -> str:
        """Return where the words of a paragraph stand, by itself or by its style."""
        for one in (paragraph, *self.chain(style)):
            found = one.find(f"{qn('w:pPr')}/{qn('w:jc')}")
            if found is not None:
                return found.get(qn("w:val"), "")
        return ""

    def legacy_fonts(self, style: Any) -> set[str]:
        """Return the faces of the old encodings (.VnTime, VNI-…) that a style names."""
        found = (one.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for one in self.chain(style))
        names = {name for fonts in found if fonts is not None for name in fonts.attrib.values()}
        return {name for name in names if LEGACY_FONTS.match(name)}

    def outline_level(self, paragraph: Any, style: Any) -> int | None:
        """Return 0 for the highest heading, 1 below it …, None for text."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None and own.get(qn("w:val"), "").isdigit():
            level = int(own.get(qn("w:val")))
            return level if level < 9 else None
        for one in self.chain(style):
            name = one.find(qn("w:name"))
            match = _HEADING_STYLE.match(name.get(qn("w:val"), "")) if name is not None else None
            if match and match[1]:
                return int(match[1]) - 1
            level = one.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if level is not None and level.get(qn("w:val"), "").isdigit():
                return int(level.get(qn("w:val")))
        return None

    def label_of(self, paragraph: Any) -> str:
        """Return the automatic number of this paragraph and count it."""
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number = None if found is None else found.find(qn("w:numId"))
        level = number_of(found, "w:ilvl", 0)
        style_id = ""
        for one in self.chain(self.style_of(paragraph)) if number is None else ():
            of_style = one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            number = None if of_style is None else of_style.find(qn("w:numId"))
            if number is not None:
                style_id = one.get(qn("w:styleId"))
                level = number_of(found, "w:ilvl", number_of(of_style, "w:ilvl", 0))
                break
        name = "0" if number is None else number.get(qn("w:val"))
        levels = self.levels.get(self.list_of.get(name, ""), {}) | self.own_levels.get(name, {})
        # A level that names the style is the style's level, whatever else the style says.
        for at, one in levels.items() if style_id else ():
            linked = one.find(qn("w:pStyle"))
            if linked is not None and linked.get(qn("w:val")) == style_id:
                level = at
        if name == "0" or level not in levels:
            return ""
        return self._next(name, level, levels)

    def _next(self, name: str, level: int, levels: dict[int, Any]) -> str:
        counters = self.counters[self.list_of[name]]
        if (name, level) in self.starts and (name, level) not in self.begun:
            counters[level] = self.starts[name, level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = self.starts.get((name, level), number_of(levels[level], "w:start", 1))
        self.begun.add((name, level))
        for below in [one for one in counters if one > level]:
            if number_of(levels.get(below), "w:lvlRestart", 1) != 0:
                del counters[below]
        text = levels[level].find(qn("w:lvlText"))
        pattern = "" if text is None else text.get(qn("w:val"), "")

        all_arabic = on_or_off(levels[level], "w:isLgl")

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form = levels[other].find(qn("w:numFmt")) if other in levels else None
            kind = "decimal" if form is None or all_arabic else form.get(qn("w:val"))
            value = counters.get(other, number_of(levels.get(other), "w:start", 1))
            return _FORMATS.get(kind, str)(value)

        form = levels[level].find(qn("w:numFmt"))
        if form is not None and form.get(qn("w:val")) == "bullet":
            return "-" if level == 0 else "+"
        return " ".join(re.sub(r"%(\d)", shown, pattern).split())
