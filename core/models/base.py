"""What every record that a person can change has in common: version, origin, history."""

from contextvars import ContextVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class Origin(models.TextChoices):
    """Where a record comes from; invented demonstration data is never mixed with facts."""

    OFFICE = "OFFICE", "nhập tại cơ quan"
    SOURCE = "SOURCE", "theo nguồn báo chí"
    DEMO = "DEMO", "minh họa"


class HistoryContext(models.Model):
    """What a history row carries beside who, when and the values: the action and the request."""

    action = models.CharField("hành động", max_length=80, blank=True, default="")
    action_label = models.CharField("việc làm", max_length=200, blank=True, default="")
    request_id = models.CharField("mã yêu cầu", max_length=32, blank=True, default="")
    ip_address = models.CharField("địa chỉ IP", max_length=45, blank=True, default="")

    class Meta:
        abstract = True


def portal_history(**kwargs):
    """Return the history of one model, with the portal's context columns."""
    return HistoricalRecords(
        bases=[HistoryContext],
        user_model=settings.AUTH_USER_MODEL,
        user_db_constraint=False,
        history_change_reason_field=models.CharField("lý do", max_length=500, null=True, blank=True),
        **kwargs,
    )


# Open only inside core.history.bulk_create / bulk_update, which write the history rows themselves.
bulk_open: ContextVar[bool] = ContextVar("bulk_open", default=False)


class UnguardedWriteError(RuntimeError):
    """A write on an audited table that would leave no history."""


class RecordQuerySet(models.QuerySet):
    """Rows of an audited table; set-wise writes are closed because they would leave no history."""

    def _check_open(self, what):
        if not bulk_open.get():
            raise UnguardedWriteError(
                f"{self.model.__name__}.objects.{what}() leaves no history: write through an action, "
                "or use core.history.bulk_create / bulk_update."
            )

    def update(self, **kwargs):
        """Refuse an UPDATE without history."""
        self._check_open("update")
        return super().update(**kwargs)

    def delete(self):
        """Refuse a DELETE without history; delete single records inside an action."""
        self._check_open("delete")
        return super().delete()

    def bulk_create(self, *args, **kwargs):
        """Refuse an INSERT without history."""
        self._check_open("bulk_create")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        """Refuse an UPDATE without history."""
        self._check_open("bulk_update")
        return super().bulk_update(*args, **kwargs)


class Record(models.Model):
    """A record with history. Saved only inside an action (core.history.action)."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    origin = models.CharField(
        "nguồn gốc", max_length=10, choices=Origin, default=Origin.OFFICE, editable=False, db_index=True
    )
    created_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    history = portal_history(inherit=True)

    class Meta:
        abstract = True

    @property
    def is_demo(self):
        """Whether the record is invented for the demonstration."""
        return self.origin == Origin.DEMO


class WriteOnceError(RuntimeError):
    """A change of a row that is written once."""


class WriteOnceQuerySet(models.QuerySet):
    """Rows that are written once; triggers of the database refuse the same (core.history_triggers)."""

    def _refuse(self, what):
        raise WriteOnceError(f"{self.model.__name__}.objects.{what}(): its rows are written once.")

    def update(self, **kwargs):
        """Refuse an UPDATE."""
        self._refuse("update")

    def delete(self):
        """Refuse a DELETE."""
        self._refuse("delete")

    def bulk_update(self, *args, **kwargs):
        """Refuse an UPDATE of many."""
        self._refuse("bulk_update")


class WriteOnce(models.Model):
    """A row that is written once and then only read (core.history refuses the second save)."""

    write_once = True

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        abstract = True
