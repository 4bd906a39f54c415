"""Days as numbers inside the database."""

from django.db import models


class DayNumber(models.Func):
    """The number of a day, so that days can be subtracted alike on both databases."""

    template = "CAST(julianday(%(expressions)s) AS INTEGER)"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler, connection, **extra):
        """Return the day counted from 1970."""
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '1970-01-01')", **extra)
