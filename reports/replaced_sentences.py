"""The sentences of numbers that the portal leaves out because the words of staff say it themselves.

The author's sentence replaces the portal's; what the report no longer tells then has to be said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Block, BulletList, FigureRef, Paragraph, Run, Text, as_runs
from reports.figure_marks import figures_in
from reports.figures.words import BARE, SAME_PERIOD, bare_text
from reports.kinds.year_end import passage_blocks
from reports.kinds.year_end_numbers import Numbers
from reports.kinds.year_end_sentences import SENTENCES, Sentence
from reports.models import NarrativeBlock
from reports.narrative import ANNIVERSARY, as_token, token_codes

_QUOTED, _NAMED = 60, 6


@dataclass(frozen=True)
class Replaced:
    """A sentence of the portal that is left out.

    Attributes:
        opening: Its first words.
        because: The number of the words that takes its place, as a reader calls it.
        lost: The names of the figures that the report tells nowhere else.
        text: The sentence as it would be typed, with tokens for its figures.

    """

    opening: str
    because: str
    lost: tuple[str, ...]
    text: str

    @property
    def lost_words(self) -> str:
        """The names of the lost figures in one line."""
        more = len(self.lost) - _NAMED
        return "; ".join(self.lost[:_NAMED]) + (f" và {more} số nữa" if more > 0 else "")

    @property
    def words(self) -> str:
        """What to tell the authors."""
        told = f"Cổng không in câu “{self.opening}” nữa vì lời văn đã nêu {self.because}"
        return f"{told}; các số không còn trong báo cáo: {self.lost_words}." if self.lost else f"{told}."


def replaced_in(passages: Sequence[NarrativeBlock], numbers: Numbers) -> dict[str, list[Replaced]]:
    """Return by the key of each passage of a report the sentences of the portal that its words replace."""
    left_out = {block.key: found for block in passages if (found := _left_out(block))}
    if not left_out:
        return {}
    printed = figures_in(
        one for block in passages for parts in passage_blocks(block, numbers) for one in parts
    )
    told = {code.partition("|")[0] for code in printed}
    made = {
        key: [one for sentence, token in found if (one := _replaced(sentence, token, numbers, told))]
        for key, found in left_out.items()
    }
    return {key: found for key, found in made.items() if found}


def _left_out(block: NarrativeBlock) -> list[tuple[Sentence, str]]:
    used = token_codes(block.text)
    found = []
    for code in block.sentences:
        sentence = SENTENCES.get(code)
        token = next((one for one in used if sentence and one.startswith(sentence.lead)), "")
        if sentence and token:
            found.append((sentence, token))
    return found


def _replaced(sentence: Sentence, because: str, numbers: Numbers, told: Collection[str]) -> Replaced | None:
    blocks = sentence.blocks(numbers)
    lines = _lines(blocks)
    if not lines:
        return None
    plain = " ".join("".join(run.text for run in line) for line in lines)
    opening = plain if len(plain) <= _QUOTED else f"{plain[:_QUOTED].rsplit(' ', 1)[0].rstrip(',;:')} …"
    codes = dict.fromkeys(code.partition("|")[0] for code in figures_in(blocks))
    lost = tuple(_name(code, numbers) for code in codes if code not in told)
    because = f"số “{_name(because.partition('|')[0], numbers)}”"
    return Replaced(opening, because, lost, "\n".join(_typed(line, numbers) for line in lines))


def _name(code: str, numbers: Numbers) -> str:
    if code in numbers.values:
        return numbers.value(code).label
    relation = numbers.relations.get(code.removeprefix(ANNIVERSARY))
    return f"Năm quan hệ với {relation.name}" if relation else as_token(code)


def _lines(blocks: Sequence[Block]) -> list[list[Text | FigureRef]]:
    """Return the paragraphs and list items of a sentence; a chart has no words."""
    found: list[Sequence[Run]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(as_runs(block.runs))
        elif isinstance(block, BulletList):
            found += [(Text("- "), *as_runs(item)) for item in block.items]
    return [[run for run in line if isinstance(run, Text | FigureRef)] for line in found]


def _typed(line: Sequence[Text | FigureRef], numbers: Numbers) -> str:
    return "".join(_token(run, numbers) if isinstance(run, FigureRef) else run.text for run in line)


def _token(ref: FigureRef, numbers: Numbers) -> str:
    """Return the token that prints a number as the portal did, else as near as a token comes."""
    named = numbers.refs().get(ref.code)
    if named is None:
        return ref.text
    value = numbers.values.get(ref.code)
    forms = {named.text: ref.code}
    if value is not None:
        forms |= {
            numbers.ref(ref.code, exact=True).text: f"{ref.code}|chinh-xac",
            numbers.said(ref.code).text: f"{ref.code}|hoac-khong",
        } | forms
    if ref.text in forms:
        return as_token(forms[ref.text])
    if f"{ref.text}{SAME_PERIOD}" == named.text:
        return as_token(ref.code)
    if ref.text.startswith(named.text):
        return as_token(ref.code) + ref.text[len(named.text) :]
    # The token prints "5 khoản" where the sentence says "5 dự án": its number alone, and the other words.
    number, _, words = ref.text.partition(" ")
    return f"{as_token(f'{ref.code}|{BARE}')} {words}" if number == bare_text(named.text) else ref.text
