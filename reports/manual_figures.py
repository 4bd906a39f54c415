"""Numbers typed by hand as the words of a report name them: {{tay.CODE}}."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from reports.documents.blocks import FigureRef
from reports.models import ManualFigure
from reports.windows import Window

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


def manual_rows(tokens: Iterable[str], span: Window, issuer_id: int | None) -> dict[str, ManualFigure]:
    """Return the numbers that the tokens name and that a report of the issuer over this window prints."""
    codes = [token.removeprefix(MANUAL) for token in tokens if token.startswith(MANUAL)]
    return numbers_for(span, issuer_id, codes=codes) if codes else {}


def numbers_for(
    span: Window, issuer_id: int | None, *, codes: Iterable[str] | None = None
) -> dict[str, ManualFigure]:
    """Return the numbers of a window for a report of the issuer, by their token, in the order of their names.

    Of one code its own comes before the province's, a number of its very days before that of the year. What
    another agency gave for itself is none of its.
    """
    rows = rows_of(span).filter(Q(agency=issuer_id) | Q(agency=None) if issuer_id else Q(agency=None))
    if codes is not None:
        rows = rows.filter(code__in=codes)
    found = {row.code: row for row in rows.order_by(*_LAST_COUNTS)}
    return {
        manual_token(row.code): row for row in sorted(found.values(), key=lambda row: (row.label, row.pk))
    }


_LAST_COUNTS = (F("agency").asc(nulls_first=True), F("start_on").asc(nulls_first=True), "pk")


def rows_of(span: Window) -> QuerySet[ManualFigure]:
    """Return the numbers of a window, whosesoever: with its very days, or without days for a year.

    A number of a calendar year is none of its first half, nor of a year from December to December.
    """
    covers = Q(start_on=span.start, end_on=span.end)
    if (span.start, span.end) == (date(span.end.year, 1, 1), date(span.end.year, 12, 31)):
        covers |= Q(start_on=None, end_on=None, year=span.end.year)
    return ManualFigure.objects.filter(covers).select_related("agency")


def manual_refs(tokens: Iterable[str], span: Window, issuer_id: int | None) -> dict[str, FigureRef]:
    """Return those that the tokens name and the window has; each opens the page that names its source."""
    return {
        token: FigureRef(
            token, row.text, reverse("reports:manual_figure", args=[row.pk]), source=row.source_words
        )
        for token, row in manual_rows(tokens, span, issuer_id).items()
    }
