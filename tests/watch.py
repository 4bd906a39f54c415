"""Watches every INSERT, UPDATE and DELETE of the suite: no audited table is written without history."""

import functools
import re
from collections import defaultdict
from contextlib import contextmanager

from django.apps import apps
from django.db import connections

from core.history import current_act
from core.models.users import SYSTEM_USERNAME

_WRITE = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(?P<table>\w+)"?', re.IGNORECASE
)

# Writes a row as it is: core.codes.rewrite_row.
_SAME_AGAIN = re.compile(r'\s*UPDATE "(\w+)" SET "(\w+)" = "\1"\."\2" WHERE')

# Follow from audited rows, in the same act, and can be made anew at any time: they have no history.
DERIVED = {"aid_aidfact", "aid_aidsum"}


class MissingHistoryError(AssertionError):
    """A write on an audited table without an act, or an act without a history row of that table."""


@functools.cache
def history_by_table():
    """Return {audited table: its history table}; asked for once, since looking it up is slow."""
    return {
        model._meta.db_table: model.history.model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "history") and not hasattr(model, "history_id")
    }


class Watcher:
    """Notes, per act, which audited tables were written and which history tables got a row."""

    def __init__(self):
        self.history_of = history_by_table()
        self.history_tables = set(self.history_of.values())
        self.written = defaultdict(set)
        self.recorded = defaultdict(set)
        self.acts = {}

    def __call__(self, execute, sql, params, many, context):
        """Let the statement run and note what it writes."""
        found = _WRITE.match(sql)
        result = execute(sql, params, many, context)
        # A version check that lost writes no row; an INSERT has no count until its key is fetched.
        is_update = sql.lstrip()[:6].upper() == "UPDATE"
        if found and not (is_update and (context["cursor"].rowcount == 0 or _SAME_AGAIN.match(sql))):
            self.note(found["table"], params)
        return result

    def note(self, table, params):
        """Note a write; raises MissingHistoryError where no act is open."""
        if table in DERIVED or (table not in self.history_of and table not in self.history_tables):
            return
        # The system account is the root of the history: its own row has none.
        if table == "core_user" and SYSTEM_USERNAME in str(params):
            return
        act = current_act()
        if act is None:
            raise MissingHistoryError(f"{table} written outside an action")
        self.acts[id(act)] = act
        (self.written if table in self.history_of else self.recorded)[id(act)].add(table)

    def missing(self):
        """Return a line for each audited table that an act wrote without a history row."""
        return [
            f"{self.acts[key].verb}: {table} written, {self.history_of[table]} not"
            for key, tables in self.written.items()
            for table in sorted(tables)
            if self.history_of[table] not in self.recorded[key]
        ]


@contextmanager
def watching_writes():
    """Watch the default database; raises MissingHistoryError at the end where history is missing."""
    watcher = Watcher()
    with connections["default"].execute_wrapper(watcher):
        yield watcher
    if lines := watcher.missing():
        raise MissingHistoryError("; ".join(lines))
