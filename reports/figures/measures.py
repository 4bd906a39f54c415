"""What a figure may be: a count of rows, a sum of a column, a share of two of them; and how SQL adds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, CharField, Expression, F, QuerySet
from django.db.models import Count as CountRows
from django.db.models import Sum as SumRows
from django.db.models import Value as Constant
from django.db.models.functions import Cast, Coalesce

from core.halves import HALF
from core.money import approx_text, format_money, format_number
from reports.figures.kept import Question, answers

_EMPTY_SHARE = "–"


@dataclass(frozen=True)
class Tally:
    """What the database says about one measure: rows, their sum, and rows without a value."""

    rows: int = 0
    total: int = 0
    missing: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(self.rows + other.rows, self.total + other.total, self.missing + other.missing)


class Measure:
    """A number over rows."""

    def parts(self) -> tuple[Simple, ...]:
        """Return the single measures that the number is made of."""
        raise NotImplementedError

    def value(self, tallies: Sequence[Tally]) -> Decimal | int | None:
        """Return the number from the tallies of its parts."""
        raise NotImplementedError

    def words(self, value: Any, unit: str) -> tuple[str, str]:
        """Return the number as a report prints it, and in full."""
        text = f"{format_number(value)} {unit}".strip()
        return text, text


class Simple(Measure):
    """A measure over one set of rows."""

    rows: QuerySet[Any]
    apart: tuple[QuerySet[Any], ...] = ()

    def parts(self) -> tuple[Simple, ...]:
        """Return the measure itself."""
        return (self,)

    @property
    def unit(self) -> str:
        """The unit of the measure where it is part of a share."""
        return ""

    def arms(self) -> tuple[QuerySet[Any], ...]:
        """Return the rows as sets without a row in common, each of which an index answers."""
        return self.apart or (self.rows,)

    def split_arms(self) -> tuple[QuerySet[Any], ...]:
        """Return the same sets where a column of the rows splits them."""
        return self.arms()

    def counted_arms(self) -> tuple[QuerySet[Any], ...]:
        """Return what `counted` does as sets without a row in common."""
        return self.split_arms()

    def number_of(self, rows: QuerySet[Any]) -> CountRows:
        """Return how one of the sets is counted."""
        # Rows, not their key: an index without the key may answer then.
        return CountRows("*")

    def tallied(self) -> Tally:
        """Return what the database says about these rows alone."""
        return tally_all([self])[0]

    def columns(self) -> dict[str, Any]:
        """Return the aggregates `high`, `low`, `missing` of the rows."""
        raise NotImplementedError

    def counted(self) -> QuerySet[Any]:
        """Return the rows that make the number."""
        raise NotImplementedError

    def left_out(self) -> QuerySet[Any]:
        """Return the rows that belong here and have no value to add."""
        raise NotImplementedError

    def worth(self, record: Any) -> Decimal | int:
        """Return what one row adds to the number."""
        raise NotImplementedError


@dataclass(frozen=True)
class Count(Simple):
    """How many rows there are; `apart` are the same rows as sets without a row in common."""

    rows: QuerySet[Any]
    apart: tuple[QuerySet[Any], ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return nothing to add up."""
        nothing = Constant(0, BigIntegerField())
        return {"high": nothing, "low": nothing, "missing": nothing}

    def value(self, tallies: Sequence[Tally]) -> int:
        """Return the number of rows."""
        return tallies[0].rows

    def counted(self) -> QuerySet[Any]:
        """Return all rows."""
        return self.rows

    def left_out(self) -> QuerySet[Any]:
        """Return no row."""
        return self.rows.none()

    def worth(self, record: Any) -> int:
        """Return one."""
        return 1


@dataclass(frozen=True)
class CountNamed(Count):
    """How many rows there are, told from the rows that name them: how many different ones do.

    An index over what names them answers where each row itself would be looked up by its key.
    """

    naming: QuerySet[Any] | None = None
    column: str = ""

    def arms(self) -> tuple[QuerySet[Any], ...]:
        """Return what names the rows."""
        return super().arms() if self.naming is None else (self.naming,)

    def split_arms(self) -> tuple[QuerySet[Any], ...]:
        """Return the rows themselves, which have the columns that they are split by."""
        return (self.rows,)

    def number_of(self, rows: QuerySet[Any]) -> CountRows:
        """Return the count of different rows that are named."""
        return super().number_of(rows) if rows is not self.naming else CountRows(self.column, distinct=True)


@dataclass(frozen=True)
class Sum(Simple):
    """The sum of a column; rows without a value are left out and said so.

    `usd` reads the column as US cents. `by_share` multiplies by the annotation `share`, per cent or with four
    `share_digits` hundredths of one, for amounts divided among sectors or communes; the parts of one amount
    add up to it exactly. `apart` are the same rows as
    sets without a row in common: what an index tells of each, it does not tell of one or the other.
    """

    rows: QuerySet[Any]
    column: str = "usd_minor"
    usd: bool = True
    by_share: bool = False
    share_digits: int = 2
    apart: tuple[QuerySet[Any], ...] = ()

    @property
    def unit(self) -> str:
        """USD where the column holds money."""
        return "USD" if self.usd else ""

    def columns(self) -> dict[str, Any]:
        """Return both halves of the sum, and how many rows have no value."""
        high, low = F(self.column) / HALF, F(self.column) % HALF
        if self.by_share:
            high, low = high * F("share"), low * F("share")
        zero = Constant(0, BigIntegerField())
        return {
            "high": Coalesce(SumRows(high, output_field=BigIntegerField()), zero),
            "low": Coalesce(SumRows(low, output_field=BigIntegerField()), zero),
            "missing": CountRows("*") - CountRows(self.column),
        }

    def value(self, tallies: Sequence[Tally]) -> Decimal | int:
        """Return the sum, in USD or in whole units."""
        return self._scaled(tallies[0].total)

    def _scaled(self, total: int) -> Decimal | int:
        if not self.usd:
            return total
        return Decimal(total).scaleb(-2 - self.share_digits if self.by_share else -2)

    def words(self, value: Any, unit: str) -> tuple[str, str]:
        """Return "khoảng 1,9 triệu USD" and "1.900.400 USD"."""
        if not self.usd:
            return super().words(value, unit)
        rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return approx_text(rounded, "USD"), format_money(rounded, "USD")

    def counted(self) -> QuerySet[Any]:
        """Return the rows that have a value."""
        return self.rows.filter(**{f"{self.column}__isnull": False})

    def counted_arms(self) -> tuple[QuerySet[Any], ...]:
        """Return the rows of each set that have a value."""
        return tuple(rows.filter(**{f"{self.column}__isnull": False}) for rows in self.arms())

    def left_out(self) -> QuerySet[Any]:
        """Return the rows that have none."""
        return self.rows.filter(**{f"{self.column}__isnull": True})

    def worth(self, record: Any) -> Decimal | int:
        """Return what the row adds."""
        amount = getattr(record, self.column)
        return self._scaled(amount * record.share if self.by_share else amount)


@dataclass(frozen=True)
class Share(Measure):
    """One measure as a per cent of another; no number where the whole is nothing."""

    part: Simple
    whole: Simple

    def parts(self) -> tuple[Simple, ...]:
        """Return the part and the whole."""
        return self.part, self.whole

    def value(self, tallies: Sequence[Tally]) -> Decimal | None:
        """Return the per cent with two decimals, or None."""
        part, whole = self.part.value(tallies[:1]), self.whole.value(tallies[1:])
        if not whole:
            return None
        return (Decimal(part or 0) * 100 / Decimal(whole)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def words(self, value: Any, unit: str) -> tuple[str, str]:
        """Return "78%" and "77,97%"; what is not yet everything never reads 100%."""
        if value is None:
            return _EMPTY_SHARE, _EMPTY_SHARE
        decimals = 1 if 99 < value < 100 or 0 < value < 1 else 0
        return f"{format_number(value, decimals=decimals)}%", f"{format_number(value)}%"


def tally_all(terms: Sequence[Simple]) -> list[Tally]:
    """Return the tally of each term, from one query."""
    return [groups.get("", Tally()) for groups in tally_groups([(term, None) for term in terms])]


def tally_groups(terms: Sequence[tuple[Simple, str | Expression | None]]) -> list[dict[str, Tally]]:
    """Return the tallies of each term by the text of its second part; "" holds what has none.

    What was tallied before and did not change since is not asked again. The rest are the arms of one UNION
    ALL, so that many figures cost one query.
    """
    found: list[dict[str, Tally]] = [{} for _ in terms]
    questions = {
        (index, arm): asked
        for index, (term, by) in enumerate(terms)
        for arm, rows in enumerate(term.split_arms() if by else term.arms())
        if (asked := question(term, by, rows))
    }
    for (index, _), answer in answers(questions).items():
        groups = found[index]
        for group, count, high, low, missing in answer:
            tally = Tally(count, int(high) * HALF + int(low), missing)
            groups[group or ""] = groups.get(group or "", Tally()) + tally
    return found


def question(term: Simple, by: str | Expression | None, rows: QuerySet[Any]) -> Question | None:
    """Return the statement that tallies these rows of a term; nothing where it is known to find no row."""
    if rows.query.is_empty():
        return None
    group = Cast(by, CharField()) if by else Constant("", CharField())
    tallied = (
        rows.order_by()
        .annotate(_group=group)
        .values("_group")
        .annotate(_rows=term.number_of(rows))
        .annotate(**{f"_{name}": column for name, column in term.columns().items()})
    )
    try:
        return Question(*tallied.query.get_compiler(rows.db).as_sql())
    except EmptyResultSet:
        return None
