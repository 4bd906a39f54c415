"""Numbers typed by hand as the words of a report name them: {{tay.CODE}}."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from reports.documents.blocks import FigureRef
from reports.models import ManualFigure

MANUAL = "tay."


def manual_token(code: str) -> str:
    """Return the code of the token that stands for a number typed by hand."""
    return f"{MANUAL}{code}"


def manual_tokens() -> set[str]:
    """Return every code of a token for a number typed by hand, of any year."""
    return {manual_token(code) for code in ManualFigure.objects.order_by().values_list("code", flat=True)}


def manual_refs(tokens: Iterable[str], year: int) -> dict[str, FigureRef]:
    """Return those that the tokens name and the year has; each opens the page that names its source."""
    codes = [token.removeprefix(MANUAL) for token in tokens if token.startswith(MANUAL)]
    if not codes:
        return {}
    rows = ManualFigure.objects.filter(code__in=codes, year=year)
    return {
        manual_token(row.code): FigureRef(
            manual_token(row.code), row.text, reverse("reports:manual_figure", args=[row.pk])
        )
        for row in rows
    }
