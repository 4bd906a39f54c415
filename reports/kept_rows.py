"""Whether the rows of issued reports are what their history says: what was changed beside the portal.

The triggers of the tables refuse such changes; this tells when they were taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from reports.life import FINAL
from reports.models import DocumentNumber, IssuedFile, Report, ReportStep
from reports.models.guards import KEPT_COLUMNS

_STEP = ("report_id", "from_status", "to_status", "happened_on", "person_id", "note")
_NUMBER = ("report_id", "agency_id", "year", "series", "number", "symbol", "dated_on")
_MADE_TOGETHER = {IssuedFile.Kind.PDF, IssuedFile.Kind.DOCX, IssuedFile.Kind.METADATA}


def rows_changed_beside_the_portal() -> Iterator[str]:
    """Yield a line for each report, step or number that is not what was last written through the portal."""
    issued = {report.pk: report for report in Report.objects.filter(status__in=FINAL).order_by("pk")}
    for report in issued.values():
        yield from _files_lost(report)
    for model, columns, key in (
        (Report, (*KEPT_COLUMNS, "status"), "id"),
        (ReportStep, _STEP, "report_id"),
        (DocumentNumber, _NUMBER, "report_id"),
    ):
        yield from _unlike_history(model, columns, {f"{key}__in": list(issued)})


def _unlike_history(
    model: type[models.Model], columns: tuple[str, ...], which: dict[str, Any]
) -> Iterator[str]:
    fields: Iterable[models.Field[Any, Any]] = model._meta.concrete_fields
    labels = {field.attname: str(field.verbose_name) for field in fields}
    rows = {row["id"]: row for row in model._default_manager.filter(**which).values("id", *columns)}
    history: Any = model.history  # type: ignore[attr-defined]
    written: dict[int, dict[str, Any]] = {}
    for row in history.filter(**which).order_by("history_id").values("id", "history_type", *columns):
        is_removal = row.pop("history_type") == "-"
        written[row["id"]] = {} if is_removal else row
    for key in sorted(rows.keys() | written.keys()):
        now, then = rows.get(key, {}), written.get(key, {})
        other = [name for name in columns if now.get(name) != then.get(name)]
        if other:
            names = ", ".join(labels[name] for name in other)
            yield f"{str(model._meta.verbose_name).capitalize()} mã {key}: khác lịch sử ghi ở {names}."


def _files_lost(report: Report) -> Iterator[str]:
    """Yield what an issued report lacks: its PDF, or one of the files that were stored with it."""
    kinds = set(report.issued_files.values_list("kind", flat=True)) & _MADE_TOGETHER
    lost = _MADE_TOGETHER - kinds if len(kinds) > 1 else {IssuedFile.Kind.PDF} - kinds
    if lost:
        names = ", ".join(str(IssuedFile.Kind(kind).label) for kind in sorted(lost))
        yield f"“{report}” ({report.code}-{report.year}): không còn {names}."
