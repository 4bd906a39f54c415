"""The year of a day in SQL that both databases keep in an index: functions of their own, none of Python's."""

from django.db import models
from django.db.models.expressions import Func


class YearOf(Func):
    """The year of a date column, as a number."""

    arity = 1
    output_field = models.IntegerField()
    template = "CAST(EXTRACT(YEAR FROM %(expressions)s) AS integer)"

    def as_sqlite(self, compiler, connection, **context):
        """Return SQL that SQLite knows without Django: days are stored as text that begins with the year."""
        template = "CAST(substr(%(expressions)s, 1, 4) AS integer)"
        return self.as_sql(compiler, connection, template=template, **context)
