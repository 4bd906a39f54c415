"""Write an official paper of a meeting, give it its number, take the number back."""

from core.codes import take_turn
from core.history import VersionConflictError, action, save_version
from core.legal import refuse_if
from meetings import rules
from meetings.actions.checks import checked
from meetings.documents import document_of
from meetings.models import MeetingDocument

WRITTEN = (
    "symbol", "opening", "notes", "capacity", "signer_title", "signer_name", "co_signer_title",
    "co_signer_name", "recipients",
)  # fmt: skip


@action("Soạn văn bản cuộc họp")
def write_document(*, meeting, kind, fields, version, by) -> MeetingDocument:
    """Store what a paper says beside the record of the meeting; `version` is 0 before the first time."""
    take_turn(f"meeting document {meeting.pk} {kind}")
    document = document_of(meeting, kind)
    refuse_if(rules.document_change_problems(kind, meeting.status, document.number))
    if document.version != version:
        raise VersionConflictError(document)
    for name in WRITTEN:
        if name in fields:
            setattr(document, name, fields[name])
    if document.pk is None:
        document.version = 1
        checked(document).save()
        return document
    return save_version(checked(document), expected=version)


@action("Cấp số văn bản cuộc họp")
def number_document(*, document, number, dated_on, version, today, by) -> MeetingDocument:
    """Give a written paper its number and day, or take them back where the number is empty."""
    meeting = document.meeting
    take_turn(f"document number {document.symbol}")
    # A cancelled meeting has no papers; confirmed minutes may still take their number.
    refuse_if(rules.document_change_problems("", meeting.status, None))
    refuse_if(
        rules.numbering_problems(
            kind=document.kind,
            symbol=document.symbol,
            number=number,
            dated_on=dated_on,
            held_on=meeting.held_on,
            today=today,
            taken=_taken(document, dated_on),
        )
    )
    document.number, document.dated_on = number, dated_on
    return save_version(checked(document), expected=version)


def _taken(document, dated_on):
    """Return the numbers that papers of this symbol have in the year: number → the meeting."""
    if dated_on is None:
        return {}
    rows = MeetingDocument.objects.filter(
        symbol=document.symbol, dated_on__year=dated_on.year, number__isnull=False
    ).exclude(pk=document.pk)
    return dict(rows.values_list("number", "meeting__title"))
