"""Sums of amounts in SQL that may be longer than the 64 bits in which SQLite adds."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, Sum

from core.halves import HALF, whole


def half_sums(name: str, column: str, *, filter: Q | None = None) -> dict[str, Sum]:
    """Return the aggregates of both halves of a column, which `whole_sum` puts together; exact."""
    return {
        f"{name}_high": Sum(F(column) / HALF, filter=filter),
        f"{name}_low": Sum(F(column) % HALF, filter=filter),
    }


def whole_sum(row: Mapping[str, Any], name: str) -> int:
    """Return the sum whose halves stand in the row; 0 where there was nothing to add."""
    return whole(row[f"{name}_high"] or 0, row[f"{name}_low"] or 0)


def wide_sum(column: str) -> ExpressionWrapper:
    """Return the sum of a column as one value, for annotations that SQL compares or orders by.

    Beyond 64 bits SQLite gives a rounded number rather than an error.
    """
    total = Sum(F(column) / HALF) * HALF + Sum(F(column) % HALF)
    return ExpressionWrapper(total, output_field=BigIntegerField())
