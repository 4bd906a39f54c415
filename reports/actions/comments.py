"""What the authors of a report say to each other about a passage: said, settled, opened again."""

from django.utils import timezone

from core.actions.notices import notify, settle_event
from core.history import action, save_version
from core.legal import RuleError
from core.models import Notice, User
from reports.life_people import drafters_for
from reports.models import NarrativeBlock, Report, ReportComment


@action("Trao đổi về báo cáo")
def add_comment(*, report: Report, block: NarrativeBlock, text: str, by: User) -> ReportComment:
    """Store a comment on a passage and tell who writes this report or spoke about the passage before.

    While nobody else did, the other people are told who write for the issuer: a question must reach someone.
    """
    comment = ReportComment(report=report, key=block.key, text=text.strip(), author=by)
    comment.full_clean()
    comment.save()
    notify(
        _concerned(report, block, by),
        Notice.Kind.COMMENTED,
        f"Trao đổi: {block}",
        f"{by.full_name or by.username} viết về một mục của {report.title}: “{comment.text[:120]}”",
        url_of(report, block.key),
        _event(comment),
        todo="Trả lời hoặc đánh dấu đã xong tại mục này",
    )
    return comment


@action("Đánh dấu trao đổi đã xong")
def settle_comment(*, comment: ReportComment, expected: int, by: User) -> ReportComment:
    """Mark a comment as settled and tell who wrote it; nobody is asked for an answer any more.

    Raises RuleError, VersionConflictError.
    """
    if comment.settled_at is not None:
        raise RuleError("Trao đổi này đã có người đánh dấu xong; mở lại trang báo cáo.")
    comment.settled_at, comment.settled_by = timezone.now(), by
    stored = save_version(comment, expected=expected)
    settle_event(_event(comment))
    notify(
        [comment.author],
        Notice.Kind.COMMENTED,
        "Đã xong trao đổi về báo cáo",
        f"{by.full_name or by.username} đánh dấu xong: “{comment.text[:120]}”",
        url_of(comment.report, comment.key),
        f"trao-doi-xong:{comment.pk}:{stored.version}",
    )
    return stored


@action("Mở lại trao đổi")
def reopen_comment(*, comment: ReportComment, expected: int, by: User) -> ReportComment:
    """Open a settled comment again. Raises RuleError, VersionConflictError."""
    if comment.settled_at is None:
        raise RuleError("Trao đổi này đang mở.")
    comment.settled_at, comment.settled_by = None, None
    return save_version(comment, expected=expected)


def url_of(report: Report, key: str) -> str:
    """Return the address of a passage on the page of its report."""
    return f"{report.get_absolute_url()}#muc-{key}"


def _event(comment: ReportComment) -> str:
    return f"trao-doi:{comment.pk}"


def _concerned(report: Report, block: NarrativeBlock, by: User) -> list[User]:
    """Return who laid out or wrote any passage of the report, or spoke about this one, and may read it now.

    Whoever writes its other passages has to know, too: one report is written by several people.
    """
    wrote = NarrativeBlock.history.filter(report_id=report.pk).exclude(history_user=None)
    spoke = ReportComment.objects.filter(report=report, key=block.key)
    keys = {
        *wrote.order_by().values_list("history_user", flat=True).distinct(),
        *spoke.order_by().values_list("author", flat=True).distinct(),
    }
    people = User.objects.filter(pk__in=keys, is_active=True).order_by("pk")
    readers = [one for one in people if not one.is_system]
    found = [one for one in readers if Report.objects.visible_to(one).filter(pk=report.pk).exists()]
    if any(one.pk != by.pk for one in found):
        return found
    return drafters_for(report)
