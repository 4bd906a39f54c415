"""Measures a finished PDF against the official layout of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from pathlib import Path

from reports.documents.checker.findings import Finding, UnreadablePdf
from reports.documents.checker.reading import read_pdf
from reports.documents.checker.rules import RULES

__all__ = ["Finding", "UnreadablePdf", "check_pdf"]


def check_pdf(source: Path | str | bytes) -> list[Finding]:
    """Return what is wrong with a PDF, in page order; an empty list when every rule is kept.

    Raises UnreadablePdf when the file cannot be opened or is no PDF.
    """
    paper = read_pdf(source)
    found = [finding for rule in RULES for finding in rule(paper)]
    return sorted(found, key=lambda finding: finding.page)
