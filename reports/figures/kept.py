"""What figures were found to be, kept until a table changes that they read.

The key holds the statement with all its values (so the reader's reach, the window, the day) and the marks of
the tables that it names (core/table_marks.py). Nothing is ever taken out of date: after a write the key is
another one. Inside a transaction nothing is kept and nothing kept is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.db import connection

from core.table_marks import read_marks, tables_named_in

_AT_ONCE = 300
_COLUMNS = ("_group", "_rows", "_high", "_low", "_missing")
# Values that repr() tells apart whole; of others, such as JSON, it may tell the beginning only.
_PLAIN = (str, int, float, Decimal, date, type(None))

type Row = tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """A statement that answers with rows of _COLUMNS, and its values."""

    sql: str
    params: tuple[Any, ...]

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables that it reads."""
        return tables_named_in(self.sql)

    def key(self, marks: Mapping[str, Any]) -> str | None:
        """Return under which key its answer may be kept; None where no mark would tell of a change."""
        if not self.tables <= marks.keys() or not all(isinstance(value, _PLAIN) for value in self.params):
            return None
        state = [(table, marks[table]) for table in sorted(self.tables)]
        return sha256(repr((self.sql, self.params, state)).encode()).hexdigest()


def answers[K](questions: Mapping[K, Question]) -> dict[K, list[Row]]:
    """Return the rows that answer each question, kept ones without asking, the others in one query."""
    # Marks are read first: what is worked out afterwards is at least as new as they say.
    marks = read_marks() if questions else None
    keys = {name: asked.key(marks) for name, asked in questions.items()} if marks is not None else {}
    store = caches["figures"]
    kept = store.get_many([key for key in keys.values() if key])
    found = {name: kept[key] for name, key in keys.items() if key in kept}
    first = _first_alike({name: each for name, each in questions.items() if name not in found})
    asked = _asked({name: questions[name] for name, alike in first.items() if alike == name})
    store.set_many({key: asked[name] for name in asked if (key := keys.get(name))})
    return found | {name: asked[alike] for name, alike in first.items()}


def _first_alike[K](questions: Mapping[K, Question]) -> dict[K, K]:
    """Return for each question the first that is the same, which is asked for both."""
    unlike: dict[str, list[K]] = {}
    found = {}
    for name, each in questions.items():
        alike = unlike.setdefault(each.sql, [])
        found[name] = next((one for one in alike if questions[one].params == each.params), name)
        if found[name] == name:
            alike.append(name)
    return found


def _asked[K](questions: Mapping[K, Question]) -> dict[K, list[Row]]:
    names, arms = list(questions), list(questions.values())
    columns = ", ".join(f'arm."{column}"' for column in _COLUMNS)
    found: dict[K, list[Row]] = {name: [] for name in names}
    for first in range(0, len(arms), _AT_ONCE):
        part = arms[first : first + _AT_ONCE]
        statement = " UNION ALL ".join(
            f"SELECT {index}, {columns} FROM ({arm.sql}) arm"  # noqa: S608 - numbers and Django's own statements
            for index, arm in enumerate(part, start=first)
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for arm in part for value in arm.params])
            for index, *row in cursor.fetchall():
                found[names[index]].append(tuple(row))
    return found
