"""Write an official paper of a meeting, give it its number, take the number back."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from core.attachments import store_attachment
from core.codes import take_turn
from core.files import FileRefused
from core.history import VersionConflictError, action, delete_version, save_version
from core.legal import RuleError, refuse_if
from meetings import rules
from meetings.actions.checks import checked
from meetings.documents import document_of
from meetings.issuing import keep_in_book, series_of, take_number_turn
from meetings.models import MeetingDocument
from meetings.numbering import refuse_number

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
def number_document(
    *, document, number, dated_on, version, today, by, files=None, confirmed=""
) -> MeetingDocument:
    """Issue a written paper under its number and day, or take them back where the number is empty.

    `files` are the IssuedFiles of the paper with that number and day; they are kept as they are. Raises
    RuleError for a taken number, UnconfirmedError while `confirmed` is not the mark of what to look at.
    """
    meeting = document.meeting
    refuse_if(rules.reissue_problems(is_issued=document.is_issued, is_taken_back=number is None))
    take_turn(f"document number {document.symbol}")
    if dated_on is not None and meeting.organiser is not None:
        take_number_turn(meeting.organiser, dated_on.year, series_of(document.symbol))
    # A cancelled meeting has no papers; confirmed minutes may still take their number.
    refuse_if(rules.document_change_problems("", meeting.status, None))
    refuse_number(document, number=number, dated_on=dated_on, today=today, confirmed=confirmed)
    if number is not None and files is None:
        raise RuleError("Chưa dựng được văn bản nên chưa cấp số; thử lại sau.")
    document.number, document.dated_on = number, dated_on
    document.pdf = document.docx = None
    document.words_sha256 = ""
    if files is not None and number is not None:
        document.words_sha256 = files.words_sha256
        document.pdf = _kept(f"{files.name}.pdf", files.pdf, by)
        document.docx = _kept(f"{files.name}.docx", files.docx, by)
    stored = _saved(document, version)
    keep_in_book(stored, by=by)
    return stored


def _saved(document, version):
    """Store a numbered paper; the constraint of the database has the last word on its number."""
    try:
        with transaction.atomic():
            return save_version(checked(document), expected=version)
    except IntegrityError as error:
        raise RuleError("Số này vừa được cấp cho văn bản khác; mở lại trang để lấy số tiếp theo.") from error


def _kept(name, data, by):
    try:
        return store_attachment(upload=SimpleUploadedFile(name, data), by=by)
    except FileRefused as error:
        raise RuleError(str(error)) from error


@action("Soạn văn bản thay thế")
def replace_document(*, document, version, by) -> MeetingDocument:
    """Begin a paper that replaces an issued one; returns the new one, still without a number."""
    take_turn(f"meeting document {document.meeting_id} {document.kind}")
    refuse_if(rules.replacement_problems(status=document.meeting.status, number=document.number))
    document.is_replaced = True
    save_version(document, expected=version)
    new = MeetingDocument(
        meeting=document.meeting,
        kind=document.kind,
        replaces=document,
        origin=document.origin,
        version=1,
        **{name: getattr(document, name) for name in WRITTEN},
    )
    checked(new).save()
    return new


@action("Bỏ văn bản thay thế")
def drop_replacement(*, document, version, by) -> MeetingDocument:
    """Give up a replacement that has no number yet; the paper that it was to replace is in force again."""
    before = document.replaces
    if before is None or document.number is not None:
        raise RuleError("Chỉ bỏ được bản thay thế chưa có số.")
    delete_version(document, expected=version)
    before.is_replaced = False
    return save_version(before, expected=before.version)
