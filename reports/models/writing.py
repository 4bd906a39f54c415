"""What writers decide about a report: words that stay though a check objects, numbers that were looked at."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Record, RecordQuerySet
from reports.models.reports import Report


class KeptWordsQuerySet(RecordQuerySet):
    """Which decisions."""

    def visible_to(self, user):
        """Decisions about the reports that this account may read."""
        return self.filter(report__in=Report.objects.visible_to(user))

    def standing(self):
        """Those that nobody took back."""
        return self.filter(lifted_on=None)


class KeptWords(Record):
    """A decision that words of a passage stay though a check objects to them (không cần nguồn): who, why.

    It holds for the passage as it was worded then: once a letter of it changes, the words are open again.
    """

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="kept_words"
    )
    key = models.CharField("mục", max_length=40)
    mark = models.CharField("dấu của chỗ soát", max_length=16)
    words_print = models.CharField("dấu lời văn của mục", max_length=64)
    rule = models.CharField("quy tắc", max_length=120)
    words = models.CharField("lời văn giữ lại", max_length=500)
    reason = models.CharField("lý do không cần nguồn", max_length=300)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người quyết định", on_delete=models.PROTECT, related_name="+"
    )
    kept_on = models.DateField("ngày quyết định")
    lifted_on = models.DateField("ngày bỏ quyết định", null=True, blank=True)

    objects = KeptWordsQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "words")

    class Meta:
        verbose_name = "chữ không cần nguồn trong báo cáo"
        verbose_name_plural = "chữ không cần nguồn trong báo cáo"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "mark", "words_print"],
                condition=Q(lifted_on=None),
                name="kept_words_once",
                violation_error_message="Chỗ này đã ghi không cần nguồn; mở lại trang Soát lỗi.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="kept_words_with_reason",
                violation_error_message="Ghi lý do không cần nguồn.",
            ),
        ]

    def __str__(self):
        return f"{self.rule}: {self.words}"


class FigureLook(Record):
    """A figure of a report as somebody last looked at it (lần soát số liệu): its value and what made it.

    Where the registers say something else now, the figure has changed since (đã đổi).
    """

    report = models.ForeignKey(
        Report, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="figure_looks"
    )
    code = models.CharField("mã số liệu", max_length=100)
    value = models.CharField("giá trị", max_length=40, blank=True)
    text = models.CharField("cách viết", max_length=150)
    # [[pk, version, what it adds], ...] of the records behind it; nothing where there are too many.
    sources = models.JSONField("bản ghi nguồn", default=list, blank=True)
    looked_at = models.DateTimeField("soát lúc")
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người soát", on_delete=models.PROTECT, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("report", "code")

    class Meta:
        verbose_name = "lần soát số liệu"
        verbose_name_plural = "lần soát số liệu"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "code"],
                name="figure_look_unique",
                violation_error_message="Số này vừa có người soát; mở lại trang báo cáo.",
            ),
        ]

    def __str__(self):
        return self.code
