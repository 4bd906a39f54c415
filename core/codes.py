"""Codes that people say on the telephone: VT-2026-001."""

import re

from django.db import connection, models


def next_code(model, prefix, year, *, also_taken=()):
    """Return the next free code `PREFIX-YEAR-NNN` of a model; at least three digits, unique by constraint.

    `also_taken` are codes that no row has now and that may come back.
    Called inside an action: whoever asks at the same moment waits until this one is stored.
    """
    start = f"{prefix}-{year}-"
    take_turn(start)
    taken = model.objects.filter(code__startswith=start).values_list("code", flat=True)
    numbers = [
        int(found[1])
        for code in (*taken, *also_taken)
        if (found := re.fullmatch(re.escape(start) + r"(\d+)", code))
    ]
    return f"{start}{max(numbers, default=0) + 1:03}"


def rewrite_row(model, pk):
    """Write a row as it is; its version and its history stay.

    Whoever waits for the row and sees the records of one moment (repeatable read) must then begin anew, where
    a row that was only held would let it go on with what it saw before. SQLite lets nobody begin meanwhile.
    """
    if connection.vendor == "postgresql":
        models.QuerySet(model).filter(pk=pk).update(version=models.F("version"))


def take_turn(name):
    """Wait until no other open transaction holds `name`; this one then holds it to its end.

    SQLite needs nothing: its transactions begin by taking the only right to write.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
