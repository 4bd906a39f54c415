"""Papers of a meeting."""

from core.attachments import store_attachment
from core.history import action, delete_version
from meetings.actions.checks import checked
from meetings.models import MeetingPaper


@action("Đính kèm tài liệu họp")
def attach_paper(*, meeting, upload, title="", by) -> MeetingPaper:
    """Store the upload and hang it on the meeting. Raises FileRefused."""
    attachment = store_attachment(upload=upload, by=by)
    last = MeetingPaper.objects.filter(meeting=meeting).count()
    paper = MeetingPaper(meeting=meeting, attachment=attachment, title=title, ordinal=last + 1)
    checked(paper).save()
    return paper


@action("Gỡ tài liệu họp")
def remove_paper(*, paper, version, by) -> None:
    """Take the paper off the meeting; the stored file and the history stay. Raises VersionConflictError."""
    delete_version(paper, expected=version)
