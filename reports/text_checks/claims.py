"""The numbers of a clause that a register may bear out, in whatever way they are typed; pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from programs.wording.checks.sentences import Sentence, clauses_of, sentences_of
from reports.text_checks.meant import AID_NOUNS, COUNTS, FOLLOWED_UP, MEMBER, around, is_dollars
from reports.text_checks.parts import near
from reports.text_checks.times import leads_of
from reports.text_checks.typed import (
    Typed,
    beyond_plans_in,
    counts_in,
    fractions_in,
    money_in,
    result_behind,
)

# "4 khoản viện trợ trị giá trên 200.000 USD" bounds each of them and is no sum.
_BOUND = re.compile(r"(?:trên|hơn|từ)\s+\d{1,3}(?:\.000|\s+nghìn)\s+(?:USD|đô)", re.IGNORECASE)
_EACH_OF = re.compile(
    r"\d\s+(?:khoản|dự án|phi dự án)(?:\s+viện trợ)?\s+(?:có\s+|với\s+)?(?:giá trị|trị giá|vốn)\s+$",
    re.IGNORECASE,
)
_IN_PARTS = f"{FOLLOWED_UP}|{MEMBER}"


def clauses_with_leads(text: str) -> Iterator[tuple[Sentence, str]]:
    """Yield the clauses of a text, each with the line with a colon that opens its list, "" for none."""
    leads = dict(leads_of(text))
    for sentence in sentences_of(text):
        lead = leads.get(text.rfind("\n", 0, sentence.start + 1) + 1, "")
        yield from ((clause, lead) for clause in clauses_of(text, sentence))


def numbers_of(text: str, clause: Sentence) -> Iterator[Typed]:
    """Yield the amounts of money, the counts and the fractions of a clause."""
    for one, has_currency in money_in(text, clause.start, clause.end):
        if _BOUND.match(text, one.start) and _EACH_OF.search(
            text[max(clause.start, one.start - 60) : one.start]
        ):
            continue
        if has_currency or is_dollars(near(*around(text, clause, one))):
            yield one
    for one in fractions_in(text, _IN_PARTS, clause.start, clause.end):
        # What a few of the members did is in no register, how many there are is.
        if one.is_whole or not one.noun.startswith("hội"):
            yield one
    if "/" in clause.text:
        yield from beyond_plans_in(text, AID_NOUNS, clause.start, clause.end)
    for one in counts_in(text, COUNTS, clause.start, clause.end):
        yield one
        if (result := result_behind(text, one, clause.end)) is not None:
            yield result
