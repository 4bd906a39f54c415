"""The passages of one report: saved one by one while several people write, confirmed, taken back."""

from core.codes import rewrite_row
from core.history import RecordGoneError, action, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from reports.life import edit_problems
from reports.models import NarrativeBlock, Report


def hold(report_id: int) -> Report:
    """Hold a report to the end of the action; raise RuleError where its words are closed.

    Every action that changes what a lock freezes calls this. A lock that waits for this hold begins anew: it
    must not freeze words that it read before.
    """
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise RecordGoneError
    refuse_if(edit_problems(report.status))
    rewrite_row(Report, report_id)
    return report


@action("Sửa lời văn báo cáo")
def save_passage(
    *, block: NarrativeBlock, expected: int, text: str, by: User, reason: str = ""
) -> NarrativeBlock:
    """Store the words of one passage; what was copied from an earlier report counts as written anew.

    `reason` says in the history that another's words were saved over by choice (reports/overwritten.py).
    Raises RuleError, VersionConflictError.
    """
    hold(block.report_id)
    _refresh(block)
    block.text, block.is_carried = text, False
    return save_version(block, expected=expected)


@action("Xác nhận đoạn chép từ báo cáo trước")
def confirm_passage(*, block: NarrativeBlock, expected: int, by: User) -> NarrativeBlock:
    """Say that carried words hold for this report as they are. Raises RuleError, VersionConflictError."""
    hold(block.report_id)
    _refresh(block)
    if not block.is_carried:
        raise RuleError("Đoạn này không còn chờ viết lại; mở lại trang báo cáo.")
    block.is_carried = False
    return save_version(block, expected=expected)


@action("Hoàn tác lời văn báo cáo")
def undo_passage(
    *, block: NarrativeBlock, expected: int, by: User, stored: int | None = None
) -> NarrativeBlock:
    """Bring back the words before the last change, or those of the row `stored` of the passage's history.

    Raises RuleError, VersionConflictError.
    """
    hold(block.report_id)
    before = block.history.filter(history_id=stored).first() if stored else former_words(block)
    if before is None:
        raise RuleError("Đoạn này chưa đổi lời lần nào nên không có gì để hoàn tác.")
    _refresh(block)
    block.text, block.is_carried = before.text, before.is_carried
    return save_version(block, expected=expected)


def former_words(block: NarrativeBlock):
    """Return the last stored state of a passage with other words than it has now, or None."""
    return block.history.exclude(text=block.text).order_by("-history_id").first()


def _refresh(block: NarrativeBlock) -> None:
    """Read where the passage stands: others may have moved or renamed it, which its version does not tell."""
    block.refresh_from_db(fields=["ordinal", "level", "title", "is_written"])
