"""The legal values that deadlines rest on, read once: every stretch of days of every value."""

from aid.alarms import DeadlineLaw, Term
from core.models import LegalValue, SwappedDay
from core.models.places import Certainty
from core.reference import read_json

_CONVENTION = "Quy ước của cổng"


def deadline_law() -> DeadlineLaw:
    """Return all values of aid with the days they govern, and the office's swapped days; two queries.

    The office's own conventions stand as the reference file has them where no row says otherwise.
    """
    terms: dict[str, tuple[Term, ...]] = dict(_conventions())
    rows: dict[str, list[Term]] = {}
    for row in LegalValue.objects.filter(code__regex=r"^(AID|NGO)_").order_by("code", "valid_from", "pk"):
        rows.setdefault(row.code, []).append(
            Term(
                code=row.code,
                value=row.value,
                unit=row.unit,
                first=row.valid_from,
                last=row.valid_to,
                source=row.citation,
                is_sure=row.certainty == Certainty.VERIFIED,
                version=row.version,
                changed_at=row.updated_at,
            )
        )
    terms |= {code: tuple(found) for code, found in rows.items()}
    return DeadlineLaw(terms, SwappedDay.objects.by_day())


def _conventions():
    for row in read_json("legal_values.json"):
        if row["citation"] == _CONVENTION:
            yield (
                row["code"],
                (
                    Term(
                        row["code"],
                        row["value"],
                        row["unit"],
                        None,
                        None,
                        _CONVENTION,
                        is_sure=False,
                    ),
                ),
            )
