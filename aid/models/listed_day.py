"""On which day an item stands in lists: its approval day, before that the day on which it was entered."""

from django.db import models

# Word for word what the index of `core.speed.keep_newest_first` holds; the day is that of Vietnam (UTC+7).
LISTED_SQL = {
    "postgresql": """COALESCE("approved_on", ("created_at" AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)""",
    "sqlite": """COALESCE("approved_on", date("created_at", '+7 hours'))""",
}


class ListedDay(models.Func):
    """The day of an item in lists."""

    output_field = models.DateField()
    arity = 2

    def __init__(self, approved_on="approved_on", created_at="created_at"):
        super().__init__(approved_on, created_at)

    def as_postgresql(self, compiler, connection, **_):
        """Return the expression in the words of the index."""
        return self._said(compiler, "COALESCE({}, ({} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)")

    def as_sqlite(self, compiler, connection, **_):
        """Return the expression in the words of the index."""
        return self._said(compiler, "COALESCE({}, date({}, '+7 hours'))")

    def _said(self, compiler, words):
        approved_on, created_at = (compiler.compile(part)[0] for part in self.source_expressions)
        return words.format(approved_on, created_at), []
