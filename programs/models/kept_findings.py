"""Findings of the check page that somebody decided to leave as they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Record, RecordQuerySet
from programs.models.documents import Draft
from programs.models.programs import Program


class KeptFindingQuerySet(RecordQuerySet):
    """Which decisions."""

    def visible_to(self, user):
        """Decisions about the versions that this account may read."""
        return self.filter(draft__in=Draft.objects.visible_to(user))

    def standing(self):
        """Those that nobody took back."""
        return self.filter(lifted_on=None)


class KeptFinding(Record):
    """A decision that words which a check objects to stay: who, why and when, for these words alone."""

    program = models.ForeignKey(
        Program, verbose_name="chương trình", on_delete=models.PROTECT, related_name="kept_findings"
    )
    draft = models.ForeignKey(
        Draft, verbose_name="bản khi quyết định", on_delete=models.PROTECT, related_name="kept_findings"
    )
    section_key = models.CharField("khóa đoạn", max_length=16)
    mark = models.CharField("dấu của chỗ soát lỗi", max_length=16)
    words_print = models.CharField("dấu lời văn của đoạn", max_length=64)
    rule = models.CharField("quy tắc", max_length=120)
    words = models.CharField("lời văn giữ lại", max_length=500)
    reason = models.CharField("lý do giữ lại", max_length=300)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người quyết định giữ lại",
        on_delete=models.PROTECT,
        related_name="+",
    )
    kept_on = models.DateField("ngày quyết định giữ lại")
    lifted_on = models.DateField("ngày bỏ giữ lại", null=True, blank=True)

    objects = KeptFindingQuerySet.as_manager()

    class Meta:
        verbose_name = "chỗ giữ lại khi soát lỗi"
        verbose_name_plural = "chỗ giữ lại khi soát lỗi"
        ordering = ["program", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "mark", "words_print"],
                condition=Q(lifted_on=None),
                name="kept_finding_once",
                violation_error_message="Chỗ này đã được giữ lại; mở lại trang Soát lỗi.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="kept_finding_with_reason",
                violation_error_message="Ghi lý do giữ lại.",
            ),
        ]

    def __str__(self):
        return f"{self.rule}: {self.words}"
