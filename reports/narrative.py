"""The words that staff type: tokens such as {{aid.items_received}} become figures, lines become blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.models import Country
from reports.documents.blocks import Block, BulletList, FigureRef, NarrativeGap, Paragraph, Run, Text

ANNIVERSARY = "anniversary."
TOKEN = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
# A token within one brace more prints its number inside the stray sign.
_BRACED = re.compile(rf"(?P<open>\{{\s*)?{TOKEN.pattern}(?P<close>\s*\}})?")
_BULLET = re.compile(r"[-–•]\s+")


@dataclass(frozen=True)
class Relation:
    """A country as texts name it, and since when it has relations with Việt Nam."""

    code: str
    name: str
    names: tuple[str, ...]
    established_on: date
    source: str
    certainty: str
    # Where its day is kept; "" for one that is told as it was locked.
    url: str = ""

    def years(self, year: int) -> int:
        """Return the number of years reached in `year`."""
        return year - self.established_on.year


def relations() -> dict[str, Relation]:
    """Return every country with a known day of relations, by ISO code; one query."""
    rows = Country.objects.filter(established_on__isnull=False).order_by("sort_key")
    return {
        country.code: Relation(
            code=country.code,
            name=country.formal_name,
            names=tuple(dict.fromkeys(filter(None, (country.name, country.official_name, *country.aliases)))),
            established_on=established,
            source=country.source,
            certainty=country.get_certainty_display(),
            url=country.get_absolute_url(),
        )
        for country in rows
        if (established := country.established_on)
    }


def anniversary_code(country_code: str) -> str:
    """Return the token code of the years of relations with a country."""
    return f"{ANNIVERSARY}{country_code}"


def as_token(code: str) -> str:
    """Return the token as it is typed."""
    return f"{{{{{code}}}}}"


def token_codes(text: str) -> list[str]:
    """Return the codes of the tokens in a text, each once, in their order."""
    return list(dict.fromkeys(TOKEN.findall(text)))


def unknown_tokens(text: str, known: Iterable[str]) -> list[str]:
    """Return what stands in double braces and names no number, broken braces included."""
    names = set(known)
    wrong = [as_token(code) for code in token_codes(text) if code not in names]
    wrong += [match[0].strip() for match in _BRACED.finditer(text) if match["open"] or match["close"]]
    rest = TOKEN.sub(" ", _BRACED.sub(" ", text))
    return wrong + [match[0] for match in re.finditer(r"(?:\{\{|\}\})[^{}\s]{0,40}", rest)]


def unknown_token_sentence(wrong: str) -> str:
    """Return what to tell about a token that names no number."""
    if _BRACED.fullmatch(wrong) and not TOKEN.fullmatch(wrong):
        return f"Thừa dấu ngoặc nhọn ở {wrong}; mỗi bên ô số chỉ có hai dấu."
    return f"Không có số liệu nào tên {wrong}; chọn lại ô số trong bảng bên cạnh hoặc bỏ dấu ngoặc nhọn."


def with_tokens_as_text(text: str, refs: Mapping[str, FigureRef]) -> str:
    """Return the text as it reads in print."""
    return TOKEN.sub(lambda match: refs[match[1]].text if match[1] in refs else match[0], text)


def without_tokens(text: str) -> str:
    """Return only what was typed by hand; each token leaves a sign that belongs to no word."""
    return TOKEN.sub("§", text)


def whole_words(words: str) -> re.Pattern[str]:
    """Return the pattern of words that begin and end by themselves: "15 dự án" has no "5 dự án"."""
    return re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?![.,]?\d)(?!\w)")


def place_in(text: str, start: int) -> int:
    """Return where in a text the sign at `start` of `without_tokens` of it stands."""
    for match in TOKEN.finditer(text):
        if match.start() >= start:
            break
        start += match.end() - match.start() - 1
    return start


def clause_in(text: str, words: str) -> str:
    """Return the stretch of a text that reads as `words` where tokens are signs, "" where there is none."""
    signs = re.escape(words).replace("§", r"(?:§|\{\{\s*[^{}\s]+\s*\}\})")
    found = re.search(signs, text)
    return found[0] if found else ""


def runs_of(line: str, refs: Mapping[str, FigureRef]) -> tuple[Run, ...]:
    """Return one line as runs; a token without a number stands as a gap that keeps the paper a draft."""
    runs: list[Run] = []
    end = 0
    for match in TOKEN.finditer(line):
        if match.start() > end:
            runs.append(Text(line[end : match.start()]))
        code = match[1]
        runs.append(refs[code] if code in refs else NarrativeGap(f"ô số {match[0]} không có"))
        end = match.end()
    if end < len(line):
        runs.append(Text(line[end:]))
    return tuple(runs)


def blocks_of(text: str, refs: Mapping[str, FigureRef]) -> list[Block]:
    """Return the paragraphs of a text; lines that begin with "-" are one list."""
    blocks: list[Block] = []
    bullets: list[tuple[Run, ...]] = []
    for line in [*(part.strip() for part in text.splitlines()), ""]:
        bullet = _BULLET.match(line)
        if bullet:
            bullets.append(runs_of(line[bullet.end() :], refs))
            continue
        if bullets:
            blocks.append(BulletList(bullets))
            bullets = []
        if line:
            blocks.append(Paragraph(runs_of(line, refs)))
    return blocks
