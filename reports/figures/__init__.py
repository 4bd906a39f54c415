"""Figures: every number of a dashboard or a report, computed by one named function."""

from reports.figures import aid, associations, ledger, meetings, programs
from reports.figures.base import (
    FIGURES,
    Breakdown,
    Figure,
    FigureValue,
    Scope,
    Section,
    UnknownFigureError,
    break_down,
    compute,
    compute_many,
    figure,
    figure_named,
    may_read_figure,
    records,
    scope_of_year,
    sections,
)
from reports.figures.measures import Count, Share, Sum

__all__ = [
    "FIGURES",
    "Breakdown",
    "Count",
    "Figure",
    "FigureValue",
    "Scope",
    "Section",
    "Share",
    "Sum",
    "UnknownFigureError",
    "aid",
    "associations",
    "break_down",
    "compute",
    "compute_many",
    "figure",
    "figure_named",
    "ledger",
    "may_read_figure",
    "meetings",
    "programs",
    "records",
    "scope_of_year",
    "sections",
]
