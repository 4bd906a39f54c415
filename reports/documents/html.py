"""An official document as HTML: for the web page, and part by part for the PDF engine."""

import re
import unicodedata
from functools import cache
from itertools import count
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from fontTools.ttLib import TTFont

from reports.documents.blocks import MOTTO, NATION, Appendix, Document, Header
from reports.documents.whole import held_in_html

STATIC = Path(settings.BASE_DIR) / "static"
_LEFT_COLUMN_MM_AT_13 = 67.0
_MM_PER_POINT = 25.4 / 72


def preview_html(document: Document) -> SafeString:
    """Return the document for a web page: one sheet per part, figures linked to their records."""
    page = _from_the_top(render_to_string("reports/documents/preview.html", _context(document)))
    page = _notes_below(_whole_lists(page))
    # Only tags without words of anybody are added to what the templates have escaped.
    return mark_safe(held_in_html(page, is_web=True))  # noqa: S308 – see above


def paper_parts(document: Document) -> list[str]:
    """Return the HTML pages the PDF is made of: the document, then each appendix."""
    return [_paper(document, None), *(_paper(document, appendix) for appendix in document.appendices)]


def with_bookmark(parts: list[str], label: str) -> list[str]:
    """Return the pages of a document that is bound with others; its title becomes their bookmark."""
    first, *others = parts
    mark = f'<h1 class="vb-title" data-bookmark="{escape(label)}">'
    return [first.replace('<h1 class="vb-title">', mark, 1), *others]


def head_size(header: Header) -> int:
    """Return 13, or 12 where the issuer's name needs the room beside the Quốc hiệu."""
    widest = max(
        [text_width_mm(line, 13, bold=True) for line in header.issuing]
        + [text_width_mm(line, 13, bold=False) for line in header.superior]
    )
    return 13 if widest <= _LEFT_COLUMN_MM_AT_13 else 12


def text_width_mm(text: str, points: float, *, bold: bool) -> float:
    """Return how wide a line is in the document face."""
    advances, units = _advances("Bold" if bold else "Regular")
    return sum(advances.get(ord(letter), units // 2) for letter in text) / units * points * _MM_PER_POINT


def unprintable_letters(parts: list[str]) -> list[str]:
    """Return the characters of these pages that the document face cannot draw."""
    advances, _ = _advances("Regular")
    letters = {letter for part in parts for letter in part if not letter.isspace()}
    return sorted(letter for letter in letters if ord(letter) not in advances)


@cache
def _advances(style: str) -> tuple[dict[int, int], int]:
    with TTFont(STATIC / "fonts" / f"LiberationSerif-{style}.ttf", lazy=True) as font:
        metrics = font["hmtx"].metrics
        widths = {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
        return widths, font["head"].unitsPerEm


def _paper(document: Document, appendix: Appendix | None) -> str:
    context = {**_context(document), "appendix": appendix}
    return _clean(_whole_lists(_from_the_top(render_to_string("reports/documents/paper.html", context))))


def _context(document: Document) -> dict[str, object]:
    return {
        "document": document,
        "head_size": head_size(document.header),
        "nation": NATION,
        "motto": MOTTO,
    }


def _from_the_top(html: SafeString) -> SafeString:
    """Return the page with its clauses one level up where no part or section stands above them.

    Who listens to a page is led by its levels, of which none may be left out.
    """
    if 'class="vb-part"' in html or '<h2 class="vb-heading"' in html:
        return html
    raised = html.replace('<h3 class="vb-heading">', '<h2 class="vb-heading vb-clause">').replace(
        "</h3>", "</h2>"
    )
    # What the templates have escaped stays escaped: only tags of their own were exchanged.
    return mark_safe(raised)  # noqa: S308 – see above


def _whole_lists(html: SafeString) -> SafeString:
    """Return the page with lists that follow each other as one, so that a page may break between them.

    The engine keeps a list with what stands above it: its heading, the words that name it.
    """
    # What the templates have escaped stays escaped: only tags of their own were taken out.
    return mark_safe(_BETWEEN_LISTS.sub("", html))  # noqa: S308 – see above


def _notes_below(html: SafeString) -> SafeString:
    """Return a web page with the footnotes of each sheet below it, numbered as on paper."""

    def sheet(found: re.Match[str]) -> str:
        notes = _FOOTNOTE.findall(found[0])
        if not notes:
            return found[0]
        numbers = count(1)
        called = _FOOTNOTE.sub(lambda _: _NUMBER.format(next(numbers)), found[0])
        lines = (
            f'<p class="vb-footnote">{_NUMBER.format(at)} {note}</p>' for at, note in enumerate(notes, 1)
        )
        return (
            f'{called.removesuffix("</section>")}<div class="vb-footnotes">{"".join(lines)}</div></section>'
        )

    # What the templates have escaped stays escaped: only tags of their own were moved.
    return mark_safe(_SHEET.sub(sheet, html))  # noqa: S308 – see above


def _clean(html: str) -> str:
    """Return the page in NFC, without controls, stray surrogates, invisible joiners and trailing spaces."""
    kept = (letter for letter in html if letter in "\n\t" or unicodedata.category(letter) not in _INVISIBLE)
    head, body, rest = unicodedata.normalize("NFC", "".join(kept)).partition("<body")
    return head + body + held_in_html(_TRAILING.sub("", _BETWEEN_CELLS.sub(">", rest)))


# The engine gives the space behind the last word room of its own, and breaks a full last line in two.
_TRAILING = re.compile(r"\s+(?=</(?:p|td|th|h[1-3]|li)>)")
# A long table has as many of these as cells; each would be read, made a box and thrown away.
_BETWEEN_CELLS = re.compile(r">\s+(?=</?(?:caption|colgroup|col|thead|tbody|tr|th|td|table)\b)")
_BETWEEN_LISTS = re.compile(r'</ul>\s*<ul class="vb-list">\s*')
_SHEET = re.compile(r'<section class="vb-sheet.*?</section>', re.DOTALL)
_FOOTNOTE = re.compile(r'<small class="vb-footnote[^>]*>(.*?)</small>', re.DOTALL)
_NUMBER = '<sup class="vb-mark">{}</sup>'
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
