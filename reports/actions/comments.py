"""What the authors of a report say to each other about a passage: said, settled, opened again."""

from django.utils import timezone

from core.actions.notices import notify
from core.history import action, save_version
from core.legal import RuleError
from core.models import Notice, User
from reports.models import NarrativeBlock, Report, ReportComment


@action("Trao đổi về báo cáo")
def add_comment(*, report: Report, block: NarrativeBlock, text: str, by: User) -> ReportComment:
    """Store a comment on a passage and tell who writes it or spoke about it before."""
    comment = ReportComment(report=report, key=block.key, text=text.strip(), author=by)
    comment.full_clean()
    comment.save()
    notify(
        _concerned(report, block),
        Notice.Kind.COMMENTED,
        f"Trao đổi: {block}",
        f"{by.full_name or by.username} viết về một mục của {report.title}: “{comment.text[:120]}”",
        url_of(report, block.key),
        f"trao-doi:{comment.pk}",
        todo="Trả lời hoặc đánh dấu đã xong tại mục này",
    )
    return comment


@action("Đánh dấu trao đổi đã xong")
def settle_comment(*, comment: ReportComment, expected: int, by: User) -> ReportComment:
    """Mark a comment as settled and tell who wrote it. Raises RuleError, VersionConflictError."""
    if comment.settled_at is not None:
        raise RuleError("Trao đổi này đã có người đánh dấu xong; mở lại trang báo cáo.")
    comment.settled_at, comment.settled_by = timezone.now(), by
    stored = save_version(comment, expected=expected)
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


def _concerned(report: Report, block: NarrativeBlock) -> list[User]:
    writers = block.history.exclude(history_user=None).values_list("history_user", flat=True)
    speakers = ReportComment.objects.filter(report=report, key=block.key).values_list("author", flat=True)
    return list(User.objects.filter(pk__in={*writers, *speakers}, is_active=True).order_by("pk"))
