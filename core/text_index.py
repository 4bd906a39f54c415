"""Search in a long register: few answers are found by an index of trigrams, many are found by looking.

PostgreSQL has its indexes from `core.speed`; that of a long text also holds in which stretch of keys a row
stands, so that the latest of many answers are found stretch by stretch. SQLite has a table of its own for
each text that is kept here (FTS5), which follows the register by triggers.
"""

import logging
import re

from django.db import DatabaseError, connections

log = logging.getLogger(__name__)

LETTERS = 3  # an index of trigrams finds words of so many letters
# What of a word is asked of the index, "2025" and "0004" of "vt-2025-0004": SQLite has been seen to crash on
# patterns of other signs.
_RUN = re.compile(rf"[a-z0-9]{{{LETTERS},}}")
STRETCH = 65_536  # so many keys are one stretch of a long register
FEW = 1000  # so many answers are taken by their keys, and then sorted or counted
_long: set[tuple[str, str]] = set()


def keep_long_text(table, column):
    """Let searches of this text look first whether the answers are few."""
    _long.add((table, column))


def is_long(table, column):
    """Return whether the register is one of the long ones."""
    return (table, column) in _long


def stretches_name(table, column):
    """Return the name of PostgreSQL's index over the words of a long text and the stretches of its keys."""
    return f"{table}_{column}_stretches"


def index_name(table, column):
    """Return the name of SQLite's index over a text."""
    return f"{table}_{column}_trigrams"


def words_name(table, column):
    """Return the name of SQLite's index over the words of a text and their first letters."""
    return f"{table}_{column}_words"


def few_hits(model, words, column, using="default"):
    """Return the keys of the rows that hold all words, or None where they are many or no index helps."""
    indexed = sorted({run for word in words for run in _RUN.findall(word)})
    if not indexed or not is_long(model._meta.db_table, column):
        return None
    if connections[using].vendor == "postgresql":
        rows = model._base_manager.using(using)
        for word in words:
            rows = rows.filter(**{f"{column}__contains": word})
        keys = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
        return keys if len(keys) <= FEW else None
    try:
        keys = _found_by_trigrams(index_name(model._meta.db_table, column), column, indexed, using)
    except DatabaseError:
        log.warning("SQLite has no index of %s: search works, but reads the whole table.", column)
        return None
    if len(keys) > FEW:
        return None
    rows = model._base_manager.using(using).filter(pk__in=keys)
    rest = set(words).difference(indexed)
    for word in rest:
        rows = rows.filter(**{f"{column}__contains": word})
    return list(rows.values_list("pk", flat=True)) if rest else keys


def _found_by_trigrams(name, column, words, using):
    holding = " AND ".join([f'"{column}" GLOB %s'] * len(words))
    with connections[using].cursor() as cursor:
        cursor.execute(
            f'SELECT rowid FROM "{name}" WHERE {holding} LIMIT {FEW + 1}',  # noqa: S608 - our own names
            [f"*{word}*" for word in words],
        )
        return [key for (key,) in cursor.fetchall()]


def create_text_indexes(using, columns):
    """Make the missing indexes of these (table, column); each follows its table by triggers."""
    existing = set(connections[using].introspection.table_names())
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        standing = {found for (found,) in cursor.fetchall()}
        for table, column in columns:
            for name, options in (
                (index_name(table, column), 'tokenize="trigram"'),
                # What one or two letters begin is kept by itself, so that many answers come as fast as few.
                (words_name(table, column), 'tokenize="ascii", prefix="1 2", columnsize="0"'),
            ):
                triggers = dict(_text_triggers(name, table, column))
                # A table made anew by a migration has lost its triggers, the index what changed meanwhile.
                if table not in existing or (name in existing and triggers.keys() <= standing):
                    continue
                if not _create_text_index(cursor, name, table, column, options, triggers):
                    return


def _create_text_index(cursor, name, table, column, options, triggers):
    """Make and fill one index; return whether this SQLite can."""
    try:
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{name}" USING fts5("{column}", content="{table}", '
            f'content_rowid="id", {options}, detail="none")'
        )
    except DatabaseError:
        log.warning("SQLite has no FTS5 with trigrams: search works, but reads whole tables.")
        return False
    for trigger, statement in triggers.items():
        cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger}"')
        cursor.execute(statement)
    cursor.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')  # noqa: S608 - our own names
    return True


def _text_triggers(name, table, column):
    gone = f'INSERT INTO "{name}" ("{name}", rowid, "{column}") VALUES (\'delete\', OLD.id, OLD."{column}")'  # noqa: S608
    come = f'INSERT INTO "{name}" (rowid, "{column}") VALUES (NEW.id, NEW."{column}")'  # noqa: S608 - our own names
    changed = f'UPDATE OF "{column}" ON "{table}" WHEN OLD."{column}" IS NOT NEW."{column}"'
    for verb, event, does in (
        ("insert", f'INSERT ON "{table}"', (come,)),
        ("delete", f'DELETE ON "{table}"', (gone,)),
        ("update", changed, (gone, come)),
    ):
        trigger = f"{name}_{verb}"
        yield trigger, f'CREATE TRIGGER "{trigger}" AFTER {event} BEGIN {"; ".join(does)}; END'
