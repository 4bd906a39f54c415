"""The access matrix: which URLs there are, what each role gets at each, and how a call is judged."""

import hashlib
import re
from dataclasses import dataclass, replace

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

OWN, OTHER, MISSING, MIXED = "own", "other", "missing", "mixed"
NOBODY_SIGNED_IN = ("ANONYMOUS", "DEACTIVATED")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# How far a role reaches is a table in Python, the same on every database: PostgreSQL is asked by one account
# of each reach, SQLite by all.
REACHES = {
    "ADMIN",
    "SNGV_STAFF",
    "SNGV_LEADER",
    "LH_STAFF",
    "HOI_EDITOR",
    "FOCAL",
    "OTHER_FOCAL",
    "ANONYMOUS",
}
READS = frozenset({"GET", "HEAD"})
# Reading may move the session on and note who read; nothing else.
NOT_BUSINESS = re.compile(r"(django_session|core_accesslog|axes_\w+|sqlite_\w+|django_migrations)\Z")
_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)"?', re.IGNORECASE)


def named_urls(resolver=None, namespace=""):
    """Return every URL name of the portal with its namespace, e.g. "aid:item_list"."""
    names = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            names.extend(named_urls(entry, inner))
        elif isinstance(entry, URLPattern):
            names.append(f"{namespace}{entry.name}" if entry.name else str(entry.pattern))
    return names


def without_row(names, rows):
    """Return the URL names that no row speaks for."""
    return sorted(set(names) - set(rows))


@dataclass(frozen=True)
class Row:
    """What each role gets at one URL.

    `args` takes the records of one agency and returns the arguments of the URL. The four sets name the
    roles that read and that write the record of their own agency and that of another one; `denied` those
    that know of a page and may not open it. `shown` and `posted` are the answers of a permitted GET and of
    a permitted POST without a field. `parts` says that the last argument is a part of the record that the
    first ones name, so that another's part under one's own record is nothing at all; `kinds` that it names a
    kind of thing and no record. A page of one's own
    account holds nobody else's record: `mine` are its answers by method to whoever is signed in, `nobodys`
    those of a public page to all others.
    """

    methods: frozenset
    args: object = None
    reads_own: frozenset = frozenset()
    reads_other: frozenset = frozenset()
    writes_own: frozenset = frozenset()
    writes_other: frozenset = frozenset()
    shown: int = 200
    posted: int = 200
    denied: frozenset = frozenset()
    options: int = 405
    parts: bool = True
    kinds: bool = False
    mine: dict | None = None
    nobodys: dict | None = None

    @property
    def public(self):
        """Whether the page answers who is not signed in."""
        return self.nobodys is not None

    @property
    def is_page(self):
        """Whether the URL only shows: whoever reads may ask it."""
        return "POST" not in self.methods

    def records(self):
        """Return which records to ask for."""
        if self.args is None or self.mine:
            return (OWN,)
        return (OWN, OTHER, MISSING) if self.kinds else (OWN, OTHER, MISSING, MIXED)

    def expected(self, method, role, record):
        """Return the set of answers that are right for this call."""
        if role in NOBODY_SIGNED_IN and not self.public:
            return {302}
        if self.mine:
            return {(self.nobodys if role in NOBODY_SIGNED_IN else self.mine)[method]}
        if method == "OPTIONS":
            return {self.options}
        if method not in self.methods:
            return {405}
        if record == MIXED and not self.parts:
            # All arguments together name one record: with another's last one it is the other's record.
            record = OTHER
        own = record != OTHER
        readers = self.reads_own if own else self.reads_other
        writers = self.writes_own if own else self.writes_other
        if record in (MISSING, MIXED):
            return {404} if role in (readers if self.is_page else writers) else {403, 404}
        if role in self.denied:
            return {403}
        if role not in readers:
            return {404}
        if not self.is_page and role not in writers:
            return {403}
        return {self.shown if method in READS else self.posted}


def whole(row):
    """Return the row of a URL whose arguments together name one record, not a record and a part of it."""
    return replace(row, parts=False)


def of_kind(row):
    """Return the row of a URL whose last argument names a kind of thing, not somebody's record."""
    return replace(row, kinds=True)


def page(args=None, *, own, other=None, shown=200, denied=()):
    """Return the row of a page that only shows."""
    readers_other = frozenset(own if other is None else other)
    return Row(READS, args, frozenset(own), readers_other, shown=shown, denied=frozenset(denied))


def form(args=None, *, own, other=None, readers, readers_other=None, posted=200):
    """Return the row of a form: GET shows it, POST saves it; an empty POST shows what is missing."""
    return Row(
        READS | {"POST"},
        args,
        frozenset(readers),
        frozenset(readers if readers_other is None else readers_other),
        frozenset(own),
        frozenset(own if other is None else other),
        posted=posted,
    )


def act(args=None, *, own, other=None, readers, readers_other=None, posted=302):
    """Return the row of a button: only POST."""
    return Row(
        frozenset({"POST"}),
        args,
        frozenset(readers),
        frozenset(readers if readers_other is None else readers_other),
        frozenset(own),
        frozenset(own if other is None else other),
        posted=posted,
    )


def checksum():
    """Return {table: digest of its rows} of every table that keeps records."""
    with connection.cursor() as cursor:
        digests = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            if NOT_BUSINESS.match(table):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows = sorted(repr(row) for row in cursor.fetchall())
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


class Writes(list):
    """Notes the business tables that statements write; use with `connection.execute_wrapper`."""

    def __call__(self, execute, sql, params, many, context):
        """Run the statement and note its table."""
        found = _WRITE.match(sql)
        if found and not NOT_BUSINESS.match(found["table"]):
            self.append(found["table"])
        return execute(sql, params, many, context)
