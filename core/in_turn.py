"""Long tables read record by record, so that memory does not grow with them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

# So many records are held in memory together.
AT_ONCE = 500


def in_turn[R: Model](records: "QuerySet[R, Any]") -> Iterator[R]:
    """Yield the records of a query, read a few at a time; each is gone when the next one is asked for."""
    return let_go(records.iterator(chunk_size=AT_ONCE))


def let_go[R: Model](records: Iterable[R]) -> Iterator[R]:
    """Yield the records; each loses what was prefetched with it when the next one is asked for.

    Prefetched rows point back at their record. Such a circle stays in memory until Python's collector of
    circles comes, and the more it has seen, the later it comes.
    """
    for record in records:
        yield record
        record.__dict__.pop("_prefetched_objects_cache", None)
