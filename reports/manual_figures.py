"""Numbers typed by hand as the words of a report name them: {{tay.CODE}}."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from reports.documents.blocks import FigureRef
from reports.models import ManualFigure

MANUAL = "tay."
_DEFINITION = "Số nhập tay; nguồn: "


def manual_token(code: str) -> str:
    """Return the code of the token that stands for a number typed by hand."""
    return f"{MANUAL}{code}"


def manual_tokens() -> set[str]:
    """Return every code of a token for a number typed by hand, of any year."""
    return {manual_token(code) for code in ManualFigure.objects.order_by().values_list("code", flat=True)}


def definition_of(row: ManualFigure) -> str:
    """Return what a snapshot keeps of where a number comes from."""
    return f"{_DEFINITION}{row.source_words}."


def source_in(definition: str) -> str:
    """Return the source that `definition_of` wrote."""
    return definition.removeprefix(_DEFINITION).removesuffix(".")


def manual_refs(tokens: Iterable[str], year: int) -> dict[str, FigureRef]:
    """Return those that the tokens name and the year has; each opens the page that names its source."""
    codes = [token.removeprefix(MANUAL) for token in tokens if token.startswith(MANUAL)]
    if not codes:
        return {}
    rows = ManualFigure.objects.filter(code__in=codes, year=year)
    return {
        manual_token(row.code): FigureRef(
            manual_token(row.code),
            row.text,
            reverse("reports:manual_figure", args=[row.pk]),
            source=row.source_words,
        )
        for row in rows
    }
