"""Days as numbers inside the database."""

from django.db import models


class LastDay(models.Func):
    """The day on which an item ended or is to end; far ahead where it has none, so that one range finds both.

    The words are those of an index (`aid_item_last_day`), which a value given beside them would not meet.
    """

    arity = 2
    template = "COALESCE(%(expressions)s, '9999-12-31')"
    output_field = models.DateField()


class DayNumber(models.Func):
    """The number of a day, so that days can be subtracted alike on both databases."""

    template = "CAST(julianday(%(expressions)s) AS INTEGER)"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler, connection, **extra):
        """Return the day counted from 1970."""
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '1970-01-01')", **extra)
