"""Measures a finished PDF against the official layout of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from pathlib import Path

from reports.documents.checker import body_rules, end_rules, head_rules, rules, special_rules
from reports.documents.checker.anatomy import pieces
from reports.documents.checker.findings import Finding, UnreadablePdf
from reports.documents.checker.listing import Measured, measured_rules
from reports.documents.checker.reading import Paper, read_pdf

__all__ = ["Finding", "Measured", "UnreadablePdf", "check_pdf", "measure_pdf"]

_PIECE_RULES = (*head_rules.RULES, *body_rules.RULES, *end_rules.RULES, *special_rules.RULES)


def check_pdf(source: Path | str | bytes) -> list[Finding]:
    """Return what is wrong with a PDF, in page order; an empty list when every rule is kept.

    A sheet of another size or direction, or one without words, is all that is told of a file: nothing
    else can be measured on it.
    Raises UnreadablePdf when the file cannot be opened or is no PDF.
    """
    return _check(read_pdf(source))


def measure_pdf(source: Path | str | bytes) -> tuple[list[Finding], list[Measured]]:
    """Return what is wrong with a PDF, and every rule with what the file has. Raises UnreadablePdf."""
    paper = read_pdf(source)
    found = _check(paper)
    return found, measured_rules(paper, found)


def _check(paper: Paper) -> list[Finding]:
    first = [finding for rule in rules.SHEET_RULES for finding in rule(paper)]
    if first:
        return first
    found = [finding for rule in rules.RULES for finding in rule(paper)]
    for piece in pieces(paper):
        found += [finding for rule in _PIECE_RULES for finding in rule(piece)]
    return sorted(found, key=lambda finding: finding.page)
