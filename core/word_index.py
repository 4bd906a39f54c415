"""Which records hold some words, asked of the indexes of all registers with one statement.

Words of three letters and more are found anywhere in a text, by trigrams. Where a word of one or two letters
is among them, all are found at the beginnings of words: SQLite has a table of words with their first letters
for that (`core.text_index`), the trigrams of PostgreSQL hold the beginnings of words as they are.

In a long register PostgreSQL would take all rows that hold the words and sort them, or walk over all that do
not, as it guesses how many there are. It is asked for the latest rows alone first, which hold what many
hold; where these do not suffice, for one stretch of keys after the other, of which the index knows the rows.
SQLite would merge all beginnings of a longer word beside a short one: it is asked for the latest by two
letters of each word first, and these are read.
"""

import logging
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from django.db import DatabaseError, connections

from core.text_index import LETTERS, STRETCH, index_name, is_long, stretches_name, words_name

log = logging.getLogger(__name__)

_RUN = re.compile(r"[a-z0-9]+")
_PLAIN = re.compile(r"[a-z0-9]+\Z")
_ESCAPED = re.compile(r"[\\%_]")
_LATEST = 2000  # so many rows of a long register are read first
_BEFORE = (" ", "-")  # before the beginning of a word, where it is not the first


class Register(NamedTuple):
    """A table to look through: its folded text, and columns whose own letters and marks count."""

    table: str
    column: str
    exact: tuple[str, ...]


class Candidate(NamedTuple):
    """A record that holds the words: its key, its folded text, the values of the exact columns."""

    pk: int
    text: str
    exact: tuple[str, ...]


class Wanted(NamedTuple):
    """What is asked of an index: words, their runs of letters, where these stand; words with other signs."""

    words: tuple[str, ...]
    runs: tuple[str, ...]
    at_beginnings: bool
    whole: tuple[str, ...]


def wanted(words: Sequence[str]) -> Wanted:
    """Return what folded words ask of an index; no runs where they have no letter or digit."""
    runs = [run for word in words for run in _RUN.findall(word)]
    at_beginnings = any(len(word) < LETTERS for word in words) or all(len(run) < LETTERS for run in runs)
    if not at_beginnings:
        runs = [run for run in runs if len(run) >= LETTERS]
    unlike = tuple(sorted(set(words)))
    whole = tuple(word for word in unlike if not _PLAIN.match(word))
    return Wanted(unlike, tuple(sorted(set(runs))), at_beginnings, whole)


def candidates(
    registers: Sequence[Register], asked: Wanted, limit: int, using: str = "default"
) -> list[list[Candidate]]:
    """Return, for each register, up to `limit` records that hold what is asked, the latest key first."""
    if not asked.runs or not registers:
        return [[] for _ in registers]
    is_indexed = connections[using].vendor == "postgresql"
    engines = [_first_engine(register, asked, using) for register in registers]
    try:
        rows = _rows(registers, asked, limit, using, engines)
    except DatabaseError:
        if is_indexed:
            raise
        log.warning("SQLite has no index of words: search works, but reads whole tables.")
        rows = _rows(registers, asked, limit, using, [_Unindexed] * len(registers))
    goes_on = {~place for place, *_ in rows if place < 0}
    found = _sorted_by_place([row for row in rows if row[0] >= 0], len(registers))
    short = [place for place in sorted(goes_on) if len(found[place]) < limit]
    if short:
        older = [_Stretches if is_indexed else _SQLite] * len(short)
        rows = _rows([registers[place] for place in short], asked, limit, using, older)
        for place, whole in zip(short, _sorted_by_place(rows, len(short)), strict=True):
            found[place] = whole
    return found


def _sorted_by_place(rows, count):
    found: list[list[Candidate]] = [[] for _ in range(count)]
    for place, pk, text, *exact in rows:
        found[place].append(Candidate(pk, text, tuple(value or "" for value in exact)))
    return found


def _first_engine(register, asked, using):
    """Return how the register is asked first; a long one for its latest rows alone."""
    is_long_one = is_long(register.table, register.column)
    if connections[using].vendor == "postgresql":
        # Without its index of words and stretches there is nothing else to ask.
        name = stretches_name(register.table, register.column)
        return _Latest if is_long_one and _has_index(name, using) else _PostgreSQL
    is_merged = asked.at_beginnings and any(len(run) >= LETTERS for run in asked.runs)
    return _Nearly if is_long_one and is_merged else _SQLite


@cache
def _has_index(name: str, using: str) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


class _PostgreSQL:
    """Trigrams know where words begin, so that one index answers both."""

    @staticmethod
    def source(register: Register, asked: Wanted) -> tuple[str, str]:
        """Return the tables and the condition."""
        column = f't."{register.column}"'
        if not asked.at_beginnings:
            return f'"{register.table}" t', _all(f"{column} LIKE %s", asked.words)
        either = " OR ".join([f"{column} LIKE %s"] * (len(_BEFORE) + 1))
        return f'"{register.table}" t', _all(f"({either})", asked.runs)

    @staticmethod
    def values(asked: Wanted) -> list[str]:
        """Return the values of the condition."""
        if not asked.at_beginnings:
            return [f"%{_ESCAPED.sub(r'\\\g<0>', word)}%" for word in asked.words]
        return [text for run in asked.runs for text in (f"{run}%", *(f"%{sign}{run}%" for sign in _BEFORE))]


class _Latest(_PostgreSQL):
    """Only the latest rows: they hold what many rows hold, and cost the same whatever is asked."""

    @staticmethod
    def source(register: Register, asked: Wanted) -> tuple[str, str]:
        """Return the tables and the condition."""
        _, condition = _PostgreSQL.source(register, asked)
        return f'(SELECT * FROM "{register.table}" ORDER BY id DESC LIMIT {_LATEST}) t', condition  # noqa: S608 - our own names

    @staticmethod
    def older(register: Register) -> str:
        """Return the SELECT of the first row that is too old to be read."""
        return f'SELECT id FROM "{register.table}" ORDER BY id DESC LIMIT 1 OFFSET {_LATEST}'  # noqa: S608


class _Stretches(_PostgreSQL):
    """One stretch of keys after the other, the latest first, until there are enough."""


class _SQLite:
    """FTS5 yields the keys in order, so that the first few cost little however many there are."""

    @staticmethod
    def source(register: Register, asked: Wanted) -> tuple[str, str]:
        """Return the tables and the condition."""
        name = (words_name if asked.at_beginnings else index_name)(register.table, register.column)
        tables = f'"{name}" i CROSS JOIN "{register.table}" t ON t.id = i.rowid'
        if asked.at_beginnings:
            return tables, f'i."{name}" MATCH %s'
        return tables, _all(f'i."{register.column}" GLOB %s', asked.runs)

    @staticmethod
    def values(asked: Wanted) -> list[str]:
        """Return the values of the condition."""
        if asked.at_beginnings:
            return [" AND ".join(f'"{run}"*' for run in asked.runs)]
        return [f"*{run}*" for run in asked.runs]


class _Unindexed:
    """A SQLite without FTS5 reads the tables."""

    @staticmethod
    def source(register: Register, asked: Wanted) -> tuple[str, str]:
        """Return the tables and the condition."""
        return f'"{register.table}" t', _all(f"' ' || t.\"{register.column}\" GLOB %s", asked.runs)

    @staticmethod
    def values(asked: Wanted) -> list[str]:
        """Return the values of the condition."""
        return [f"*[^a-z0-9]{run}*" if asked.at_beginnings else f"*{run}*" for run in asked.runs]


class _Nearly:
    """The latest rows with words of the same first two letters, which the index yields one by one."""

    @staticmethod
    def older(register: Register) -> str:
        """Return the SELECT of the first row that is too old to be read."""
        name = words_name(register.table, register.column)
        return (
            f'SELECT rowid FROM "{name}" WHERE "{name}" MATCH %s ORDER BY rowid DESC LIMIT 1 OFFSET {_LATEST}'  # noqa: S608
        )

    @staticmethod
    def source(register: Register, asked: Wanted) -> tuple[str, str]:
        """Return the tables and the condition."""
        tables, condition = _SQLite.source(register, asked)
        _, held = _Unindexed.source(register, _Nearly.longer(asked))
        return tables, f"{condition} AND i.rowid > coalesce((SELECT id FROM older), 0) AND {held}"  # noqa: S608

    @staticmethod
    def values(asked: Wanted) -> list[str]:
        """Return the values of the condition."""
        return [_Nearly.begun(asked)] * 2 + _Unindexed.values(_Nearly.longer(asked))

    @staticmethod
    def longer(asked: Wanted) -> Wanted:
        """Return what the rows are read for: shorter words stand in them."""
        return asked._replace(runs=tuple(run for run in asked.runs if len(run) >= LETTERS))

    @staticmethod
    def begun(asked: Wanted) -> str:
        """Return what is asked of the index."""
        return " AND ".join(f'"{run}"*' for run in sorted({run[: LETTERS - 1] for run in asked.runs}))


def _all(condition: str, runs: Sequence[str]) -> str:
    return " AND ".join([condition] * len(runs))


def _rows(registers, asked, limit, using, engines):
    lengths = tuple("x" * min(len(run), LETTERS) for run in asked.runs)
    shape = Wanted(("",) * len(asked.words), lengths, asked.at_beginnings, ("",) * len(asked.whole))
    values = [
        value
        for engine in engines
        for value in (*engine.values(asked), *asked.whole, *([limit] * (2 if engine is _Stretches else 1)))
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(_statement(tuple(registers), shape, tuple(engines)), values)
        return cursor.fetchall()


@lru_cache(maxsize=256)
def _statement(registers, asked, engines):
    """Return the statement for so many runs and words: one for all of a kind, so that it is kept prepared."""
    most = max(len(register.exact) for register in registers)
    return " UNION ALL ".join(
        _part(place, register, asked, engine, most)
        for place, (register, engine) in enumerate(zip(registers, engines, strict=True))
    )


def _part(place, register, asked, engine, most):
    tables, condition = engine.source(register, asked)
    finds = "strpos" if issubclass(engine, _PostgreSQL) else "instr"
    conditions = [condition, *[f'{finds}(t."{register.column}", %s) > 0'] * len(asked.whole)]
    exact = [f't."{name}"' for name in register.exact] + ["''"] * (most - len(register.exact))
    columns = ", ".join([str(place), "t.id", f't."{register.column}"', *exact])
    order = "i.rowid" if engine in {_SQLite, _Nearly} else "t.id"
    if engine is _Stretches:
        last = f'(SELECT max(id) FROM "{register.table}") / {STRETCH}'  # noqa: S608 - our own names
        # By the bare key the planner would rather walk over the whole register than ask the index.
        within = (
            f"SELECT {columns} FROM {tables} WHERE t.id / {STRETCH} = stretch AND {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY t.id + 0 DESC LIMIT %s"
        )
        stretches = f"generate_series({last}, 0, -1) stretch, LATERAL ({within}) held"
        return f"SELECT * FROM (SELECT held.* FROM {stretches} LIMIT %s) q{place}"  # noqa: S608 - our own names
    part = (
        f"SELECT * FROM (SELECT {columns} FROM {tables} WHERE {' AND '.join(conditions)} "  # noqa: S608 - our own names
        f"ORDER BY {order} DESC LIMIT %s) q{place}"
    )
    if engine not in {_Latest, _Nearly}:
        return part
    # A row with the complement of the place says that there are older rows, which nobody read.
    empty = ", ".join(["''"] * (most + 1))
    more = f"SELECT {~place}, older.id, {empty} FROM older"  # noqa: S608 - our own names
    return f"SELECT * FROM (WITH older(id) AS ({engine.older(register)}) {part} UNION ALL {more}) o{place}"  # noqa: S608
